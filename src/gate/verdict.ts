import type { Plan } from "../generated/plan.ts";
import { formatDuration, formatGap, formatInteger, formatPercent } from "../text/units.ts";

/**
 * How a plan compares with the one it is held against: `ambiguous` is a difference above the
 * tolerance but inside the spread of the measurements behind it; `broken` is a plan that cannot be
 * compared at all.
 */
export type Verdict = "better" | "same" | "ambiguous" | "worse" | "broken";

/** What is compared of a plan. */
export interface Standing extends Pick<Plan, "predicted" | "workload"> {
  measured?: Pick<NonNullable<Plan["measured"]>, "periodUs" | "spread">;
}

/** One figure on both sides. */
export interface Change {
  figure:
    | "predicted period"
    | "predicted tokens/s per GPU"
    | "gap to the bound"
    | "measured period"
    | "predicted to measured period"
    | "measured period beside the sequential plan"
    | "what it states";
  /** Null without a bound, and of what is no figure. */
  base: number | null;
  head: number | null;
  verdict: Exclude<Verdict, "broken">;
  /** In words. */
  text: string;
}

export interface Limits {
  /** Differences up to this share count as none. */
  tolerance: number;
  /** Spread that 95% of the profile's measurements keep. */
  spread: number;
}

/**
 * Compares prediction, certificate and, where both have one, measured period. Plans of one dense
 * batch are compared by their periods, others by their throughput: a larger batch takes longer.
 */
export function compareStandings(base: Standing, head: Standing, limits: Limits): Change[] {
  const isSameBatch = base.workload.denseBatchTokens === head.workload.denseBatchTokens;
  const prediction = isSameBatch
    ? periodChange(base, head, limits)
    : throughputChange(base, head, limits);
  const changes = [prediction, gapChange(base, head, prediction, limits)];
  if (base.measured !== undefined && head.measured !== undefined) {
    const spread = Math.max(base.measured.spread, head.measured.spread);
    const [before, after] = [base.measured.periodUs, head.measured.periodUs];
    changes.push(durationChange("measured period", before, after, { ...limits, spread }));
  }
  return changes;
}

/** The verdict on the whole: what is worse outweighs what is better. */
export function verdictOf(changes: readonly Change[]): Exclude<Verdict, "broken"> {
  const order = ["worse", "ambiguous", "better", "same"] as const;
  return order.find((verdict) => changes.some((change) => change.verdict === verdict)) ?? "same";
}

function periodChange(base: Standing, head: Standing, limits: Limits): Change {
  const [before, after] = [base.predicted.periodUs, head.predicted.periodUs];
  return durationChange("predicted period", before, after, limits);
}

/** Tokens per second and GPU on both sides; fewer is worse. */
function throughputChange(base: Standing, head: Standing, limits: Limits): Change {
  const [before, after] = [base, head].map(({ predicted }) => predicted.tokensPerSecondPerGpu) as [
    number,
    number,
  ];
  const figures = `${formatInteger(before)} -> ${formatInteger(after)} (${signed(after / before - 1)})`;
  const batches = `dense batch ${base.workload.denseBatchTokens} -> ${head.workload.denseBatchTokens}`;
  return {
    figure: "predicted tokens/s per GPU",
    base: before,
    head: after,
    verdict: judge(before / after - 1, limits),
    text: `predicted tokens/s per GPU ${figures}, ${batches}`,
  };
}

/** A duration on both sides; longer is worse. */
export function durationChange(
  figure: Change["figure"],
  base: number,
  head: number,
  limits: Limits,
): Change {
  const growth = head / base - 1;
  const text = `${figure} ${formatDuration(base)} -> ${formatDuration(head)} (${signed(growth)})`;
  return { figure, base, head, verdict: judge(growth, limits), text };
}

/**
 * A wider gap with the same period is a weaker proof of the same plan. No noise enters a bound. Of
 * another plan a wider gap says nothing: its period is judged. Without any bound nobody can tell.
 */
function gapChange(
  base: Standing,
  head: Standing,
  prediction: Change,
  { tolerance }: Limits,
): Change {
  const [before, after] = [base.predicted.gap, head.predicted.gap];
  const text = `gap to the bound ${formatGap(before)} -> ${formatGap(after)}`;
  const [from, to] = [before ?? Number.POSITIVE_INFINITY, after ?? Number.POSITIVE_INFINITY];
  const proof = judge(from === to ? 0 : to - from, { tolerance, spread: 0 });
  const ofAnother = after === null ? "ambiguous" : "same";
  const verdict = proof === "worse" && prediction.verdict !== "same" ? ofAnother : proof;
  return { figure: "gap to the bound", base: before, head: after, verdict, text };
}

function judge(growth: number, { tolerance, spread }: Limits): Change["verdict"] {
  const size = Math.abs(growth);
  if (size <= tolerance) return "same";
  if (size <= spread) return "ambiguous";
  return growth > 0 ? "worse" : "better";
}

function signed(share: number): string {
  return `${share < 0 ? "" : "+"}${formatPercent(share)}`;
}
