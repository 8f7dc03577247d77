import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Plan } from "../../generated/plan.ts";
import { LANES } from "../../plan/nano-operation.ts";
import { lettersOf } from "./letters.ts";
import { FONT_SIZE, textWidth } from "./svg.ts";
import { type Bar, barsBetween } from "./timeline.ts";

/** Pixels; y grows downwards. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface BarShape extends Box {
  bar: Bar;
  label: { text: string; box: Box } | undefined;
}

export interface LaneShape extends Box {
  lane: (typeof LANES)[number];
  bars: BarShape[];
}

export interface ChartLayout {
  width: number;
  height: number;
  lanes: LaneShape[];
  /** Maps µs from the period's start to pixels. */
  scale: ScaleLinear<number, number>;
  ticks: { text: string; x: number }[];
}

export const LEFT = 78;
const RIGHT = 16;
const LANE_HEIGHT = 74;
const LANE_GAP = 12;
const AXIS_HEIGHT = 26;
/** How much of the neighbouring periods is shown, of a period. */
const NEIGHBOUR_SHARE = 0.18;
const LABEL_HEIGHT = FONT_SIZE + 3;
const TICK_DISTANCE = 90;

/**
 * One steady-state period between its neighbours: a row for each lane in use, in it a bar for each
 * nano-operation whose height is its share of the SMs. A lane runs one nano-operation at a time, so
 * bars of a row never overlap, and a label stays within the width of its bar.
 *
 * @param width pixels of the whole chart
 */
export function layOutChart(plan: Plan, width: number): ChartLayout {
  const { periodUs } = plan.predicted;
  const [fromUs, toUs] = [-NEIGHBOUR_SHARE * periodUs, (1 + NEIGHBOUR_SHARE) * periodUs];
  const scale = scaleLinear([fromUs, toUs], [LEFT, width - RIGHT]);
  const letters = lettersOf(plan);
  const bars = barsBetween(plan, fromUs, toUs);
  const lanes = LANES.filter((lane) => (plan.lanes[lane] ?? []).length > 0).map((lane, row) => {
    const y = AXIS_HEIGHT + row * (LANE_HEIGHT + LANE_GAP);
    const box = { x: LEFT, y, width: width - RIGHT - LEFT, height: LANE_HEIGHT };
    const own = bars.filter(({ nanoOperation }) => nanoOperation.lane === lane);
    return { lane, ...box, bars: own.map((bar) => shapeOf(bar, plan, box, scale, letters)) };
  });
  return {
    width,
    height: AXIS_HEIGHT + lanes.length * (LANE_HEIGHT + LANE_GAP),
    lanes,
    scale,
    ticks: ticksOf(scale, width),
  };
}

function shapeOf(
  bar: Bar,
  { gpu: { smCount } }: Plan,
  lane: Box,
  scale: ScaleLinear<number, number>,
  letters: ReadonlyMap<string, string>,
): BarShape {
  const [left, right] = scale.range() as [number, number];
  const x = Math.max(left, scale(bar.startUs));
  const height = (bar.nanoOperation.partition.smCount / smCount) * lane.height;
  const box = {
    x,
    y: lane.y + lane.height - height,
    width: Math.min(right, scale(bar.endUs)) - x,
    height,
  };
  return { bar, ...box, label: labelOf(bar, box, lane, letters) };
}

/** The longest name that fits: inside the bar, or above it when the bar is low. */
function labelOf(
  { nanoOperation: { operation, nanoBatch } }: Bar,
  box: Box,
  lane: Box,
  letters: ReadonlyMap<string, string>,
): BarShape["label"] {
  const names = [`${operation}.${nanoBatch}`, `${letters.get(operation)}${nanoBatch}`];
  const text = names.find((name) => textWidth(name) + 4 <= box.width);
  if (text === undefined) return undefined;
  const inside = box.height >= LABEL_HEIGHT;
  const above = Math.max(lane.y, box.y - LABEL_HEIGHT);
  const y = inside ? box.y + (box.height - LABEL_HEIGHT) / 2 : above;
  const width = textWidth(text);
  return { text, box: { x: box.x + (box.width - width) / 2, y, width, height: LABEL_HEIGHT } };
}

function ticksOf(scale: ScaleLinear<number, number>, width: number): ChartLayout["ticks"] {
  const format = scale.tickFormat(width / TICK_DISTANCE);
  const ticks = scale.ticks(width / TICK_DISTANCE);
  return ticks
    .map((us) => ({ text: `${format(us)} µs`, x: scale(us) }))
    .filter(({ x, text }) => x + textWidth(text) / 2 <= width);
}
