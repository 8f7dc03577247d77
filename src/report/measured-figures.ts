import type { Plan } from "../generated/plan.ts";
import { formatDuration, formatSpeedup } from "../text/units.ts";

type Measured = NonNullable<Plan["measured"]>;

/** Layers that a measurement ran: `all 32 layers of a step`, or `8 of 32 layers`. */
export function measuredLayers({ model }: Plan, { layers }: Measured): string {
  return layers === model.layers
    ? `all ${layers} layers of a step`
    : `${layers} of ${model.layers} layers`;
}

/**
 * What a GPU made of a plan's promise. The speed-up is that of the layers that ran, one after the
 * other, so it counts how the pipeline fills and drains; the step is embedding to sampling.
 *
 * @returns `measured over all 32 layers of a step: 1.066x, faster; whole step 67.83 ms, predicted
 *   66.33 ms`, less what is not known; a step of fewer layers has no prediction
 */
export function measuredText(plan: Plan): string {
  const { measured, predicted, model } = plan;
  if (measured === undefined) return "not measured on a GPU";
  const { sequential, stepUs, layers } = measured;
  const gain =
    sequential === undefined
      ? "not beside sequential"
      : `${formatSpeedup(sequential.speedup)}, ${sequential.verdict}`;
  const step =
    layers === model.layers
      ? `whole step ${formatDuration(stepUs)}, predicted ${formatDuration(predicted.stepUs)}`
      : `step of ${layers} layers ${formatDuration(stepUs)}`;
  return `measured over ${measuredLayers(plan, measured)}: ${gain}; ${step}`;
}

/** What to do for a plan without a measurement. */
export const HOW_TO_MEASURE =
  "Not measured: nanoflow-plan run PLAN --engine cuda --compare --record does it.";
