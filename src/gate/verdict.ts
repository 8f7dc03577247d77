import type { Plan } from "../generated/plan.ts";
import { formatDuration, formatGap, formatPercent } from "../text/units.ts";

/**
 * How a plan compares with the one it is held against: `ambiguous` is a difference above the
 * tolerance but inside the spread of the measurements behind it; `broken` is a plan that cannot be
 * compared at all.
 */
export type Verdict = "better" | "same" | "ambiguous" | "worse" | "broken";

/** What is compared of a plan. */
export interface Standing extends Pick<Plan, "predicted"> {
  measured?: Pick<NonNullable<Plan["measured"]>, "periodUs" | "spread">;
}

/** One figure on both sides. */
export interface Change {
  figure:
    | "predicted period"
    | "gap to the bound"
    | "measured period"
    | "predicted to measured period"
    | "measured period beside the sequential plan";
  /** Null without a bound. */
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

/** Compares predicted period, certificate and, where both have one, measured period. */
export function compareStandings(base: Standing, head: Standing, limits: Limits): Change[] {
  const changes = [periodChange(base, head, limits), gapChange(base, head, limits)];
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

/** A wider gap with the same period is a weaker proof of the same plan. No noise enters a bound. */
function gapChange(base: Standing, head: Standing, { tolerance }: Limits): Change {
  const [before, after] = [base.predicted.gap, head.predicted.gap];
  const text = `gap to the bound ${formatGap(before)} -> ${formatGap(after)}`;
  const [from, to] = [before ?? Number.POSITIVE_INFINITY, after ?? Number.POSITIVE_INFINITY];
  const verdict = judge(from === to ? 0 : to - from, { tolerance, spread: 0 });
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
