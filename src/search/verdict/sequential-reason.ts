import { formatDuration, formatPercent } from "../../text/units.ts";
import { periodUsAt } from "../schedule/schedule.ts";
import { structureName } from "../space/structure.ts";
import type { Solution } from "./solution.ts";
import { type Margin, marginText, ROUNDING } from "./trust.ts";

/** What a search found, before it is decided which schedule becomes the plan. */
export interface Comparison {
  /** The best schedule found, trusted or not. */
  best: Solution;
  /** The best schedule with something side by side; undefined when none was worth searching. */
  overlapped?: Solution;
  sequential: Solution;
  /** Throughput of the best schedule over that of the best sequential one, less 1. */
  gain: number;
  /** About that gain. */
  margin: Margin;
  searched: boolean;
  /** Pairs that run apart since nobody measured them. */
  keptApart: number;
  /** Whether a limit or an interruption ended the search. */
  endedEarly: boolean;
}

/**
 * Why the sequential plan was emitted: what the best overlapped one came to, what binds, and what was
 * kept apart.
 */
export function sequentialReason(comparison: Comparison): string {
  const reason = foundReason(comparison);
  const { keptApart } = comparison;
  if (keptApart === 0 || !comparison.searched) return reason;
  return `${reason}; ${unmeasuredPairs(keptApart)} run apart`;
}

/** Pairs of kernels that nobody measured. */
export function unmeasuredPairs(count: number): string {
  return count === 1
    ? "two kernels that nobody measured side by side"
    : `${count} pairs of kernels that nobody measured side by side`;
}

function foundReason({
  gain,
  margin,
  best,
  overlapped,
  sequential,
  searched,
  endedEarly,
}: Comparison): string {
  if (!searched) return "the plan without overlap was asked for";
  const power = powerReason(overlapped ?? best, sequential, Math.max(gain, margin.leastGain));
  if (gain > ROUNDING)
    return `the best schedule found, ${structureName(best.structure)}, would gain ${formatPercent(gain)} in prediction, ${marginText(margin)}${power}`;
  if (overlapped === undefined && endedEarly)
    return `no overlapped plan was found before the search ended early${power}`;
  const why =
    overlapped === undefined
      ? "bounds on the kernels of every split and their energy rule it out"
      : "co-running kernels slow each other down by more than overlapping saves";
  return `no overlapped plan is shorter in prediction: ${why}${power}`;
}

/**
 * What the power cap has to do with it: the same schedule may gain enough where it does not bind.
 */
function powerReason(overlapped: Solution, sequential: Solution, enough: number): string {
  const energyUs = ({ candidate }: Solution) => formatDuration(candidate.evaluation.energyUs);
  const gain = boostUsPerToken(sequential) / boostUsPerToken(overlapped) - 1;
  if (overlapped.candidate.evaluation.stretch > 0 && gain > enough) {
    return `; the power cap is what limits: at boost clock the best overlapped plan would gain ${formatPercent(gain)}, but at the cap the energy of its layer alone takes ${energyUs(overlapped)}`;
  }
  if (sequential.candidate.evaluation.stretch === 0) return "";
  return `; the power cap binds already: at this clock the energy of a layer alone takes ${energyUs(sequential)}`;
}

function boostUsPerToken({ problem, candidate, structure }: Solution): number {
  const periodUs = periodUsAt(problem, candidate.schedule, 0) ?? Number.POSITIVE_INFINITY;
  return periodUs / structure.batch.tokens;
}
