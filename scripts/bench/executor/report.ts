import type { Row } from "./rows.ts";
import type { Errors, Span, Summary, VerdictCounts } from "./summary.ts";

/** What the benchmark prints with `--json`. */
export interface BenchmarkDocument {
  /** Undefined, like `layers`, where nothing was measured. */
  gpu: string | undefined;
  layers: number | undefined;
  rows: Row[];
  summary: Summary | undefined;
  failures: { batch: string; exitCode: number; message: string }[];
}

const COLUMNS = [
  "batch",
  "plan",
  "predicted",
  "measured",
  "error",
  "spread",
  "against sequential",
  "emitted",
  "clock",
];

/** The rows as a table of Markdown, and what they come to. */
export function reportText({ gpu, layers, rows, summary, failures }: BenchmarkDocument): string {
  if (summary === undefined) return "Nothing was measured.\n";
  return [
    `${gpu}, ${layers} layers; batches are tokens-decode-context; µs a layer.`,
    "",
    line(COLUMNS),
    line(COLUMNS.map((_, index) => (index < 2 ? "---" : "---:"))),
    ...rows.map((row) => line(cells(row))),
    "",
    ...summaryLines(summary),
    ...failures.map(({ batch, message }) => `- ${batch} failed: ${message.split("\n")[0]}`),
    "",
  ].join("\n");
}

function cells({ batch, plan, predictedUs, measuredUs, error, spread, ...row }: Row): string[] {
  const { uncapped, verdict, speedup, emitted, clockMhz } = row;
  return [
    batch,
    uncapped ? `${plan}, of a card without cap` : plan,
    predictedUs.toFixed(1),
    measuredUs.toFixed(1),
    signed(error),
    percent(spread),
    verdict === undefined ? "" : `${verdict}, ${speedup?.toFixed(3)}x`,
    emitted === undefined ? "" : emitted ? "yes" : "no",
    clockMhz === null ? "" : `${clockMhz.toFixed(0)} MHz`,
  ];
}

function summaryLines(summary: Summary): string[] {
  const { plans, errors, errorsByKind, overlapped, emitted, graphOverhead, hostShare } = summary;
  const byKind = Object.entries(errorsByKind).map(([kind, some]) => `${kind}: ${errorText(some)}`);
  return [
    `- Error of ${plans} predicted periods: ${errorText(errors)}; ${byKind.join("; ")}.`,
    `- Overlapped plans: ${countText(overlapped)}; of those whose gain search trusts: ${countText(emitted)}.`,
    ...(graphOverhead === null
      ? []
      : [
          `- Sequential period in the graph over the sum of its kernels alone at the same clock: ${spanText(graphOverhead)} more.`,
        ]),
    ...(hostShare === null
      ? []
      : [`- The host's time for launching a step: ${spanText(hostShare)} of it.`]),
  ];
}

function errorText({ median, worst }: Errors): string {
  return `median ${percent(median)}, worst ${percent(worst)}`;
}

function countText({ faster, same, slower }: VerdictCounts): string {
  return `${faster} faster, ${same} the same, ${slower} slower than sequential`;
}

function spanText({ median, least, most }: Span): string {
  return `${percent(median)} (${percent(least)} to ${percent(most)})`;
}

function line(values: readonly string[]): string {
  return `| ${values.join(" | ")} |`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}

function signed(share: number): string {
  return `${share < 0 ? "" : "+"}${percent(share)}`;
}
