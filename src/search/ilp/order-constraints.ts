import { negated, type ProgramBuilder, sumOf, type Term } from "../solver/mixed-integer-program.ts";
import { type JointData, modesOn, unitsOf } from "./joint-data.ts";
import type { JointVariables, PairColumns, SideColumns } from "./joint-variables.ts";

/** A unit starts after those that it depends on have ended, as many layers ago as the arc says. */
export function addDependences(
  program: ProgramBuilder,
  data: JointData,
  variables: JointVariables,
): void {
  const { place, stage } = variables;
  for (const { from, to, distance } of data.arcs) {
    const start = sumOf([place[to] as number, stage[to] as number]);
    const end = [...endOf(data, variables, from), ...sumOf([stage[from] as number])];
    program.atLeast([...start, ...negated(end)], -distance);
  }
}

/** Of an open pair, each unit ends before the other's next start unless it intrudes. */
export function addOrder(
  program: ProgramBuilder,
  data: JointData,
  variables: JointVariables,
): void {
  for (const { first, second, nextStart, side } of sidesOf(data, variables)) {
    const intrudes = side === undefined ? [] : sumOf([side.intrudes]);
    const end = endOf(data, variables, first);
    atLeast(program, [...nextStart.terms, ...intrudes], end, nextStart.constant);
    if (side === undefined) continue;
    // Who intrudes has started before.
    atLeast(program, nextStart.terms, startOf(variables, first), nextStart.constant);
    // They overlap for as long as the second, or for what is left of the first at its start.
    const overlap = sumOf([side.overlap]);
    program.atMost([...overlap, ...sumOf([side.intrudes], -1)], 0);
    atLeast(program, lengthOf(data, variables, second), overlap, 0);
    const left = [...end, ...negated(nextStart.terms), ...sumOf([side.intrudes], -1)];
    atLeast(program, left, overlap, 1 - nextStart.constant);
  }
}

/** A pair is in flight together only on a common split, and for as long as its places overlap. */
export function addOverlap(
  program: ProgramBuilder,
  data: JointData,
  variables: JointVariables,
): void {
  const { problem, configurations, pairs } = data;
  pairs.forEach(({ a, b, splits }, k) => {
    const { sides, together } = variables.pairs[k] as PairColumns;
    if (sides.length === 0) return;
    const inFlight = configurations.flatMap((configuration, q) => {
      const units = unitsOf(problem, configuration);
      return units.includes(a) && units.includes(b) ? [variables.time[q] as number] : [];
    });
    const overlaps = sides.map(({ overlap }) => overlap);
    program.atMost([...sumOf(inFlight), ...sumOf(overlaps, -1)], 0);
    for (const { intrudes } of sides) {
      program.atMost([...sumOf([intrudes]), ...sumOf(together, -1)], 0);
    }
    splits.forEach((split, s) => {
      for (const unit of [a, b]) {
        const there = modesOn(problem, unit, split).map((mode) => variables.mode[mode] as number);
        program.atMost([...sumOf([together[s] as number]), ...sumOf(there, -1)], 0);
      }
    });
  });
}

/** Both orders of each open pair, with the second's next start after the first's. */
function sidesOf({ pairs }: JointData, variables: JointVariables) {
  return pairs.flatMap(({ a, b }, k) => {
    const { before, sides } = variables.pairs[k] as PairColumns;
    const [aIntoB, bIntoA] = sides as [SideColumns?, SideColumns?];
    // In the next period, unless a is before b.
    const nextB = [...startOf(variables, b), ...sumOf([before], -1)];
    const nextA = [...startOf(variables, a), ...sumOf([before])];
    return [
      { first: a, second: b, nextStart: { terms: nextB, constant: 1 }, side: aIntoB },
      { first: b, second: a, nextStart: { terms: nextA, constant: 0 }, side: bIntoA },
    ];
  });
}

/** Adds the row `more + constant >= less`. */
function atLeast(
  program: ProgramBuilder,
  more: readonly Term[],
  less: readonly Term[],
  constant: number,
): void {
  program.atLeast([...more, ...negated(less)], -constant);
}

function startOf({ place }: JointVariables, unit: number): Term[] {
  return sumOf([place[unit] as number]);
}

function endOf(data: JointData, variables: JointVariables, unit: number): Term[] {
  return [...startOf(variables, unit), ...lengthOf(data, variables, unit)];
}

/** Share of the period that a unit is in flight. */
function lengthOf(
  { problem, configurations }: JointData,
  { time }: JointVariables,
  unit: number,
): Term[] {
  return sumOf(
    configurations.flatMap((configuration, q) =>
      unitsOf(problem, configuration).includes(unit) ? [time[q] as number] : [],
    ),
  );
}
