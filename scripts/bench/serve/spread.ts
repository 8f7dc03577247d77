import { quantileSorted } from "simple-statistics";

/** Some values of one figure: the middle one, and how far apart they lie. */
export interface Spread {
  median: number;
  least: number;
  most: number;
  count: number;
}

/** Null where there is no value. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantileSorted(sorted, 0.5),
    least: sorted[0] as number,
    most: sorted.at(-1) as number,
    count: sorted.length,
  };
}
