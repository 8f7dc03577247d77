import { modesCompatible, type Schedule } from "../problem/problem.ts";
import { type ProgramBuilder, sumOf, type Term } from "../solver/mixed-integer-program.ts";
import type { JointData } from "./joint-data.ts";
import type { JointVariables, PairColumns } from "./joint-variables.ts";

/**
 * All that the simulation of a schedule depends on but how far parts lag: schedules of one pattern
 * take the same time. What does not matter is undefined.
 */
export interface Pattern {
  /** Of each unit. */
  modes: readonly number[];
  /** Of each open pair: whether a starts before b in the period. */
  before: readonly (boolean | undefined)[];
  /** Of each dependence: whether its target starts before its source in the period. */
  wraps: readonly (boolean | undefined)[];
}

export function patternOf(
  { problem, pairs, arcs }: JointData,
  { sequence, modes }: Pick<Schedule, "sequence" | "modes">,
): Pattern {
  const isBefore = (a: number, b: number) => sequence.indexOf(a) < sequence.indexOf(b);
  const arePair = (pair: { a: number; b: number }, from: number, to: number) =>
    (pair.a === from && pair.b === to) || (pair.a === to && pair.b === from);
  return {
    modes,
    before: pairs.map((pair) => {
      const { a, b } = pair;
      const alternate = !modesCompatible(problem, modes[a] as number, modes[b] as number);
      const dependent = arcs.some(({ from, to }) => arePair(pair, from, to));
      return alternate || dependent ? isBefore(a, b) : undefined;
    }),
    wraps: arcs.map(({ from, to }) =>
      pairs.some((pair) => arePair(pair, from, to)) ? undefined : isBefore(to, from),
    ),
  };
}

export function patternKey({ modes, before, wraps }: Pattern): string {
  return [...modes, ...before, ...wraps].join();
}

/** Demands that at least one choice differs from the pattern. */
export function addExclusion(
  program: ProgramBuilder,
  { arcs }: JointData,
  { mode, pairs, stage }: JointVariables,
  { modes, before, wraps }: Pattern,
): void {
  const differences: Term[] = [];
  let constant = 0;
  /** Counts an expression of value 0 or 1 that is not as expected. */
  const count = (terms: readonly Term[], offset: number, expected: boolean) => {
    const sign = expected ? -1 : 1;
    constant += sign * offset + (expected ? 1 : 0);
    for (const { column, coefficient } of terms) {
      differences.push({ column, coefficient: sign * coefficient });
    }
  };
  for (const chosen of modes) count(sumOf([mode[chosen] as number]), 0, true);
  before.forEach((expected, k) => {
    const { before: column } = pairs[k] as PairColumns;
    if (expected !== undefined) count(sumOf([column]), 0, expected);
  });
  arcs.forEach(({ from, to, distance }, k) => {
    const expected = wraps[k];
    if (expected === undefined) return;
    const later = [...sumOf([stage[to] as number]), ...sumOf([stage[from] as number], -1)];
    count(later, distance, expected);
  });
  program.atLeast(differences, 1 - constant);
}
