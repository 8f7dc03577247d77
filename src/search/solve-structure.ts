import { equilibrium } from "../engine/power.ts";
import { PlannerError } from "../errors.ts";
import { blockSchedules } from "./block-schedule.ts";
import { branchAndPrice } from "./branch.ts";
import { ConfigurationLp } from "./configuration-lp.ts";
import { solveByIlp } from "./ilp/solve-by-ilp.ts";
import { improve, SEED } from "./improve.ts";
import { distanceClosure, overlapOf } from "./order.ts";
import type { Schedule, SearchProblem } from "./problem.ts";
import { type Evaluation, evaluate } from "./schedule.ts";
import type { LpSolver } from "./solver/lp-solver.ts";

/** How a structure is searched: by branch and price, or by the joint integer program. */
export type SearchMethod = "branch" | "ilp";

/** A schedule with its value. */
export interface Candidate {
  schedule: Schedule;
  evaluation: Evaluation;
}

export interface FirstLook extends Candidate {
  /** Bound of the root, µs. */
  boundUs: number;
}

const STARTS = 10;
const POLISH_EVALUATIONS = 800;
/** Simulations spent on the incumbent of a structure before it is branched on, and their kicks' seed. */
const LAST_POLISH = { evaluations: 6000, seed: SEED + 1 };

/** Root bound of a structure, and a good schedule found without branching. */
export function firstLook(problem: SearchProblem, solver: LpSolver): FirstLook {
  const best = bestStart(problem);
  return { ...best, boundUs: rootBound(problem, solver, best.evaluation.periodUs) };
}

function bestStart(problem: SearchProblem): Candidate {
  const starts = distinct(blockSchedules(problem))
    .slice(0, STARTS)
    .flatMap((schedule) => candidate(problem, schedule) ?? []);
  const improved = starts.flatMap((start) => polish(problem, start));
  const [best] = [...starts, ...improved].sort(byPeriod);
  if (best === undefined) {
    throw new PlannerError("E_INTERNAL", `no schedule found for structure ${problem.name}`);
  }
  return best;
}

/** One schedule of those that are the same but for where their period is cut. */
function distinct(schedules: readonly Schedule[]): Schedule[] {
  const turned = ({ sequence, modes }: Schedule) => {
    const first = sequence.indexOf(0);
    return [...sequence.slice(first), ...sequence.slice(0, first), ...modes].join();
  };
  const byKey = new Map<string, Schedule>();
  for (const schedule of schedules) {
    const key = turned(schedule);
    if (!byKey.has(key)) byKey.set(key, schedule);
  }
  return [...byKey.values()];
}

/** Local search at the clock of the start. */
function polish(
  problem: SearchProblem,
  { schedule, evaluation }: Candidate,
  { evaluations, seed } = { evaluations: POLISH_EVALUATIONS, seed: SEED },
): Candidate[] {
  const better = improve(problem, schedule, evaluation.stretch, evaluations, seed);
  return candidate(problem, better) ?? [];
}

/** Searches a structure until its certificate is within the tolerance or its nodes are spent. */
export function solveStructure(
  problem: SearchProblem,
  solver: LpSolver,
  start: Candidate,
  options: {
    method: SearchMethod;
    nodeLimit: number;
    tolerance: number;
    /** Period to beat, µs: nodes that cannot are closed. */
    cutoffUs: number;
    onNode?: (nodes: number, boundUs: number) => void;
  },
) {
  const [best = start] = [start, ...polish(problem, start, LAST_POLISH)].sort(byPeriod);
  if (options.method === "ilp") return solveByIlp(problem, solver, best, options);
  const root = closureOf(problem);
  const targetUs = Math.min(best.evaluation.periodUs, options.cutoffUs) * (1 - options.tolerance);
  const stretch = stretchFor(problem, targetUs);
  return branchAndPrice(problem, solver, root, best, { ...options, stretch });
}

/**
 * Bound of the root. The LP's clock is the one whose energy bound is the target, or boost: what
 * is slower than that has a longer LP, and what is faster needs more energy than the target.
 */
function rootBound(problem: SearchProblem, solver: LpSolver, targetUs: number): number {
  const lp = new ConfigurationLp(problem, solver, stretchFor(problem, targetUs));
  try {
    const allowed = new Uint8Array(problem.modes.length).fill(1);
    const overlap = overlapOf(problem, closureOf(problem));
    return lp.solve({ allowed, overlap })?.boundUs ?? targetUs;
  } finally {
    lp.dispose();
  }
}

/** Clock whose energy bound is the target; boost when even that needs less. */
function stretchFor(problem: SearchProblem, targetUs: number): number {
  return equilibrium(problem.power, () => targetUs).stretch;
}

function closureOf(problem: SearchProblem): Int8Array {
  const closure = distanceClosure(problem.units.length, problem.arcs);
  if (closure === undefined) {
    throw new PlannerError("E_INTERNAL", `structure ${problem.name} has a cyclic dependence`);
  }
  return closure;
}

function candidate(problem: SearchProblem, schedule: Schedule): Candidate[] | undefined {
  const evaluation = evaluate(problem, schedule);
  return evaluation && [{ schedule, evaluation }];
}

function byPeriod(a: Candidate, b: Candidate): number {
  return a.evaluation.periodUs - b.evaluation.periodUs;
}
