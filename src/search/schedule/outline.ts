import type { Partition } from "../../cost/table/split.ts";
import {
  type Mode,
  modeUs,
  type Schedule,
  type SearchProblem,
  type Unit,
} from "../problem/problem.ts";

/** A schedule in terms that other structures understand too. */
export interface Outline {
  /** In the order of their starts. */
  units: readonly OutlineUnit[];
  lags: readonly number[];
}

interface OutlineUnit {
  operation: string;
  /** Token range, as shares of the batch. */
  range: readonly [start: number, end: number];
  side: Partition["side"];
  split: string;
  implementations: readonly string[];
}

export function outlineOf(problem: SearchProblem, { sequence, modes, lags }: Schedule): Outline {
  const units = sequence.map((u): OutlineUnit => {
    const { side, split, implementations } = problem.modes[modes[u] as number] as Mode;
    const unit = problem.units[u] as Unit;
    return { ...placeOf(problem, unit), side, split, implementations };
  });
  return { units, lags };
}

/** A schedule like the outline: every unit where and how its operation runs there on most of its tokens. */
export function fitted(problem: SearchProblem, outline: Outline): Schedule {
  const likenesses = problem.units.map((unit) => likeness(placeOf(problem, unit), outline));
  const modes = problem.units.map((unit, u) =>
    likeMode(problem, unit, outline.units[likenesses[u] as number]),
  );
  const sequence = [...problem.units.keys()].sort(
    (a, b) => (likenesses[a] as number) - (likenesses[b] as number) || a - b,
  );
  const parts = problem.units.map(({ part }) => part);
  const lags = Array.from({ length: Math.max(...parts) + 1 }, (_, part) =>
    part === 0 ? 0 : (outline.lags[Math.min(part, outline.lags.length - 1)] ?? 0),
  );
  return { sequence, modes, lags };
}

function placeOf(problem: SearchProblem, { name, tokens }: Unit) {
  const total = Math.max(...problem.units.map((unit) => unit.tokens[1]));
  const range: OutlineUnit["range"] = [tokens[0] / total, tokens[1] / total];
  return { operation: name.replace(/\.\d+$/, ""), range };
}

/** Position in the outline of the unit with the same operation on most of the same tokens. */
function likeness({ operation, range }: ReturnType<typeof placeOf>, { units }: Outline): number {
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

function likeMode(problem: SearchProblem, unit: Unit, like: OutlineUnit | undefined): number {
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
