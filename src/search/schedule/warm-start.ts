import type { Partition } from "../../cost/table/split.ts";
import {
  type Mode,
  modeUs,
  type Schedule,
  type SearchProblem,
  type Unit,
} from "../problem/problem.ts";

/** A schedule in terms that other structures understand too. */
export interface WarmStart {
  /** In the order of their starts. */
  units: readonly WarmStartUnit[];
  lags: readonly number[];
}

interface WarmStartUnit {
  operation: string;
  /** Token range, as shares of the batch. */
  range: readonly [start: number, end: number];
  side: Partition["side"];
  split: string;
  implementations: readonly string[];
}

export function warmStartOf(
  problem: SearchProblem,
  { sequence, modes, lags }: Schedule,
): WarmStart {
  const units = sequence.map((u): WarmStartUnit => {
    const { side, split, implementations } = problem.modes[modes[u] as number] as Mode;
    const unit = problem.units[u] as Unit;
    return { ...placeOf(problem, unit), side, split, implementations };
  });
  return { units, lags };
}

/** A schedule like the warmStart: every unit where and how its operation runs there on most of its tokens. */
export function fitted(problem: SearchProblem, warmStart: WarmStart): Schedule {
  const likenesses = problem.units.map((unit) => likeness(placeOf(problem, unit), warmStart));
  const modes = problem.units.map((unit, u) =>
    likeMode(problem, unit, warmStart.units[likenesses[u] as number]),
  );
  const sequence = [...problem.units.keys()].sort(
    (a, b) => (likenesses[a] as number) - (likenesses[b] as number) || a - b,
  );
  const parts = problem.units.map(({ part }) => part);
  const lags = Array.from({ length: Math.max(...parts) + 1 }, (_, part) =>
    part === 0 ? 0 : (warmStart.lags[Math.min(part, warmStart.lags.length - 1)] ?? 0),
  );
  return { sequence, modes, lags };
}

function placeOf(problem: SearchProblem, { name, tokens }: Unit) {
  const total = Math.max(...problem.units.map((unit) => unit.tokens[1]));
  const range: WarmStartUnit["range"] = [tokens[0] / total, tokens[1] / total];
  return { operation: name.replace(/\.\d+$/, ""), range };
}

/** Position in the warmStart of the unit with the same operation on most of the same tokens. */
function likeness({ operation, range }: ReturnType<typeof placeOf>, { units }: WarmStart): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  units.forEach((other, position) => {
    if (other.operation !== operation) return;
    const common = Math.min(range[1], other.range[1]) - Math.max(range[0], other.range[0]);
    if (common <= most) return;
    most = common;
    best = position;
  });
  return best;
}

function likeMode(problem: SearchProblem, unit: Unit, like: WarmStartUnit | undefined): number {
  const distance = (mode: number) => {
    const { side, split, implementations } = problem.modes[mode] as Mode;
    if (side !== like?.side || split !== like.split) return side === "whole" ? 2 : 3;
    return implementations.join() === like.implementations.join() ? 0 : 1;
  };
  return unit.modes.reduce((best, mode) => {
    const closer = distance(mode) - distance(best);
    return closer < 0 || (closer === 0 && modeUs(problem, mode) < modeUs(problem, best))
      ? mode
      : best;
  });
}
