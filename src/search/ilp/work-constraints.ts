import { clockedUs } from "../problem/problem.ts";
import { type ProgramBuilder, sumOf, type Term } from "../solver/mixed-integer-program.ts";
import { type JointData, modesOn, splitOf, unitsOf } from "./joint-data.ts";
import type { JointVariables } from "./joint-variables.ts";

/** Scale and clock of the joint program. */
export interface Pace {
  /** Period to beat, µs. */
  targetUs: number;
  /** Clock, as a stretch. */
  stretch: number;
  /** Target over period from which on a schedule counts as better. */
  leastRate: number;
  /** No schedule has a higher one. */
  highestRate: number;
}

/** Each unit takes one mode and works in it at the rate, unless the schedule in hand is kept. */
export function addModeChoice(
  program: ProgramBuilder,
  { problem }: JointData,
  { mode, work, rate, keep }: JointVariables,
  { leastRate, highestRate }: Pace,
): void {
  for (const { modes } of problem.units) {
    const chosen = modes.map((m) => mode[m] as number);
    const working = modes.map((m) => work[m] as number);
    program.equal([...sumOf(chosen), ...sumOf([keep])], 1);
    program.equal([...sumOf(working), ...sumOf([keep], leastRate), ...sumOf([rate], -1)], 0);
  }
  work.forEach((working, m) => {
    const chosen = mode[m] as number;
    program.atMost([...sumOf([working]), ...sumOf([chosen], -highestRate)], 0);
    program.atLeast([...sumOf([working]), ...sumOf([chosen], -leastRate)], 0);
  });
}

/** Each running form gets done what its mode works, at the speeds that co-running leaves it. */
export function addExecution(
  program: ProgramBuilder,
  data: JointData,
  { time, work }: JointVariables,
  pace: Pace,
): void {
  const { problem, configurations } = data;
  const rows: Term[][] = Array.from(problem.formMode, (mode) => sumOf([work[mode] as number], -1));
  configurations.forEach(({ formA, formB }, q) => {
    const column = time[q] as number;
    rows[formA]?.push({ column, coefficient: speed(data, pace, formA, formB) });
    if (formB >= 0) rows[formB]?.push({ column, coefficient: speed(data, pace, formB, formA) });
  });
  for (const terms of rows) program.equal(terms, 0);
}

/** Something is in flight at any time, since units start as soon as they may. */
export function addBusyPeriod(program: ProgramBuilder, { time, keep }: JointVariables): void {
  program.equal([...sumOf(time), ...sumOf([keep])], 1);
}

/**
 * A nano-operation does no more beside a unit on a split than that unit is there. This follows for
 * whole numbers; it keeps a relaxation from hiding a short kernel behind a sliver of a long one.
 */
export function addCoRuns(
  program: ProgramBuilder,
  data: JointData,
  { time, work }: JointVariables,
  pace: Pace,
): void {
  const { problem, configurations } = data;
  const rows = new Map<string, Term[]>();
  const add = (form: number, other: number, unit: number, column: number) => {
    const split = splitOf(problem, problem.formMode[other] as number);
    const key = `${problem.formNanoOperation[form]} ${unit} ${split}`;
    const there = () => modesOn(problem, unit, split).map((mode) => work[mode] as number);
    const terms = rows.get(key) ?? sumOf(there(), -1);
    rows.set(key, [...terms, { column, coefficient: speed(data, pace, form, other) }]);
  };
  configurations.forEach((configuration, q) => {
    const { formA, formB } = configuration;
    const [unitA, unitB] = unitsOf(problem, configuration);
    if (unitA === undefined || unitB === undefined) return;
    add(formA, formB, unitB, time[q] as number);
    add(formB, formA, unitA, time[q] as number);
  });
  for (const terms of rows.values()) program.atMost(terms, 0);
}

/** Runs of a form in the target's time, beside another (-1: alone). */
function speed({ problem }: JointData, pace: Pace, form: number, other: number): number {
  const { formUs, slowdown } = problem;
  const aloneUs = clockedUs(problem, form, pace.stretch);
  const slower = other < 0 ? 1 : (slowdown[form * formUs.length + other] as number);
  return pace.targetUs / (aloneUs * slower);
}
