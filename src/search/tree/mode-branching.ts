import type { LpBound } from "../bound/configuration-lp.ts";
import type { Mode, SearchProblem } from "../problem/problem.ts";
import { allowedModes, type Node, restrict } from "./node.ts";

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

/** Children for a unit that the LP runs partly on the whole GPU and partly on splits. */
export function branchOnSide(
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
export function branchOnShare(
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

/** Sets one unit's leading mode apart from its others. */
export function branchOnMode(
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

function modeTime(problem: SearchProblem, mode: number, formTimeUs: Float64Array): number {
  const { modes, units, firstForm } = problem;
  const { members } = units[(modes[mode] as Mode).unit] as SearchProblem["units"][number];
  const first = firstForm[mode] as number;
  return members.reduce((sum, _, k) => sum + (formTimeUs[first + k] as number), 0);
}
