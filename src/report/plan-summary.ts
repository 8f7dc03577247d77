import type { Plan } from "../generated/plan.ts";
import { renderPairs } from "../text/table.ts";
import {
  formatBound,
  formatDuration,
  formatInteger,
  formatPercent,
  formatSpeedup,
} from "../text/units.ts";
import { busyText } from "./describe.ts";

export interface SummaryOptions {
  /** Time that the search took. */
  seconds: number;
  /** Characters of a line. */
  width: number;
}

/** What a plan promises, how sure that is, and what it was made from. */
export function planSummaryText(plan: Plan, { seconds, width }: SummaryOptions): string {
  const { predicted, model, gpu, workload, search, profile } = plan;
  const nanoBatches = plan.nanoBatches.map(({ tokens: [start, end] }) => end - start);
  const pairs: [label: string, value: string][] = [
    ["plan", `${plan.kind}, nano-batches of ${nanoBatches.join(" + ")} tokens`],
    ["model", `${model.id}, tensor parallel ${model.tensorParallel}, ${model.layers} layers`],
    ["GPU", `${gpu.id}, ${profile.source} profile ${profile.file}`],
    [
      "workload",
      `${workload.name}: ${formatInteger(workload.decodeTokens)} decode tokens at mean context ${formatInteger(workload.decodeContext)}, ${formatInteger(workload.prefillTokens)} prefill`,
    ],
    ["period", `${formatDuration(predicted.periodUs)} per layer`],
    [
      "sequential",
      `${formatDuration(predicted.sequentialUs)}, speed-up ${formatSpeedup(predicted.speedup)}`,
    ],
    ...(plan.reason === undefined ? [] : [["reason", plan.reason] as [string, string]]),
    ...(predicted.nanoBatchOnlyUs === null
      ? []
      : [["nano-batch only", formatDuration(predicted.nanoBatchOnlyUs)] as [string, string]]),
    ["bound", formatBound(predicted.lowerBoundUs, predicted.gap)],
    ["certificate", search.certificate],
    [
      "clock",
      `${formatInteger(predicted.clockMhz)} MHz${predicted.powerW === null ? "" : ` at ${formatInteger(predicted.powerW)} W`}`,
    ],
    ["busy", busyText(plan)],
    [
      "throughput",
      `${formatInteger(predicted.tokensPerSecondPerGpu)} tokens/s per GPU, ${formatPercent(predicted.optimalFraction, 1)} of the optimum`,
    ],
    [
      "search",
      `${search.structures} structures, ${formatInteger(search.nodes)} nodes, ${seconds.toFixed(1)} s (${search.solver}, ${search.method})`,
    ],
  ];
  return renderPairs(pairs, width);
}
