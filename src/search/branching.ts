import type { LpBound } from "./configuration-lp.ts";
import { isOrdered, openOffsets, withOffset } from "./order.ts";
import { type Mode, modesCompatible, modeUs, type SearchProblem } from "./problem.ts";

/** What a node of the search tree leaves open. */
export interface Node {
  /** 1 for each mode that its unit may still take. */
  allowed: Uint8Array;
  /** Least distances of dependences and of the orders chosen so far: see `distanceClosure`. */
  closure: Int8Array;
  /** Bound inherited from the parent, µs. */
  boundUs: number;
}

/** The mode in which the LP lets each unit spend most of its time. */
export function leadingModes(
  problem: SearchProblem,
  node: Node,
  { formTimeUs }: LpBound,
): number[] {
  return problem.units.map(({ modes }) => {
    let leading = -1;
    let longest = -1;
    for (const mode of modes) {
      if (node.allowed[mode] === 0) continue;
      const time = modeTime(problem, mode, formTimeUs);
      if (time > longest) {
        longest = time;
        leading = mode;
      }
    }
    return leading;
  });
}

function modeTime(problem: SearchProblem, mode: number, formTimeUs: Float64Array): number {
  const { modes, units, firstForm } = problem;
  const { members } = units[(modes[mode] as Mode).unit] as SearchProblem["units"][number];
  const first = firstForm[mode] as number;
  return members.reduce((sum, _, k) => sum + (formTimeUs[first + k] as number), 0);
}

/**
 * Children of a node, or "leaf" when nothing is open: first the cyclic order of the longest pair that
 * must alternate, since most of what the LP pretends is overlap in impossible orders; then the unit
 * whose LP time is spread most over modes, splitting its modes by SM share; then single modes.
 */
export function childrenOf(
  problem: SearchProblem,
  node: Node,
  solved: LpBound,
  leading: readonly number[],
): Node[] | "leaf" {
  const order = branchOnOrder(problem, node, solved);
  const side = branchOnSide(problem, node, solved);
  if (order !== undefined && order.lostUs > (side?.undecidedUs ?? 1e-6)) return order.children;
  return (
    side?.children ??
    branchOnShare(problem, node, solved, leading) ??
    order?.children ??
    branchOnMode(problem, node, leading) ??
    "leaf"
  );
}

/** Children for a unit that the LP runs partly on the whole GPU and partly on splits. */
function branchOnSide(
  problem: SearchProblem,
  node: Node,
  { formTimeUs }: LpBound,
): { children: Node[]; undecidedUs: number } | undefined {
  let chosen = -1;
  let undecidedUs = 1e-6;
  problem.units.forEach((unit, u) => {
    let whole = 0;
    let part = 0;
    for (const mode of unit.modes) {
      const time = modeTime(problem, mode, formTimeUs);
      if ((problem.modes[mode] as Mode).side === "whole") whole += time;
      else part += time;
    }
    if (Math.min(whole, part) <= undecidedUs) return;
    undecidedUs = Math.min(whole, part);
    chosen = u;
  });
  if (chosen < 0) return undefined;
  const candidates = allowedModes(problem, node, chosen);
  const isWhole = (mode: number) => (problem.modes[mode] as Mode).side === "whole";
  const children = [
    restrict(problem, node, chosen, candidates.filter((mode) => !isWhole(mode))),
    restrict(problem, node, chosen, candidates.filter(isWhole)),
  ];
  return { children, undecidedUs };
}

/** Splits the modes of the unit whose LP time is spread most, at its mean SM share. */
function branchOnShare(
  problem: SearchProblem,
  node: Node,
  { formTimeUs }: LpBound,
  leading: readonly number[],
): Node[] | undefined {
  const { units, modes } = problem;
  let chosen = -1;
  let widest = 1e-6;
  units.forEach((unit, u) => {
    const total = unit.modes.reduce((sum, mode) => sum + modeTime(problem, mode, formTimeUs), 0);
    const spread = total - modeTime(problem, leading[u] as number, formTimeUs);
    if (spread > widest) {
      widest = spread;
      chosen = u;
    }
  });
  if (chosen < 0) return undefined;
  const candidates = allowedModes(problem, node, chosen);
  const weights = candidates.map((mode) => modeTime(problem, mode, formTimeUs));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = (mode: number) => (modes[mode] as Mode).smCount;
  const mean = candidates.reduce((sum, mode, k) => sum + share(mode) * weights[k]!, 0) / total;
  const few = candidates.filter((mode) => share(mode) <= mean);
  const many = candidates.filter((mode) => share(mode) > mean);
  if (few.length > 0 && many.length > 0) {
    return [restrict(problem, node, chosen, few), restrict(problem, node, chosen, many)];
  }
  return splitOff(problem, node, chosen, leading[chosen] as number);
}

/**
 * Children for the cyclic orders of a pair that must alternate and does not yet: the pair whose every order
 * takes most away from the overlap that the LP pretends.
 */
function branchOnOrder(
  problem: SearchProblem,
  node: Node,
  { togetherUs }: LpBound,
): { children: Node[]; lostUs: number } | undefined {
  const n = problem.units.length;
  let best: { children: Node[]; lostUs: number } | undefined;
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      if (isOrdered(node.closure, n, a, b) || mayOverlap(problem, node, a, b)) continue;
      let lostUs = Number.POSITIVE_INFINITY;
      const children: Node[] = [];
      for (const offset of openOffsets(node.closure, n, a, b)) {
        const closure = withOffset(node.closure, n, a, b, offset);
        if (closure === undefined) continue;
        children.push({ ...node, closure });
        lostUs = Math.min(lostUs, lostOverlapUs(closure, togetherUs, n));
        if (lostUs < (best?.lostUs ?? -1)) break;
      }
      if (best === undefined || lostUs > best.lostUs) best = { children, lostUs };
    }
  }
  return best;
}

/** Overlap in the LP's solution that an order does not allow. */
function lostOverlapUs(closure: Int8Array, togetherUs: Float64Array, n: number): number {
  let lostUs = 0;
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      const time = togetherUs[a * n + b] as number;
      if (time > 0 && isOrdered(closure, n, a, b)) lostUs += time;
    }
  }
  return lostUs;
}

function mayOverlap(problem: SearchProblem, node: Node, a: number, b: number): boolean {
  const modesOfB = allowedModes(problem, node, b);
  return allowedModes(problem, node, a).some((mode) =>
    modesOfB.some((other) => modesCompatible(problem, mode, other)),
  );
}

/** Sets one unit's leading mode apart from its others. */
function branchOnMode(
  problem: SearchProblem,
  node: Node,
  leading: readonly number[],
): Node[] | undefined {
  let chosen = -1;
  let most = 1;
  problem.units.forEach((_, u) => {
    const count = allowedModes(problem, node, u).length;
    if (count > most) {
      most = count;
      chosen = u;
    }
  });
  return chosen < 0 ? undefined : splitOff(problem, node, chosen, leading[chosen] as number);
}

function splitOff(problem: SearchProblem, node: Node, unit: number, mode: number): Node[] {
  const others = allowedModes(problem, node, unit).filter((other) => other !== mode);
  return [restrict(problem, node, unit, [mode]), restrict(problem, node, unit, others)];
}

function allowedModes(problem: SearchProblem, node: Node, unit: number): number[] {
  const { modes } = problem.units[unit] as SearchProblem["units"][number];
  return modes.filter((mode) => node.allowed[mode] === 1);
}

function restrict(
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
