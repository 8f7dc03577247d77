import type { Plan } from "../../generated/plan.ts";
import { spanOf, spanText } from "../nano-batch-span.ts";
import { chromeTrace } from "./chrome-trace.ts";
import { barsBetween } from "./timeline.ts";

const PERIODS = 4;

/** Some steady-state periods of a plan, as predicted, in the Trace Event Format. */
export function renderTrace(plan: Plan): string {
  const { model, gpu, predicted } = plan;
  const bars = barsBetween(plan, 0, PERIODS * predicted.periodUs);
  const order = Object.keys(plan.lanes);
  const spans = bars
    .filter(({ startUs }) => startUs >= 0)
    .map(({ nanoOperation, period, startUs, endUs }) => ({
      name: nanoOperation.id,
      lane: nanoOperation.lane,
      startUs,
      endUs,
      details: {
        layer: period - nanoOperation.stage,
        nanoBatch: spanText(spanOf(plan, nanoOperation)),
        tokens: `${nanoOperation.tokens[0]} to ${nanoOperation.tokens[1] - 1}`,
        smCount: nanoOperation.partition.smCount,
        side: nanoOperation.partition.side,
        implementation: nanoOperation.implementation,
      },
    }))
    .sort((a, b) => order.indexOf(a.lane) - order.indexOf(b.lane));
  return chromeTrace([{ title: `${model.id} on ${gpu.id} (predicted)`, spans }]);
}
