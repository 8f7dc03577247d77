import type { SplitBound } from "../bound/configuration-lp.ts";
import type { SearchProblem, Unit } from "../problem/problem.ts";
import type { Node } from "./node.ts";

/**
 * The node without the modes on splits that leave no hope of beating the cutoff (reduced cost fixing):
 * as if it had been branched on whether the unit runs there, with the one child closed at once.
 *
 * @returns the node, and the least bound of what was closed, µs
 */
export function fixByReducedCost(
  problem: SearchProblem,
  node: Node,
  onSplit: readonly SplitBound[],
  cutoffUs: number,
): { node: Node; closedBoundUs: number } {
  const hopeless = onSplit.filter(({ boundUs }) => boundUs >= cutoffUs);
  if (hopeless.length === 0) return { node, closedBoundUs: Number.POSITIVE_INFINITY };
  const allowed = node.allowed.slice();
  for (const { unit, split } of hopeless) {
    for (const mode of (problem.units[unit] as Unit).modes) {
      if (problem.modes[mode]?.split === split) allowed[mode] = 0;
    }
  }
  return {
    node: { ...node, allowed },
    closedBoundUs: hopeless.reduce((least, { boundUs }) => Math.min(least, boundUs), Infinity),
  };
}
