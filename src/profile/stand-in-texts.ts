import type { Composition } from "../store/compose.ts";
import { formatPercent } from "../text/units.ts";

/**
 * What of a profile nobody measured, one sentence each: kernels that others stand in for, and pairs of
 * kernels. Gains that hang on it are predicted by measurements of something else.
 */
export function standInTexts({
  interpolated,
  standInPairs,
}: Pick<Composition, "interpolated" | "standInPairs">): string[] {
  const kernels = interpolated.map(({ kernel, from, error }) => {
    const off = error > 0 ? `, which may be off by ${formatPercent(error)}` : "";
    return `${kernel}: not measured, taken from ${from}${off}`;
  });
  const kinds = [...new Set(standInPairs.map(({ what }) => what))];
  const pairs = kinds.map((what) => {
    const those = standInPairs.filter((pair) => pair.what === what);
    const worst = Math.max(...those.map(({ error }) => error));
    const count = those.length === 1 ? "one pair" : `${those.length} pairs`;
    return `${what}: ${count} never measured side by side; slowdowns of other pairs may be off by ${formatPercent(worst, 0)} for them`;
  });
  return [...kernels, ...pairs];
}
