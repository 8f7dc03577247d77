import type { ClockedLp } from "../bound/clocked-lp.ts";
import type { Meeting } from "../bound/meetings.ts";
import type { SearchProblem } from "../problem/problem.ts";

/** What a node of the search tree leaves open. */
export interface Node {
  /** 1 for each mode that its unit may still take. */
  allowed: Uint8Array;
  /** Least distances of dependences and of the orders chosen so far: see `distanceClosure`. */
  closure: Int8Array;
  /** Decisions on what runs side by side. */
  meetings: readonly Meeting[];
  /** Bound inherited from the parent, µs. */
  boundUs: number;
  /** What bounds it: the LP of its energy class. */
  lp: ClockedLp;
}

/** Modes that a unit may still take. */
export function allowedModes(problem: SearchProblem, node: Node, unit: number): number[] {
  const { modes } = problem.units[unit] as SearchProblem["units"][number];
  return modes.filter((mode) => node.allowed[mode] === 1);
}

/** The node with a unit kept to some of its modes. */
export function restrict(
  problem: SearchProblem,
  node: Node,
  unit: number,
  modes: readonly number[],
): Node {
  const allowed = node.allowed.slice();
  for (const mode of allowedModes(problem, node, unit)) allowed[mode] = 0;
  for (const mode of modes) allowed[mode] = 1;
  return { ...node, allowed };
}
