import { CompanyRules, doubtfulMeeting, type Meeting } from "./company.ts";
import type { LpBound } from "./configuration-lp.ts";
import { isOrdered, openOffsets, withOffset } from "./order.ts";
import { type Mode, modesCompatible, modeUs, type SearchProblem, unitOfEach } from "./problem.ts";

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

/** Children for a unit that the LP runs partly on the whole GPU and partly on splits. */
function branchOnSide(
  problem: SearchProblem,
  node: Node,
  { formTimeUs }: LpBound,
): Node[] | undefined {
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
  return [
    restrict(
      problem,
      node,
      chosen,
      candidates.filter((mode) => !isWhole(mode)),
    ),
    restrict(problem, node, chosen, candidates.filter(isWhole)),
  ];
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
  const rules = new CompanyRules(problem, node.closure, node.meetings);
  const doubtful = doubtfulMeeting(rules, together, timeUs);
  if (doubtful === undefined) return undefined;
  const { host, guest } = doubtful;
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
