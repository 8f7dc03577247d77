import type { Plan } from "../generated/plan.ts";
import { LANES } from "../plan/nano-operation.ts";
import { wrapWords } from "../text/table.ts";
import { formatBound, formatDuration, formatInteger } from "../text/units.ts";
import { busyText, speedupText } from "./describe.ts";
import { drawAxis } from "./gantt-axis.ts";
import {
  type BarText,
  type Cell,
  CTA_LIMIT_MARK,
  cellsOf,
  drawLane,
  labelColumns,
} from "./gantt-lane.ts";
import { type Paint, painter } from "./gantt-paint.ts";
import { lettersOf } from "./letters.ts";
import { measuredText } from "./measured-figures.ts";
import { spanMark, spanOf, spansOf, spanText } from "./nano-batch-span.ts";

export interface GanttOptions {
  /** Columns of the terminal. */
  width: number;
  color: boolean;
}

/** Narrower terminals get no chart. */
const MIN_WIDTH = 40;
const NAME_WIDTH = 9;
const UNIT_WIDTH = 3;
const SAMPLE_WIDTH = 4;

/** What a plan is and promises, and its chart. */
export function renderGantt(plan: Plan, options: GanttOptions): string {
  const head = headline(plan).flatMap((parts) => wrap(parts, options.width));
  return [...head, "", renderGanttChart(plan, options)].join("\n");
}

/**
 * One steady-state period of a plan as text: a row for each lane with the SM share below each
 * nano-operation, and a legend. Nano-batches differ by colour, number and fill. Where the labels take
 * more columns than a row has, the period goes on in further strips. Too narrow a terminal gets a
 * sentence that says so.
 */
export function renderGanttChart(plan: Plan, { width, color }: GanttOptions): string {
  if (width < MIN_WIDTH) {
    const text = `The chart needs ${MIN_WIDTH} columns; this terminal has ${width}. \`show --out FILE.svg\` draws it as a picture.`;
    return [...wrapWords(text, width), ""].join("\n");
  }
  const paint = painter(color);
  return [...strips(plan, width, paint), ...legend(plan, width, paint), ""].join("\n");
}

function strips(plan: Plan, width: number, paint: Paint): string[] {
  const { periodUs } = plan.predicted;
  const columns = width - NAME_WIDTH - UNIT_WIDTH;
  const letters = lettersOf(plan);
  const lanes = LANES.map((name) => ({
    name,
    bars: plan.nanoOperations.filter(({ lane }) => lane === name),
  })).filter(({ bars }) => bars.length > 0);
  const text: BarText = {
    labelOf: (bar) => `${letters.get(bar.operation)}${spanMark(spanOf(plan, bar))}`,
    spanOf: (bar) => spanOf(plan, bar),
  };
  const needed = lanes.map(({ bars }) => labelColumns(bars, periodUs, text));
  const count = Math.ceil(Math.max(...needed) / columns);
  const drawn = lanes.map(({ name, bars }) => ({
    name,
    ...drawLane(bars, count * columns, periodUs, text),
  }));
  const axis = drawAxis(count * columns, periodUs, columns);
  return Array.from({ length: count }, (_, strip) => {
    const cut = <T>(row: readonly T[]) => row.slice(strip * columns, (strip + 1) * columns);
    const line = (name: string, cells: readonly Cell[]) =>
      (name.padEnd(NAME_WIDTH) + paint(cut(cells))).trimEnd();
    return [
      `${" ".repeat(NAME_WIDTH)}${axis[strip]} µs`,
      ...drawn.flatMap(({ name, labels, shares }) => [line(name, labels), line("  SMs", shares)]),
      "",
    ];
  }).flat();
}

function legend(plan: Plan, width: number, paint: Paint): string[] {
  const letters = [...lettersOf(plan)].map(([operation, letter]) => `${letter} ${operation}`);
  const byLimit = plan.nanoOperations.some(({ partition }) => partition.mechanism === "cta-limit");
  const note = `SMs with ${CTA_LIMIT_MARK}: shares by CTA limits; the others by green contexts`;
  return [
    ...wrap(letters, width),
    ...spansOf(plan).flatMap((span) => {
      const own = plan.nanoBatches.filter(({ id }) => span.nanoBatches.includes(id));
      const sum = (count: (batch: (typeof own)[number]) => number) =>
        formatInteger(own.reduce((total, batch) => total + count(batch), 0));
      const [first, last] = [own[0]?.tokens[0] ?? 0, (own.at(-1)?.tokens[1] ?? 1) - 1];
      const [line = "", ...more] = wrap(
        [
          `${spanText(span)}: tokens ${first} to ${last}`,
          `${sum((batch) => batch.decodeTokens)} decode`,
          `${sum((batch) => batch.prefillTokens)} prefill`,
        ],
        width - SAMPLE_WIDTH - 1,
      );
      const indent = " ".repeat(SAMPLE_WIDTH + 1);
      const sample = paint(cellsOf(spanMark(span), SAMPLE_WIDTH, span));
      return [`${sample} ${line}`, ...more.map((each) => indent + each)];
    }),
    ...(byLimit ? wrapWords(note, width) : []),
  ];
}

function headline(plan: Plan): string[][] {
  const { model, gpu, predicted, kind, reason, nanoBatches } = plan;
  const { periodUs, sequentialUs, lowerBoundUs, gap, clockMhz, powerW } = predicted;
  const count = nanoBatches.length;
  return [
    [
      `${kind} plan, ${count} nano-batch${count === 1 ? "" : "es"}`,
      `${model.id}, tensor parallel ${model.tensorParallel}`,
      `${gpu.id}, ${gpu.smCount} SMs`,
      `profile ${plan.profile.source}`,
    ],
    ...(reason === undefined ? [] : [[`reason: ${reason}`]]),
    [
      `period ${formatDuration(periodUs)}`,
      `sequential ${formatDuration(sequentialUs)}`,
      `speedup ${speedupText(plan)}`,
      `bound ${formatBound(lowerBoundUs, gap)}`,
    ],
    [measuredText(plan)],
    [
      `clock ${formatInteger(clockMhz)} MHz`,
      ...(powerW === null ? [] : [`power ${formatInteger(powerW)} W`]),
      `busy ${busyText(plan)}`,
    ],
  ];
}

/** Joins parts by two spaces, on as many lines as they need; breaks parts longer than a line. */
function wrap(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : `${last}  ${part}`;
    if (joined.length <= width) lines.splice(-1, 1, joined);
    else lines.push(...wrapWords(part, width));
  }
  return lines;
}
