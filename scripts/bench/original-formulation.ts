/**
 * The two-stage search of NanoFlow (arXiv 2408.12757) for comparison, formulated anew from its
 * description; not a part of the shipped program.
 *
 * Stage 1 orders the nano-operations of three unrolled layers, each at its speed alone on the whole
 * GPU: those of one resource follow each other by order variables with a big constant, those of
 * different resources are free to overlap. Stage 2 keeps the order and chooses SM shares with the
 * measured interference. What the schedule is worth is the simulator's to say, as for any other.
 */
import type { Highs } from "highs";
import { jointData } from "../../src/search/ilp/joint-data.ts";
import { jointProgram } from "../../src/search/ilp/joint-program.ts";
import { modeUs, type SearchProblem } from "../../src/search/problem/problem.ts";
import { type Evaluation, evaluate } from "../../src/search/schedule/schedule.ts";
import { sequentialSchedule } from "../../src/search/schedule/sequential.ts";
import {
  type MipOutcome,
  type MixedIntegerProgram,
  ProgramBuilder,
  type Term,
} from "../../src/search/solver/mixed-integer-program.ts";

const LAYERS = 3;

// The package types its ES module as CommonJS, which hides the default export.
const { default: loadHighs } = (await import("highs")) as unknown as {
  default: () => Promise<Highs>;
};
const highs = await loadHighs();

/** What the search of the original found; what is left out had no solution when the time ended. */
export interface OriginalOutcome {
  /** Whether stage 1 was solved to the end. */
  solved: boolean;
  /** The period that stage 1 claims. */
  claimedUs?: number;
  /** Of the schedule, by the simulator. */
  evaluation?: Evaluation;
}

/** What stage 1 found. */
interface Order {
  /** Units in the order of their starts in the period. */
  sequence: number[];
  claimedUs: number;
  solved: boolean;
}

/** @param seconds for both stages together */
export function searchAsOriginal(problem: SearchProblem, seconds: number): OriginalOutcome {
  const started = performance.now();
  const ordered = orderAtFullShares(problem, seconds / 2);
  if (ordered === undefined) return { solved: false };
  const left = seconds - (performance.now() - started) / 1000;
  const evaluation = shareInOrder(problem, ordered.sequence, left);
  return { ...ordered, ...(evaluation === undefined ? {} : { evaluation }) };
}

/** Stage 1. All times in µs. */
function orderAtFullShares(problem: SearchProblem, seconds: number): Order | undefined {
  const fastestUs = problem.units.map(({ modes }) =>
    Math.min(...modes.map((mode) => modeUs(problem, mode))),
  );
  const { program, starts } = orderProgram(problem, fastestUs);
  const { values, optimal } = solveWithin(program, seconds);
  if (values === undefined) return undefined;
  const startUs = starts.map((layer) => layer.map((column) => values[column]!));
  return { ...steadyOrder(startUs, fastestUs), solved: optimal };
}

/**
 * The program of stage 1.
 *
 * @returns also the columns of the starts, by layer and unit
 */
function orderProgram(
  problem: SearchProblem,
  fastestUs: readonly number[],
): { program: MixedIntegerProgram; starts: number[][] } {
  const horizonUs = LAYERS * fastestUs.reduce((sum, us) => sum + us, 0);
  const program = new ProgramBuilder();
  const starts = Array.from({ length: LAYERS }, () =>
    problem.units.map(() => program.continuous(horizonUs)),
  );
  const end = program.continuous(horizonUs);
  for (const layer of starts) {
    layer.forEach((start, unit) => {
      program.atLeast(difference(end, start), fastestUs[unit]!);
    });
  }
  addDependences(program, problem, starts, fastestUs);
  addOrder(program, problem, starts, { fastestUs, horizonUs });
  program.minimise([{ column: end, coefficient: 1 }]);
  return { program: program.build(), starts };
}

function addDependences(
  program: ProgramBuilder,
  { arcs }: SearchProblem,
  starts: readonly (readonly number[])[],
  fastestUs: readonly number[],
): void {
  for (const { from, to, distance } of arcs) {
    for (let layer = distance; layer < LAYERS; layer++) {
      const between = difference(starts[layer]![to]!, starts[layer - distance]![from]!);
      program.atLeast(between, fastestUs[from]!);
    }
  }
}

/** Of two nano-operations of one resource, one comes first. */
function addOrder(
  program: ProgramBuilder,
  { units }: SearchProblem,
  starts: readonly (readonly number[])[],
  { fastestUs, horizonUs }: { fastestUs: readonly number[]; horizonUs: number },
): void {
  const instances = starts.flatMap((layer) => layer.map((start, unit) => ({ start, unit })));
  instances.forEach((a, k) => {
    for (const b of instances.slice(k + 1)) {
      if (units[a.unit]!.lane !== units[b.unit]!.lane) continue;
      const bFirst = program.whole(1);
      const big = { column: bFirst, coefficient: horizonUs };
      program.atLeast([...difference(b.start, a.start), big], fastestUs[a.unit]!);
      const small = { column: bFirst, coefficient: -horizonUs };
      program.atLeast([...difference(a.start, b.start), small], fastestUs[b.unit]! - horizonUs);
    }
  });
}

/** The period that the layers have among themselves, and the order of the second one in it. */
function steadyOrder(
  startUs: readonly (readonly number[])[],
  fastestUs: readonly number[],
): Omit<Order, "solved"> {
  const endsUs = startUs.map((layer) =>
    Math.max(...layer.map((start, unit) => start + fastestUs[unit]!)),
  );
  const claimedUs = (endsUs[LAYERS - 1]! - endsUs[0]!) / (LAYERS - 1);
  const second = startUs[1]!;
  const place = (unit: number) => ((((second[unit]! - second[0]!) / claimedUs) % 1) + 1) % 1;
  const sequence = [...second.keys()].sort((a, b) => place(a) - place(b) || a - b);
  return { sequence, claimedUs };
}

/**
 * Stage 2, by this project's joint program with the order fixed: no other model of this stage could
 * do better by that order.
 */
function shareInOrder(
  problem: SearchProblem,
  sequence: readonly number[],
  seconds: number,
): Evaluation | undefined {
  const { schedule, evaluation } = sequentialSchedule(problem);
  const data = jointData(problem);
  const { stretch, periodUs: targetUs } = evaluation;
  const pace = { targetUs, stretch, leastRate: 1, highestRate: 4 };
  const { program, variables } = jointProgram(data, { ...pace, excluded: [] });
  const places = new Map(sequence.map((unit, place) => [unit, place]));
  const order = data.pairs.map(({ a, b }, k) => ({
    column: variables.pairs[k]!.before,
    value: places.get(a)! < places.get(b)! ? 1 : 0,
  }));
  const { values } = solveWithin(withFixed(program, order), seconds);
  if (values === undefined || values[variables.keep]! > 0.5) return undefined;
  const chosen = (mode: number) => values[variables.mode[mode]!]!;
  const modes = problem.units.map((unit) =>
    unit.modes.reduce((a, b) => (chosen(b) > chosen(a) ? b : a)),
  );
  return evaluate(problem, { ...schedule, sequence, modes });
}

function difference(a: number, b: number): Term[] {
  return [
    { column: a, coefficient: 1 },
    { column: b, coefficient: -1 },
  ];
}

/** A program with a row more for each of some columns, which fixes its value. */
function withFixed(
  program: MixedIntegerProgram,
  fixed: readonly { column: number; value: number }[],
): MixedIntegerProgram {
  const { rowLower, rowUpper, columns } = program;
  const values = fixed.map(({ value }) => value);
  const rowOf = new Map(fixed.map(({ column }, k) => [column, rowLower.length + k]));
  return {
    ...program,
    rowLower: [...rowLower, ...values],
    rowUpper: [...rowUpper, ...values],
    columns: columns.map((entries, column) => {
      const row = rowOf.get(column);
      if (row === undefined) return entries;
      return { rows: [...entries.rows, row], coefficients: [...entries.coefficients, 1] };
    }),
  };
}

function solveWithin(
  { cost, upper, integer, rowLower, rowUpper, columns }: MixedIntegerProgram,
  seconds: number,
): Pick<MipOutcome, "values" | "optimal"> {
  const { modelStatus, solutionStatus, variableType } = highs.constants;
  const model = highs.createModel();
  try {
    model.options.set({ output_flag: false, time_limit: Math.max(0.1, seconds) });
    rowLower.forEach((lower, row) => {
      model.addRow(lower, rowUpper[row]!, { indices: [], values: [] });
    });
    columns.forEach(({ rows, coefficients }, column) => {
      model.addCol(cost[column]!, 0, upper[column]!, { indices: rows, values: coefficients });
      if (integer[column]) model.changeColIntegrality(column, variableType.integer);
    });
    model.run();
    const found = model.info.get("primal_solution_status") === solutionStatus.feasible;
    return {
      ...(found ? { values: model.getSolution().colValue } : {}),
      optimal: model.getModelStatus() === modelStatus.optimal,
    };
  } finally {
    model.dispose();
  }
}
