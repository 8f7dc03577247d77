import type { Plan } from "../generated/plan.ts";
import { renderPairs } from "../text/table.ts";
import { formatBound, formatDuration, formatInteger, formatPercent } from "../text/units.ts";
import { busyText, measurementsText } from "./describe.ts";

type Pair = [label: string, value: string];

/**
 * What a plan is for and what it is made of.
 *
 * @param ofWorkload what else there is to say of the workload
 */
export function planSummaryText(plan: Plan, width: number, ofWorkload: Pair[] = []): string {
  const { model, gpu, workload, profile } = plan;
  const nanoBatches = plan.nanoBatches.map(({ tokens: [start, end] }) =>
    formatInteger(end - start),
  );
  const cut = nanoBatches.length === 1 ? "whole batch" : "nano-batches";
  return renderPairs(
    [
      ["model", `${model.id}, tensor parallel ${model.tensorParallel}, ${model.layers} layers`],
      ["GPU", `${gpu.id}, ${measurementsText(profile)}`],
      [
        "workload",
        `${workload.name}: ${formatInteger(workload.decodeTokens)} decode tokens at mean context ${formatInteger(workload.decodeContext)}, ${formatInteger(workload.prefillTokens)} prefill`,
      ],
      ...ofWorkload,
      ["plan", `${plan.kind}, ${cut} of ${nanoBatches.join(" + ")} tokens`],
    ],
    width,
  );
}

/** How a plan's figures come about, and how the search for it went. */
export function planDetailsText(
  plan: Plan,
  { seconds, width }: { /** That the search took. */ seconds: number; width: number },
): string {
  const { predicted, search } = plan;
  const { clockMhz, powerW, nanoBatchOnlyUs } = predicted;
  const power = powerW === null ? "" : ` at ${formatInteger(powerW)} W`;
  const pairs: Pair[] = [
    ...(plan.reason === undefined ? [] : [["reason", plan.reason] satisfies Pair]),
    ["sequential", formatDuration(predicted.sequentialUs)],
    ...(nanoBatchOnlyUs === null
      ? []
      : [["cut, no overlap", formatDuration(nanoBatchOnlyUs)] satisfies Pair]),
    ["bound", formatBound(predicted.lowerBoundUs, predicted.gap)],
    ["certificate", search.certificate],
    ["clock", `${formatInteger(clockMhz)} MHz${power}`],
    ["busy", busyText(plan)],
    ["throughput", `${formatPercent(predicted.optimalFraction, 1)} of the compute optimum`],
    [
      "search",
      `${search.structures} structures, ${formatInteger(search.nodes)} nodes, ${seconds.toFixed(1)} s (${search.solver}, ${search.method})`,
    ],
  ];
  return renderPairs(pairs, width);
}
