import type { LpBound } from "../bound/configuration-lp.ts";
import { MeetingRules, undecidedMeeting } from "../bound/meetings.ts";
import { isOrdered, openOffsets, withOffset } from "../problem/order.ts";
import {
  type Mode,
  modesCompatible,
  modeUs,
  type SearchProblem,
  unitOfEach,
} from "../problem/problem.ts";
import { branchOnMode, branchOnShare, branchOnSide } from "./mode-branching.ts";
import { allowedModes, type Node, restrict } from "./node.ts";

/**
 * Children of a node, or "leaf" when nothing is open: first the cyclic order of the longest pair that
 * must alternate, since most of what the LP pretends is overlap in impossible orders; then what meets
 * what, since most of the rest is overlap with breaks; then whether a unit has the whole GPU; then the
 * unit whose LP time is spread most over modes, splitting its modes by SM share; then single modes.
 */
export function childrenOf(
  problem: SearchProblem,
  node: Node,
  solved: LpBound,
  leading: readonly number[],
): Node[] | "leaf" {
  return (
    branchOnOrder(problem, node, leading) ??
    branchOnMeeting(problem, node, solved) ??
    branchOnSide(problem, node, solved) ??
    branchOnShare(problem, node, solved, leading) ??
    branchOnMode(problem, node, leading) ??
    "leaf"
  );
}

/** Children for the cyclic orders of the longest pair that must alternate and does not yet. */
function branchOnOrder(
  problem: SearchProblem,
  node: Node,
  leading: readonly number[],
): Node[] | undefined {
  const n = problem.units.length;
  let pair: [number, number] | undefined;
  let longest = 0;
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      if (isOrdered(node.closure, n, a, b) || mayOverlap(problem, node, a, b)) continue;
      const shorter = Math.min(
        modeUs(problem, leading[a] as number),
        modeUs(problem, leading[b] as number),
      );
      if (shorter <= longest) continue;
      longest = shorter;
      pair = [a, b];
    }
  }
  if (pair === undefined) return undefined;
  const [a, b] = pair;
  return openOffsets(node.closure, n, a, b).flatMap((offset) => {
    const closure = withOffset(node.closure, n, a, b, offset);
    return closure === undefined ? [] : [{ ...node, closure }];
  });
}

/** Children for whether a guest meets a host, where the LP lets it skip what lies between two. */
function branchOnMeeting(
  problem: SearchProblem,
  node: Node,
  { together, formTimeUs }: LpBound,
): Node[] | undefined {
  const timeUs = new Float64Array(problem.nanoOperations.length);
  formTimeUs.forEach((us, form) => {
    timeUs[problem.formNanoOperation[form] as number]! += us;
  });
  const rules = new MeetingRules(problem, node.closure, node.meetings);
  const undecided = undecidedMeeting(rules, together, timeUs);
  if (undecided === undefined) return undefined;
  const { host, guest } = undecided;
  const decided = (meets: boolean): Node => ({
    ...node,
    meetings: [...node.meetings, { host, guest, meets }],
  });
  // What meets another runs on a side of a split.
  const unitOf = unitOfEach(problem);
  const onSplit = [host, guest].reduce((child, nanoOperation) => {
    const unit = unitOf[nanoOperation] as number;
    const modes = allowedModes(problem, child, unit).filter(
      (mode) => (problem.modes[mode] as Mode).side !== "whole",
    );
    return restrict(problem, child, unit, modes);
  }, decided(true));
  return [onSplit, decided(false)];
}

function mayOverlap(problem: SearchProblem, node: Node, a: number, b: number): boolean {
  const modesOfB = allowedModes(problem, node, b);
  return allowedModes(problem, node, a).some((mode) =>
    modesOfB.some((other) => modesCompatible(problem, mode, other)),
  );
}
