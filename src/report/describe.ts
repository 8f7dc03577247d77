import type { Plan } from "../generated/plan.ts";
import type { NanoOperation } from "../plan/nano-operation.ts";
import {
  formatBound,
  formatDuration,
  formatInteger,
  formatPercent,
  formatSpeedup,
} from "../text/units.ts";
import { measuredText } from "./measured-figures.ts";
import { spanOf, spanText } from "./nano-batch-span.ts";

/** What a plan is, what it promises and what a GPU made of that, in four short lines. */
export function headlineOf(plan: Plan): string[] {
  const { kind, model, gpu, workload, predicted, profile } = plan;
  const { periodUs, sequentialUs, lowerBoundUs, gap, clockMhz, powerW } = predicted;
  const power = powerW === null ? "" : ` at ${formatInteger(powerW)} W`;
  return [
    `${model.id}, tensor parallel ${model.tensorParallel}, on ${gpu.id}: ${kind} plan for ${workload.name}`,
    `predicted: period ${formatDuration(periodUs)} per layer, sequential ${formatDuration(sequentialUs)} (${speedupText(plan)}), bound ${formatBound(lowerBoundUs, gap)}`,
    measuredText(plan),
    `${formatInteger(workload.denseBatchTokens)} tokens, ${formatInteger(workload.decodeTokens)} of them decode at context ${formatInteger(workload.decodeContext)}; clock ${formatInteger(clockMhz)} MHz${power}; ${profile.source} profile`,
  ];
}

/** What is predicted over the sequential plan, and what of it is promised. */
export function speedupText({ predicted: { speedup, promisedSpeedup } }: Plan): string {
  const predicted = formatSpeedup(speedup);
  return promisedSpeedup === undefined
    ? predicted
    : `${predicted}, promised ${formatSpeedup(promisedSpeedup)}`;
}

/** What a nano-operation is, for a tooltip. */
export function describeBar(plan: Plan, nanoOperation: NanoOperation): string[] {
  const { id, tokens, partition, implementation, startUs, durationUs, stage } = nanoOperation;
  return [
    id,
    `${spanText(spanOf(plan, nanoOperation))}, tokens ${tokens[0]} to ${tokens[1] - 1}, ${stage === 0 ? "newest layer" : `${stage} layer${stage === 1 ? "" : "s"} behind`}`,
    `${formatDuration(startUs)} to ${formatDuration(startUs + durationUs)} (${formatDuration(durationUs)})`,
    `${partition.smCount} SMs (${partition.side}), ${implementation}`,
  ];
}

/** Share of the period in which each lane works. */
export function busyText(plan: Plan): string {
  return busyFractions(plan)
    .map(({ lane, fraction }) => `${lane} ${formatPercent(fraction, 1)}`)
    .join(", ");
}

/** How much of the period each lane works. */
function busyFractions(plan: Plan): { lane: string; fraction: number }[] {
  return Object.keys(plan.lanes)
    .map((lane) => {
      const busyUs = plan.nanoOperations
        .filter((operation) => operation.lane === lane)
        .reduce((sum, { durationUs }) => sum + durationUs, 0);
      return { lane, fraction: busyUs / plan.predicted.periodUs };
    })
    .filter(({ fraction }) => fraction > 0)
    .sort((a, b) => b.fraction - a.fraction);
}

/** What a plan was made from, such as `measured session 2026-11-29-0200-llama-3-8b-tp1`. */
export function measurementsText({ file, sessions, source }: Plan["profile"]): string {
  if (sessions === undefined) return `${source} profile ${file}`;
  return `${source} session${sessions.length === 1 ? "" : "s"} ${sessions.join(", ")}`;
}
