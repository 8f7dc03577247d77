import type { ServingSet } from "../../deploy/serving-set.ts";
import type { ReplaySummary } from "../../replay/metrics/summary.ts";
import { timeSeries } from "../../replay/metrics/time-series.ts";
import type { ReplayLog } from "../../replay/replay-log.ts";
import { formatInteger, formatPercent } from "../../text/units.ts";
import {
  LATENCY_COLUMNS,
  latencyRows,
  PROGRAM_COLUMNS,
  programRows,
  throughputPairs,
} from "../replay-text.ts";
import { element, escapeText } from "./markup.ts";
import { htmlTable, page } from "./page.ts";
import { nanoBatchFill, phaseFill } from "./palette.ts";
import { renderTimeChart, renderTimeStrip } from "./time-chart.ts";

const MOST_SLICES = 240;
/** In the mean: a slice without a step would look as if nothing ran. */
const STEPS_A_SLICE = 4;

/** A replay as one page that loads nothing: its figures, and its course over time. */
export function renderReplay(
  log: ReplayLog,
  summary: ReplaySummary,
  { programs }: Pick<ServingSet, "programs">,
  title: string,
): string {
  const fitting = Math.floor(log.steps.length / STEPS_A_SLICE);
  const slices = timeSeries(log, Math.max(1, Math.min(MOST_SLICES, fitting)));
  const endSeconds = slices.map((slice) => slice.endSeconds);
  const chart = (
    name: string,
    quantities: readonly [name: string, values: readonly number[]][],
    format: (value: number) => string,
    most?: number,
  ) =>
    renderTimeChart({
      title: name,
      endSeconds,
      format,
      ...(most !== undefined && { most }),
      lines: quantities.map(([line, values], index) => ({
        name: line,
        values,
        fill: nanoBatchFill(index),
      })),
    });
  const phases = new Map(programs.map(({ name, phase }) => [name, phase]));
  const kinds = [...new Set(phases.values())].map((name) => ({ name, fill: phaseFill(name) }));
  const percent = (value: number) => formatPercent(value, 0);
  return page(title, [
    element("h1", {}, escapeText(title)),
    htmlTable([{ title: "" }, { title: "", long: true }], throughputPairs(summary)),
    element("h2", {}, "Latencies"),
    htmlTable(
      LATENCY_COLUMNS.map(({ title: column }, index) => ({ title: column, number: index > 0 })),
      latencyRows(summary),
    ),
    element("h2", {}, "Over time"),
    ...[
      chart(
        "tokens per second",
        [
          ["prompt and output", slices.map(({ tokensPerSecond }) => tokensPerSecond)],
          ["output", slices.map(({ outputTokensPerSecond }) => outputTokensPerSecond)],
        ],
        formatInteger,
      ),
      chart(
        "requests",
        [
          ["running", slices.map(({ running }) => running)],
          ["waiting", slices.map(({ waiting }) => waiting)],
        ],
        formatInteger,
      ),
      chart("KV cache in use", [["pages", slices.map(({ kvShare }) => kvShare)]], percent, 1),
      chart("padding", [["rows", slices.map(({ paddingShare }) => paddingShare)]], percent),
      renderTimeStrip(
        "program in use",
        slices.map(({ program }) => program),
        kinds,
        (name) => phaseFill(phases.get(name) ?? "steady"),
      ),
    ].map((picture) => element("div", { class: "scroll" }, picture)),
    element("h2", {}, "Programs"),
    htmlTable(
      PROGRAM_COLUMNS.map((column, index) => ({ title: column, number: index > 0 })),
      programRows(summary),
    ),
  ]);
}
