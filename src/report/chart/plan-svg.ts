import type { Plan } from "../../generated/plan.ts";
import { wrapWords } from "../../text/table.ts";
import { describeBar, headlineOf } from "../describe.ts";
import { spanOf } from "../nano-batch-span.ts";
import { type ChartKey, keyOf } from "./chart-key.ts";
import {
  type BarLabel,
  type BarShape,
  type ChartLayout,
  type LaneShape,
  LEFT,
  layOutChart,
} from "./chart-layout.ts";
import { LINE_HEIGHT, legendMarks, spanFill } from "./legend.ts";
import { element, escapeText } from "./markup.ts";
import { FONT_SIZE, filled, stroked, svgDocument, svgText, textWidth } from "./svg.ts";

const MARGIN = 14;
/** Of bars of the neighbouring periods. */
const NEIGHBOUR_OPACITY = 0.35;

/**
 * One steady-state period of a plan between its neighbours as an SVG document: lanes by resource,
 * nano-batches by colour, SM shares by height, the critical path outlined; headline above, legend
 * and key below. Follows the page's light or dark preference.
 *
 * @param width pixels
 */
export function renderSvg(plan: Plan, width: number): string {
  const chart = layOutChart(plan, width);
  const key = keyOf(chart);
  const head = headlineOf(plan).flatMap((line) => wrapToWidth(line, width));
  const top = MARGIN + head.length * LINE_HEIGHT;
  const legend = legendMarks(plan, key, {
    x: MARGIN,
    y: top + chart.height + LINE_HEIGHT / 2,
    width: width - 2 * MARGIN,
  });
  return document(plan, width, legend.bottom + MARGIN, [
    ...head.map((line, index) =>
      svgText(line, MARGIN, MARGIN + (index + 0.7) * LINE_HEIGHT, { bold: index === 0 }),
    ),
    element("g", { transform: `translate(0 ${top})` }, ...chartMarks(plan, chart, key)),
    ...legend.marks,
  ]);
}

/** The chart alone, for a page with a legend and a key of its own. */
export function renderBareSvg(plan: Plan, chart: ChartLayout, key: ChartKey): string {
  return document(plan, chart.width, chart.height, chartMarks(plan, chart, key));
}

function document(plan: Plan, width: number, height: number, marks: readonly string[]): string {
  return svgDocument(width, height, headlineOf(plan)[0], marks);
}

function chartMarks(plan: Plan, chart: ChartLayout, key: ChartKey): string[] {
  const bottom = chart.height - 6;
  const edges = [0, plan.predicted.periodUs].map((us) => chart.scale(us));
  return [
    ...chart.ticks.map(({ text, x }) => svgText(text, x, 14, { tone: "muted", anchor: "middle" })),
    ...chart.lanes.flatMap((lane) => laneMarks(plan, lane, chart, key)),
    ...edges.map((x) =>
      element("line", {
        ...stroked("ink", 1),
        "stroke-dasharray": "4 3",
        ...{ x1: x, x2: x, y1: 20, y2: bottom },
      }),
    ),
  ];
}

function laneMarks(plan: Plan, lane: LaneShape, chart: ChartLayout, key: ChartKey): string[] {
  const { x, y, width, height } = lane;
  const middle = y + height / 2;
  return [
    element("rect", { ...filled("band"), x, y, width, height }),
    ...chart.ticks.map((tick) =>
      element("line", { ...stroked("line", 1), x1: tick.x, x2: tick.x, y1: y, y2: y + height }),
    ),
    svgText(lane.lane, LEFT - 8, middle, { anchor: "end" }),
    svgText(`${plan.gpu.smCount} SMs`, LEFT - 8, middle + 14, { tone: "muted", anchor: "end" }),
    ...lane.bars.map((bar) => barMarks(plan, bar, key)),
  ];
}

function barMarks(plan: Plan, shape: BarShape, key: ChartKey): string {
  const { bar, label, name, x, y, width, height } = shape;
  const { nanoOperation, period, critical } = bar;
  const shown = period === 0;
  const tip = describeBar(plan, nanoOperation).join("\n");
  const text = label?.kind === "number" ? String(key.numbers.get(nanoOperation.id)) : name;
  const outline = critical && shown ? stroked("mark", 2.5) : stroked("page", 1);
  return element(
    "g",
    { class: shown ? "nano-operation" : "nano-operation neighbour", "data-tip": tip },
    element("title", {}, escapeText(tip)),
    ...spanFill(spanOf(plan, nanoOperation), shape, shown ? undefined : NEIGHBOUR_OPACITY),
    element("rect", { ...outline, x, y, width, height }),
    ...(label === undefined ? [] : labelMarks(label, text, shown)),
  );
}

function labelMarks({ box, onBar, leader }: BarLabel, text: string, shown: boolean): string[] {
  const style = { tone: shown ? "ink" : "muted", black: onBar && shown } as const;
  const points = leader.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return [
    ...(leader.length === 0 ? [] : [element("polyline", { ...stroked("muted", 0.8), points })]),
    svgText(text, box.x + box.width / 2, box.y + FONT_SIZE, { ...style, anchor: "middle" }),
  ];
}

function wrapToWidth(line: string, width: number): string[] {
  return wrapWords(line, Math.floor((width - 2 * MARGIN) / textWidth("n")));
}
