import type { Percentiles } from "../replay/metrics/distribution.ts";
import type { Share } from "../replay/metrics/optimum.ts";
import type { ReplaySummary } from "../replay/metrics/summary.ts";
import { renderPairs, renderTable } from "../text/table.ts";
import { formatDuration, formatInteger, formatPercent } from "../text/units.ts";

const RIGHT = { align: "right" } as const;

/** A replay as text: throughput, latencies, and which program ran how often. */
export function replayText(summary: ReplaySummary, what: string): string {
  return [
    `${what}.`,
    "",
    renderPairs(throughputPairs(summary)),
    "",
    renderTable(LATENCY_COLUMNS, latencyRows(summary)),
    "",
    renderTable(
      PROGRAM_COLUMNS.map((title, column) => (column === 0 ? { title } : { title, ...RIGHT })),
      programRows(summary),
    ),
  ].join("\n");
}

/** What the stream came to, by name. */
export function throughputPairs(summary: ReplaySummary): [string, string][] {
  const { whole, steady, optimum, kv, host } = summary;
  return [
    ["requests", requestsLine(summary)],
    [
      "throughput",
      `${formatInteger(summary.tokensPerSecondPerGpu)} tokens/s per GPU, ${formatInteger(summary.outputTokensPerSecondPerGpu)} of them output; ${summary.requestsPerSecond.toFixed(2)} requests/s`,
    ],
    ...pairOf(
      "goodput",
      summary.goodRequestsPerSecond,
      (rate) => `${rate.toFixed(2)} requests/s within the service level`,
    ),
    ...pairOf(
      "steady part",
      steady,
      ({ tokensPerSecond, seconds, ofStepRate, padding }) =>
        `${formatInteger(tokensPerSecond)} tokens/s over ${seconds.toFixed(1)} s, ${formatPercent(ofStepRate, 1)} of the rate of its steps; padding ${formatPercent(padding)}`,
    ),
    ["of the optimum", optimumLine(optimum)],
    ["padding", `${formatPercent(whole.padding)} of all rows`],
    ["preemptions", preemptionsLine(summary)],
    [
      "KV cache",
      `${formatPercent(kv.pages === 0 ? 0 : kv.mostPages / kv.pages, 1)} in use at most`,
    ],
    ...pairOf(
      "energy",
      summary.energy,
      ({ joulesPerToken, joulesPerOutputToken, meanPowerW }) =>
        `${(joulesPerToken * 1000).toFixed(1)} mJ a token, ${(joulesPerOutputToken * 1000).toFixed(1)} mJ an output token; ${meanPowerW.toFixed(0)} W in the mean`,
    ),
    ...pairOf(
      "between steps",
      host.gapUs,
      ({ p50, p99 }) => `${formatDuration(p50)} in the median, ${formatDuration(p99)} at p99`,
    ),
    ...pairOf(
      "scheduling",
      host.schedulingUs,
      ({ p50, p99 }) =>
        `${formatDuration(p50)} a step in the median, ${formatDuration(p99)} at p99, while another runs`,
    ),
  ];
}

function requestsLine({ requests, seconds, isInterrupted }: ReplaySummary): string {
  const { asked, served, promptTokens, outputTokens, ended } = requests;
  const others = Object.entries(ended).map(
    ([reason, count]) => `, ${formatInteger(count)} ${reason}`,
  );
  const until = isInterrupted ? ", interrupted" : "";
  return `${formatInteger(served)} of ${formatInteger(asked)} served${others.join("")} in ${seconds.toFixed(1)} s${until}: ${formatInteger(promptTokens)} prompt and ${formatInteger(outputTokens)} output tokens`;
}

function preemptionsLine({ preemptions, redoneTokens }: ReplaySummary): string {
  const count = formatInteger(preemptions);
  if (preemptions === 0) return count;
  return `${count}; ${formatInteger(redoneTokens)} tokens went through the model again, and do not count`;
}

function optimumLine({ compute, sustainedCompute, roofline }: ReplaySummary["optimum"]): string {
  const part = (share: Share | null, of: string) =>
    share === null
      ? []
      : [
          `${formatPercent(share.reached, 1)} of ${formatInteger(share.tokensPerSecondPerGpu)} (${of})`,
        ];
  return [
    ...part(compute, "compute, burst"),
    ...part(sustainedCompute, "compute, sustained"),
    ...part(roofline, "roofline"),
  ].join(", ");
}

function pairOf<T>(name: string, value: T | null, text: (value: T) => string): [string, string][] {
  return value === null ? [] : [[name, text(value)]];
}

export const LATENCY_COLUMNS = [
  { title: "latency" },
  { title: "mean", ...RIGHT },
  { title: "p50", ...RIGHT },
  { title: "p90", ...RIGHT },
  { title: "p99", ...RIGHT },
];

export function latencyRows({ latency }: ReplaySummary): string[][] {
  const row = (name: string, values: Percentiles | null) =>
    values === null
      ? []
      : [[name, ...[values.mean, values.p50, values.p90, values.p99].map(milliseconds)]];
  return [
    ...row("time to first token", latency.timeToFirstTokenMs),
    ...row("time per output token", latency.timePerOutputTokenMs),
    ...row("inter-token latency", latency.interTokenLatencyMs),
    ...row("end to end", latency.endToEndMs),
    ...row("end to end, per output token", latency.normalizedMs),
  ];
}

function milliseconds(value: number): string {
  return formatDuration(value * 1000);
}

export const PROGRAM_COLUMNS = [
  ...["program", "steps", "of the time", "padding"],
  ...["measured", "predicted", "measured over predicted"],
];

export function programRows({ programs }: ReplaySummary): string[][] {
  return programs.map(({ name, steps, share, padding, measuredUs, predictedUs, ratio }) => [
    name,
    formatInteger(steps),
    formatPercent(share, 1),
    formatPercent(padding, 1),
    formatDuration(measuredUs),
    formatDuration(predictedUs),
    ratio.toFixed(3),
  ]);
}
