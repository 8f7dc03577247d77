import pc from "picocolors";
import type { Plan } from "../generated/plan.ts";
import { type NanoOperation as Bar, LANES } from "../plan/nano-operation.ts";
import { wrapWords } from "../text/table.ts";
import { formatBound, formatDuration, formatInteger, formatSpeedup } from "../text/units.ts";
import { busyText } from "./describe.ts";
import { drawAxis } from "./gantt-axis.ts";
import { type Cell, CTA_LIMIT_MARK, drawLane, fillOf } from "./gantt-lane.ts";
import { lettersOf } from "./letters.ts";

export interface GanttOptions {
  /** Columns of the terminal; 80 are taken when there are fewer. */
  width: number;
  color: boolean;
}

const MIN_WIDTH = 80;
const NAME_WIDTH = 9;
const UNIT_WIDTH = 3;

/** What a plan is and promises, and its chart. */
export function renderGantt(plan: Plan, options: GanttOptions): string {
  const width = Math.max(options.width, MIN_WIDTH);
  const head = headline(plan, width).flatMap((parts) => wrap(parts, width));
  return [...head, "", renderGanttChart(plan, options)].join("\n");
}

/**
 * One steady-state period of a plan as text: a row for each lane with the SM share below each
 * nano-operation, and a legend. Nano-batches differ by colour, number and fill.
 */
export function renderGanttChart(plan: Plan, { width, color }: GanttOptions): string {
  const total = Math.max(width, MIN_WIDTH);
  const columns = total - NAME_WIDTH - UNIT_WIDTH;
  const paint = painter(color);
  const letters = lettersOf(plan);
  const labelOf = ({ operation, nanoBatch }: Bar) => `${letters.get(operation)}${nanoBatch}`;
  const rows = usedLanes(plan).flatMap((lane) => {
    const bars = plan.nanoOperations.filter((operation) => operation.lane === lane);
    const { labels, shares } = drawLane(bars, columns, plan.predicted.periodUs, labelOf);
    return [
      lane.padEnd(NAME_WIDTH) + paint(labels).trimEnd(),
      "  SMs".padEnd(NAME_WIDTH) + paint(shares).trimEnd(),
    ];
  });
  return [
    " ".repeat(NAME_WIDTH) + drawAxis(columns, plan.predicted.periodUs),
    ...rows,
    "",
    ...wrap(
      [...letters].map(([operation, letter]) => `${letter} ${operation}`),
      total,
    ),
    ...plan.nanoBatches.flatMap((batch) => wrap(describeNanoBatch(batch, paint), total)),
    ...(plan.nanoOperations.some(({ partition }) => partition.mechanism === "cta-limit")
      ? [`SMs with ${CTA_LIMIT_MARK}: shares by CTA limits; the others by green contexts`]
      : []),
    "",
  ].join("\n");
}

function headline(plan: Plan, width: number): string[][] {
  const { model, gpu, predicted, kind, reason, nanoBatches } = plan;
  const { periodUs, sequentialUs, lowerBoundUs, gap, speedup, clockMhz, powerW } = predicted;
  const count = nanoBatches.length;
  return [
    [
      `${kind} plan, ${count} nano-batch${count === 1 ? "" : "es"}`,
      `${model.id}, tensor parallel ${model.tensorParallel}`,
      `${gpu.id}, ${gpu.smCount} SMs`,
      `profile ${plan.profile.source}`,
    ],
    ...(reason === undefined ? [] : wrapWords(`reason: ${reason}`, width).map((line) => [line])),
    [
      `period ${formatDuration(periodUs)}`,
      `sequential ${formatDuration(sequentialUs)}`,
      `speedup ${formatSpeedup(speedup)}`,
      `bound ${formatBound(lowerBoundUs, gap)}`,
    ],
    [
      `clock ${formatInteger(clockMhz)} MHz`,
      ...(powerW === null ? [] : [`power ${formatInteger(powerW)} W`]),
      `busy ${busyText(plan)}`,
    ],
  ];
}

function usedLanes({ lanes }: Plan) {
  return LANES.filter((lane) => (lanes[lane] ?? []).length > 0);
}

function describeNanoBatch(
  { id, tokens, decodeTokens, prefillTokens }: Plan["nanoBatches"][number],
  paint: (cells: readonly Cell[]) => string,
): string[] {
  const sample = [...`${id}${fillOf(id).repeat(3)}`].map((text) => ({ text, nanoBatch: id }));
  return [
    `${paint(sample)} nano-batch ${id}: tokens ${tokens[0]} to ${tokens[1] - 1}`,
    `${formatInteger(decodeTokens)} decode`,
    `${formatInteger(prefillTokens)} prefill`,
  ];
}

function painter(color: boolean): (cells: readonly Cell[]) => string {
  const colors = pc.createColors(color);
  const paints = [colors.bgCyan, colors.bgYellow, colors.bgGreen, colors.bgMagenta];
  const ofBatch = (nanoBatch: number, text: string) =>
    colors.black((paints[nanoBatch % paints.length] ?? colors.bgCyan)(text));
  return (cells) => {
    let text = "";
    for (let start = 0; start < cells.length; ) {
      const batch = cells[start]?.nanoBatch;
      const next = cells.findIndex((cell, index) => index > start && cell.nanoBatch !== batch);
      const end = next === -1 ? cells.length : next;
      const run = cells
        .slice(start, end)
        .map((cell) => cell.text)
        .join("");
      text += batch === undefined ? run : ofBatch(batch, run);
      start = end;
    }
    return text;
  };
}

/** Joins parts by two spaces, on as many lines as they need. */
function wrap(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : `${last}  ${part}`;
    if (last === undefined || joined.length > width) lines.push(part);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}
