import type { Plan } from "../generated/plan.ts";
import { formatDuration, formatSpeedup } from "../text/units.ts";
import { type Change, durationChange, type Limits } from "./verdict.ts";

type Measured = NonNullable<Plan["measured"]>;

export interface MeasurementLimits extends Limits {
  /** How far a measured period may exceed the predicted one before that counts, as a share. */
  measuredTolerance: number;
}

/**
 * What a plan's own measurement says of it: did it keep its prediction, and does it pay?
 *
 * @param predictedUs what the simulator says of the layers that were measured, over their number
 */
export function ownMeasurementChanges(
  { kind, measured }: Pick<Plan, "kind" | "measured">,
  predictedUs: number,
  limits: MeasurementLimits,
): Change[] {
  if (measured === undefined) return [];
  const change = againstPrediction(measured, predictedUs, limits);
  const { sequential } = measured;
  if (kind === "sequential" || sequential === undefined) return [change];
  return [change, againstSequential(measured.periodUs, sequential)];
}

/** A plan that runs faster than it promises broke no promise, and became no better. */
function againstPrediction(
  { periodUs, spread }: Measured,
  predictedUs: number,
  { spread: spreadOfProfile, measuredTolerance: tolerance }: MeasurementLimits,
): Change {
  const limits = { tolerance, spread: Math.max(spread, spreadOfProfile) };
  const change = durationChange("predicted to measured period", predictedUs, periodUs, limits);
  return periodUs < predictedUs ? { ...change, verdict: "same" } : change;
}

function againstSequential(
  periodUs: number,
  sequential: NonNullable<Measured["sequential"]>,
): Change {
  const { verdict, speedup } = sequential;
  const than = { faster: "faster than", same: "no faster than", slower: "slower than" }[verdict];
  const [plan, other] = [formatDuration(periodUs), formatDuration(sequential.periodUs)];
  return {
    figure: "measured period beside the sequential plan",
    base: sequential.periodUs,
    head: periodUs,
    verdict: ({ faster: "same", same: "ambiguous", slower: "worse" } as const)[verdict],
    text: `measured ${than} the sequential plan: ${plan}, sequential ${other} (${formatSpeedup(speedup)})`,
  };
}

/** What to do about figures that became worse; undefined when none did. */
export function remedyFor(changes: readonly Change[], remake: string): string | undefined {
  const worse = changes.filter(({ verdict }) => verdict === "worse").map(({ figure }) => figure);
  if (worse.length === 0) return undefined;
  const isOwn = (figure: Change["figure"]) =>
    figure === "predicted to measured period" ||
    figure === "measured period beside the sequential plan";
  return worse.every(isOwn)
    ? "The GPU does not do what the profile says: measure the profile again and make the plan by it, or allow more with --measured-tolerance"
    : `A search by the present code and profile does worse: find out why, or if that is meant, ${remake}`;
}

/** Why the measurement of the base's plan cannot be held against this one's, if it cannot. */
export function unlikeMeasurements(
  base: Pick<Plan, "measured" | "workload">,
  head: Pick<Plan, "measured" | "workload">,
): string | undefined {
  if (base.measured === undefined) return undefined;
  if (head.measured === undefined) return "the base's plan was measured, this one was not";
  const [before, after] = [base.measured, head.measured];
  if (before.gpu !== after.gpu) {
    return `measured on ${after.gpu}, by the base on ${before.gpu}: not compared`;
  }
  if (before.layers !== after.layers) {
    return `measured with ${after.layers} layers, by the base with ${before.layers}: not compared`;
  }
  const [batchBefore, batchAfter] = [base, head].map(({ workload }) => workload.denseBatchTokens);
  if (batchBefore !== batchAfter) {
    return `measured with a dense batch of ${batchAfter}, by the base of ${batchBefore}: not compared`;
  }
  return undefined;
}
