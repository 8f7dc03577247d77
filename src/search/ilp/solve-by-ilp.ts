import { equilibrium } from "../../cost/power.ts";
import { PlannerError } from "../../errors.ts";
import { lagChoices, modeUs, type Schedule, type SearchProblem } from "../problem/problem.ts";
import type { Candidate } from "../schedule/candidate.ts";
import { evaluate } from "../schedule/schedule.ts";
import type { LinearProgram } from "../solver/linear-program.ts";
import type { LpSolver } from "../solver/lp-solver.ts";
import type { BranchResult } from "../tree/result.ts";
import { extractSchedule } from "./extract.ts";
import { type JointData, jointData } from "./joint-data.ts";
import { type JointGoal, jointProgram } from "./joint-program.ts";
import { type Pattern, patternKey, patternOf } from "./pattern.ts";

export interface IlpOptions {
  /** Nodes of all trees together that the solver may open. */
  nodeLimit: number;
  /** A schedule within this share of the one in hand does not count as better. */
  tolerance: number;
  /** Period to beat from elsewhere, µs. */
  cutoffUs: number;
}

/**
 * Searches a structure by its joint integer program.
 *
 * The program proposes the best schedule that it sees, the simulator values it, and the next
 * program looks for a better one among the others (logic-based Benders decomposition, Hooker and
 * Ottosson 2003). The clock of a program is the one at which the energy bound equals the period to
 * beat: what is slower takes longer than the program says, what is faster needs more energy.
 *
 * @returns with `complete`, nothing but the tolerance lies between period and bound
 */
export function solveByIlp(
  problem: SearchProblem,
  solver: LpSolver,
  start: Candidate,
  { nodeLimit, tolerance, cutoffUs }: IlpOptions,
): BranchResult {
  const data = jointData(problem);
  const valued = new Map<string, Pattern>();
  let best = start;
  let nodes = 0;
  for (;;) {
    const targetUs = Math.min(best.evaluation.periodUs, cutoffUs);
    const { stretch } = equilibrium(problem.power, () => targetUs);
    const leastRate = 1 / (1 - tolerance);
    const question = { targetUs, stretch, leastRate, excluded: [...valued.values()] };
    const answer = propose(data, solver, question, nodeLimit - nodes);
    nodes += answer.nodes;
    const pattern = answer.proposal && patternOf(data, answer.proposal);
    if (answer.proposal && pattern && !valued.has(patternKey(pattern))) {
      valued.set(patternKey(pattern), pattern);
      best = bestOf([best, ...withLags(problem, answer.proposal)]);
      if (nodes < nodeLimit) continue;
    }
    return {
      ...best,
      lowerBoundUs: Math.min(answer.boundUs, best.evaluation.periodUs),
      nodes,
      complete: answer.optimal && answer.proposal === undefined,
    };
  }
}

type Question = Omit<JointGoal, "highestRate">;

interface Answer {
  /** Undefined when nothing better was found. */
  proposal?: Pick<Schedule, "sequence" | "modes">;
  /** Whether the proposal, or that there is none, is proven. */
  optimal: boolean;
  /** No schedule but those excluded is shorter, µs. */
  boundUs: number;
  nodes: number;
}

/** Solves the joint program, first without whole numbers: that bounds the rate for the second. */
function propose(data: JointData, solver: LpSolver, asked: Question, nodeLimit: number): Answer {
  const { targetUs, leastRate } = asked;
  const boundUs = (rate: number) => targetUs / Math.max(rate, leastRate);

  const loose = { ...asked, highestRate: looseRate(data, asked) };
  const highestRate = relaxedRate(solver, jointProgram(data, loose).program);
  if (highestRate <= leastRate * (1 + ROUNDING)) {
    return { optimal: true, boundUs: boundUs(leastRate), nodes: 1 };
  }

  const { program, variables } = jointProgram(data, { ...asked, highestRate });
  const { values, optimal, bound, nodes } = solver.solveInteger(program, nodeLimit);
  const proposal = values && extractSchedule(data, variables, values);
  return {
    ...(proposal === undefined ? {} : { proposal }),
    optimal: optimal && values !== undefined,
    boundUs: boundUs(bound === undefined ? highestRate : -bound),
    nodes,
  };
}

/** What linear programs may be off by, as a share. */
const ROUNDING = 1e-9;

function relaxedRate(solver: LpSolver, program: LinearProgram): number {
  const model = solver.load(program);
  try {
    const solution = model.solve();
    if (solution === undefined) {
      throw new PlannerError("E_INTERNAL", "the joint program has no solution at all");
    }
    return -solution.objective * (1 + ROUNDING);
  } finally {
    model.dispose();
  }
}

/** Target over the longest unit in its fastest mode: no period is shorter than one unit. */
function looseRate({ problem }: JointData, { targetUs, leastRate }: Question): number {
  const fastestUs = problem.units.map(({ modes }) =>
    Math.min(...modes.map((mode) => modeUs(problem, mode))),
  );
  return Math.max(leastRate, targetUs / Math.max(...fastestUs));
}

function withLags(
  problem: SearchProblem,
  proposal: Pick<Schedule, "sequence" | "modes">,
): Candidate[] {
  return lagChoices(problem).flatMap((lags) => {
    const schedule = { ...proposal, lags };
    const evaluation = evaluate(problem, schedule);
    return evaluation === undefined ? [] : [{ schedule, evaluation }];
  });
}

function bestOf(candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((best, other) =>
    other.evaluation.periodUs < best.evaluation.periodUs ? other : best,
  );
}
