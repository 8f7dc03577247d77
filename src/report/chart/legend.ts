import type { Plan } from "../../generated/plan.ts";
import { formatInteger } from "../../text/units.ts";
import { type NanoBatchSpan, spansOf, spanText } from "../nano-batch-span.ts";
import type { ChartKey, KeyEntry } from "./chart-key.ts";
import type { Box } from "./geometry.ts";
import { element } from "./markup.ts";
import { nanoBatchFill, WHOLE_BATCH_FILL } from "./palette.ts";
import { stroked, svgText, textWidth } from "./svg.ts";

/** Pixels of a colour's sample. */
export const SWATCH = 12;
const SWATCH_ROOM = 18;
const GAP = 16;
export const LINE_HEIGHT = 17;

export interface LegendItem {
  /** Markup of SWATCH x SWATCH pixels. */
  swatch: string;
  label: string;
}

/** What the colours and the frames of a plan's chart mean. */
export function legendItems(plan: Plan): LegendItem[] {
  return [
    ...spansOf(plan).map((span) => ({
      swatch: swatchOf(span),
      label: `${spanText(span)}: ${tokensText(plan, span)}`,
    })),
    {
      swatch: element("rect", { ...stroked("mark", 2.5), width: SWATCH, height: SWATCH }),
      label: "critical path",
    },
  ];
}

/** A box in the colours of its nano-batches, one above the other; fainter with an opacity. */
export function spanFill(
  { nanoBatches, whole }: NanoBatchSpan,
  { x, y, width, height }: Box,
  opacity?: number,
): string[] {
  const fills = whole ? [WHOLE_BATCH_FILL] : nanoBatches.map(nanoBatchFill);
  const part = height / fills.length;
  return fills.map((fill, index) =>
    element("rect", {
      ...{ x, y: y + index * part, width, height: part },
      fill,
      "fill-opacity": opacity,
    }),
  );
}

function swatchOf(span: NanoBatchSpan): string {
  return spanFill(span, { x: 0, y: 0, width: SWATCH, height: SWATCH }).join("");
}

function tokensText({ nanoBatches }: Plan, span: NanoBatchSpan): string {
  const own = nanoBatches.filter(({ id }) => span.nanoBatches.includes(id));
  const sum = (count: (batch: (typeof own)[number]) => number) =>
    formatInteger(own.reduce((total, batch) => total + count(batch), 0));
  return `${sum(({ tokens: [start, end] }) => end - start)} tokens, ${sum((each) => each.decodeTokens)} decode, ${sum((each) => each.prefillTokens)} prefill`;
}

/** Says what a chart leaves out; empty when it labels every bar. */
export function unlabelledNote({ unlabelled }: ChartKey): string[] {
  if (unlabelled === 0) return [];
  const bars = unlabelled === 1 ? "1 short bar has" : `${unlabelled} short bars have`;
  return [`${bars} no label for want of room; a wider chart names more.`];
}

/** Legend and key as marks below a chart. Pixels. */
export function legendMarks(
  plan: Plan,
  key: ChartKey,
  { x: left, y: top, width }: { x: number; y: number; width: number },
): { marks: string[]; bottom: number } {
  const marks: string[] = [];
  let [x, y] = [left, top];
  for (const { swatch, label } of legendItems(plan)) {
    const itemWidth = SWATCH_ROOM + textWidth(label) + GAP;
    if (x > left && x + itemWidth > left + width) [x, y] = [left, y + LINE_HEIGHT];
    const text = svgText(label, SWATCH_ROOM, SWATCH - 2);
    marks.push(element("g", { transform: `translate(${x} ${y})` }, swatch, text));
    x += itemWidth;
  }
  const grid = keyGrid(key.entries, { x: left, y: y + LINE_HEIGHT, width });
  const notes = unlabelledNote(key).map((note, index) =>
    svgText(note, left, grid.bottom + (index + 1) * LINE_HEIGHT - 5, { tone: "muted" }),
  );
  return {
    marks: [...marks, ...grid.marks, ...notes],
    bottom: grid.bottom + notes.length * LINE_HEIGHT,
  };
}

/** Numbers and names in columns of the same width, row by row. */
export function keyGrid(
  entries: readonly KeyEntry[],
  { x, y, width }: { x: number; y: number; width: number },
): { marks: string[]; bottom: number } {
  const numberWidth = textWidth(String(entries.length));
  const nameWidth = Math.max(0, ...entries.map(({ name }) => textWidth(name)));
  const columnWidth = numberWidth + 6 + nameWidth + GAP;
  const columns = Math.max(1, Math.floor((width + GAP) / columnWidth));
  const marks = entries.flatMap(({ number, name }, index) => {
    const cellX = x + (index % columns) * columnWidth + numberWidth;
    const cellY = y + Math.floor(index / columns) * LINE_HEIGHT + SWATCH - 2;
    return [
      svgText(String(number), cellX, cellY, { bold: true, anchor: "end" }),
      svgText(name, cellX + 6, cellY),
    ];
  });
  return { marks, bottom: y + Math.ceil(entries.length / columns) * LINE_HEIGHT };
}
