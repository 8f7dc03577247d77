import { profileCommand } from "../cost/profile-command.ts";
import type { Plan } from "../generated/plan.ts";
import {
  formatDuration,
  formatGap,
  formatInteger,
  formatPercent,
  formatSpeedup,
} from "../text/units.ts";

/** How sure a search is of what overlap gains. */
export interface GainTrust {
  /** Predicted gain of the best schedule found over the best sequential one, as a fraction. */
  gain: number;
  /** What a gain must exceed. */
  leastGain: number;
  /** Whether the user asked for that one; else it is what may be wrong with the prediction. */
  asked: boolean;
  /** Pairs of kernels that run apart since nobody measured them side by side. */
  keptApart: number;
}

/**
 * What a search found, in three lines: the verdict, what it gains, and what is proven of it. A fourth
 * says what might gain more, had somebody measured it.
 */
export function searchVerdict(plan: Plan, trust: GainTrust): string[] {
  if (plan.search.method === "none") return [verdictLine(plan), "Nothing was searched or proven."];
  return [
    verdictLine(plan),
    gainLine(plan, trust),
    boundLine(plan),
    ...unmeasuredLine(plan, trust),
  ];
}

const VERDICTS: Readonly<Record<Plan["kind"], string>> = {
  overlapped: "Overlap pays:",
  "nano-batch-only": "Cutting the batch pays, overlap does not:",
  sequential: "Overlap does not pay here. One kernel after the other:",
};

/** For a gain that rests on kernels or pairs of other sizes, since nobody measured its own. */
const NOT_ALL_MEASURED = "Overlap should pay, but not all that it rests on was measured:";

const TOO_EARLY =
  "The search ended too early to tell whether overlap pays. One kernel after the other:";

const NOT_SEARCHED = "One kernel after the other, as asked for:";

function verdictLine(plan: Plan): string {
  const { periodUs, tokensPerSecondPerGpu } = plan.predicted;
  const rate = `${formatInteger(tokensPerSecondPerGpu)} tokens/s per GPU`;
  return `${verdictOf(plan)} ${formatDuration(periodUs)} per layer, ${rate}.`;
}

function verdictOf({ kind, predicted: { gap }, profile, search }: Plan): string {
  if (kind === "sequential" && gap === null)
    return search.method === "none" ? NOT_SEARCHED : TOO_EARLY;
  if (kind === "overlapped" && profile.standIns !== undefined) return NOT_ALL_MEASURED;
  return VERDICTS[kind];
}

function gainLine({ kind, predicted }: Plan, { gain, leastGain, asked }: GainTrust): string {
  const { speedup, promisedSpeedup, sequentialUs } = predicted;
  if (kind !== "sequential") {
    const error = asked
      ? ""
      : ` The prediction of the gain may be wrong by ${formatPercent(leastGain)}.`;
    const promise =
      promisedSpeedup === undefined
        ? ""
        : ` Expect ${formatSpeedup(promisedSpeedup)} on a GPU, since plans that searches chose fell short.`;
    return `${formatSpeedup(speedup)} as fast as the best sequential plan, which takes ${formatDuration(sequentialUs)}.${promise}${error}`;
  }
  if (gain <= 0 || formatPercent(gain) === formatPercent(0))
    return "No overlapped plan that was found is faster.";
  const gained = `The best overlapped plan found gains ${formatPercent(gain)}`;
  return asked
    ? `${gained}; more than ${formatPercent(leastGain)} was asked for.`
    : `${gained}, but that prediction may be wrong by ${formatPercent(leastGain)}.`;
}

function boundLine({ predicted: { gap } }: Plan): string {
  if (gap === null) return "Nothing is proven: the search ended before it had a bound.";
  return `Proven: no plan in the space searched is more than ${formatGap(gap)} faster by this profile.`;
}

function unmeasuredLine({ model }: Plan, { keptApart }: GainTrust): string[] {
  if (keptApart === 0) return [];
  const what =
    keptApart === 1 ? "Two kernels run apart" : `${keptApart} pairs of kernels run apart`;
  return [
    `${what} that nobody measured side by side. \`${profileCommand(model)}\` measures them; --min-gain 0 takes others for them.`,
  ];
}
