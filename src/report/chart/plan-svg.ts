import type { Plan } from "../../generated/plan.ts";
import { wrapWords } from "../../text/table.ts";
import { formatInteger } from "../../text/units.ts";
import { describeBar, headlineOf } from "../describe.ts";
import { lettersOf } from "../letters.ts";
import {
  type BarShape,
  type ChartLayout,
  type LaneShape,
  LEFT,
  layOutChart,
} from "./chart-layout.ts";
import { element, escapeText } from "./markup.ts";
import { nanoBatchFill } from "./palette.ts";
import { FONT_SIZE, svgDocument, svgText, textWidth } from "./svg.ts";

export interface SvgOptions {
  /** Pixels. */
  width: number;
  /** Headline above and legend below; without them it is the bare chart. */
  frame: boolean;
}

const LINE_HEIGHT = 17;
const MARGIN = 14;

/**
 * One steady-state period of a plan between its neighbours as an SVG document: lanes by resource,
 * nano-batches by colour, SM shares by height, the critical path outlined. Follows the page's light
 * or dark preference.
 */
export function renderSvg(plan: Plan, { width, frame }: SvgOptions): string {
  const chart = layOutChart(plan, width);
  const bare = element("g", {}, ...chartMarks(plan, chart));
  if (!frame) return document(plan, width, chart.height, [bare]);
  const head = headlineOf(plan).flatMap((line) => wrapToWidth(line, width));
  const top = MARGIN + head.length * LINE_HEIGHT;
  const legend = legendOf(plan, width, top + chart.height + LINE_HEIGHT);
  return document(plan, width, legend.bottom + MARGIN, [
    ...head.map((line, index) =>
      svgText(
        line,
        MARGIN,
        MARGIN + (index + 0.7) * LINE_HEIGHT,
        index === 0 ? "title" : undefined,
      ),
    ),
    element("g", { transform: `translate(0 ${top})` }, bare),
    ...legend.marks,
  ]);
}

function document(plan: Plan, width: number, height: number, marks: readonly string[]): string {
  return svgDocument(width, height, headlineOf(plan)[0], marks);
}

function chartMarks(plan: Plan, chart: ChartLayout): string[] {
  const bottom = chart.height - 6;
  const edges = [0, plan.predicted.periodUs].map((us) => chart.scale(us));
  return [
    ...chart.ticks.flatMap(({ text: label, x }) => [
      element("line", { class: "grid", x1: x, x2: x, y1: 20, y2: bottom }),
      svgText(label, x, 14, "muted tick", "middle"),
    ]),
    ...chart.lanes.flatMap((lane) => laneMarks(plan, lane)),
    ...edges.map((x) => element("line", { class: "edge", x1: x, x2: x, y1: 20, y2: bottom })),
  ];
}

function laneMarks({ gpu }: Plan, lane: LaneShape): string[] {
  const { x, y, width, height } = lane;
  const middle = y + height / 2;
  return [
    element("rect", { class: "band", x, y, width, height }),
    svgText(lane.lane, LEFT - 8, middle, "lane", "end"),
    svgText(`${gpu.smCount} SMs`, LEFT - 8, middle + 14, "muted lane", "end"),
    ...lane.bars.map(barMarks),
  ];
}

function barMarks({ bar, label, x, y, width, height }: BarShape): string {
  const { nanoOperation, period, critical } = bar;
  const shown = period === 0;
  const tip = describeBar(nanoOperation);
  const labelClass = label !== undefined && label.box.y >= y ? "label on-bar" : "label";
  return element(
    "g",
    { class: shown ? "nano-operation" : "nano-operation neighbour", "data-tip": tip.join("\n") },
    element("title", {}, escapeText(tip.join("\n"))),
    element("rect", {
      class: critical && shown ? "bar critical" : "bar",
      x,
      y,
      width,
      height,
      fill: nanoBatchFill(nanoOperation.nanoBatch),
    }),
    ...(label === undefined
      ? []
      : [
          svgText(
            label.text,
            label.box.x + label.box.width / 2,
            label.box.y + FONT_SIZE,
            labelClass,
            "middle",
          ),
        ]),
  );
}

/** Nano-batches by colour, operations by letter; each with a mark of 12 x 12 pixels. */
export function legendItems(plan: Plan): { swatch: string; label: string }[] {
  return [
    ...plan.nanoBatches.map(({ id, tokens, decodeTokens, prefillTokens }) => ({
      swatch: element("rect", { class: "bar", width: 12, height: 12, fill: nanoBatchFill(id) }),
      label: `nano-batch ${id}: ${formatInteger(tokens[1] - tokens[0])} tokens, ${formatInteger(decodeTokens)} decode, ${formatInteger(prefillTokens)} prefill`,
    })),
    {
      swatch: element("rect", { class: "critical", width: 12, height: 12, fill: "none" }),
      label: "critical path",
    },
    ...[...lettersOf(plan)].map(([operation, letter]) => ({
      swatch: svgText(letter, 10, 10, "title", "end"),
      label: operation,
    })),
  ];
}

function legendOf(plan: Plan, width: number, top: number): { marks: string[]; bottom: number } {
  const marks: string[] = [];
  let [x, y] = [MARGIN, top];
  for (const { swatch, label } of legendItems(plan)) {
    const itemWidth = 18 + textWidth(label) + 14;
    if (x > MARGIN && x + itemWidth > width) [x, y] = [MARGIN, y + LINE_HEIGHT];
    marks.push(
      element("g", { transform: `translate(${x} ${y})` }, swatch, svgText(label, 18, 10, "legend")),
    );
    x += itemWidth;
  }
  return { marks, bottom: y + 12 };
}

function wrapToWidth(line: string, width: number): string[] {
  return wrapWords(line, Math.floor((width - 2 * MARGIN) / textWidth("n")));
}
