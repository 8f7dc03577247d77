import type { Schedule } from "../problem/problem.ts";
import type { JointData } from "./joint-data.ts";
import type { JointVariables } from "./joint-variables.ts";

/** Places closer than this are taken for the same moment: a share of the period. */
const SAME_MOMENT = 1e-6;

/**
 * The schedule in a solution of the joint program, but for how far its parts lag.
 *
 * @returns undefined when the solution is to keep the one in hand
 */
export function extractSchedule(
  { problem, pairs }: JointData,
  { keep, mode, place, pairs: pairColumns }: JointVariables,
  values: Float64Array,
): Pick<Schedule, "sequence" | "modes"> | undefined {
  const value = (column: number | undefined) => values[column as number] as number;
  if (value(keep) > 0.5) return undefined;

  const isBefore = new Map(
    pairs.map(({ a, b }, k) => [`${a} ${b}`, value(pairColumns[k]?.before) > 0.5]),
  );
  const compare = (a: number, b: number): number => {
    const difference = value(place[a]) - value(place[b]);
    const known = isBefore.get(a < b ? `${a} ${b}` : `${b} ${a}`);
    if (Math.abs(difference) > SAME_MOMENT || known === undefined) return difference;
    return known === a < b ? -1 : 1;
  };
  return {
    sequence: problem.units.map((_, unit) => unit).sort(compare),
    modes: problem.units.map(({ modes }) =>
      modes.reduce((best, other) => (value(mode[other]) > value(mode[best]) ? other : best)),
    ),
  };
}
