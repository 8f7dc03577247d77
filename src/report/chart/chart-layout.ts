import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Plan } from "../../generated/plan.ts";
import { LANES } from "../../plan/nano-operation.ts";
import { lettersOf } from "../letters.ts";
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
/** What the outline of a bar on the critical path takes outside of it. */
const FRAME = 1.5;
/** How far from a period's edge a bar counts as lying at it. */
const EDGE = 0.5;
const TICK_DISTANCE = 90;

/**
 * One steady-state period between its neighbours: a row for each lane in use, in it a bar for each
 * nano-operation whose height is its share of the SMs. A lane runs one nano-operation at a time, so
 * bars of a row never overlap; a label stays within its bar, or above it nearer than to any other.
 *
 * @param width pixels of the whole chart
 */
export function layOutChart(plan: Plan, width: number): ChartLayout {
  const { periodUs } = plan.predicted;
  const [fromUs, toUs] = [-NEIGHBOUR_SHARE * periodUs, (1 + NEIGHBOUR_SHARE) * periodUs];
  const scale = scaleLinear([fromUs, toUs], [LEFT, width - RIGHT]);
  const letters = lettersOf(plan);
  const bars = barsBetween(plan, fromUs, toUs);
  const edges = [scale(0), scale(periodUs)];
  const lanes = LANES.filter((lane) => (plan.lanes[lane] ?? []).length > 0).map((lane, row) => {
    const y = AXIS_HEIGHT + row * (LANE_HEIGHT + LANE_GAP);
    const box = { x: LEFT, y, width: width - RIGHT - LEFT, height: LANE_HEIGHT };
    const own = bars.filter(({ nanoOperation }) => nanoOperation.lane === lane);
    const boxes = own.map((bar) => boxOf(bar, plan, box, scale));
    const shapes = own.map((bar, index) => {
      const place = boxes[index] as Box;
      const label = labelOf(bar, place, roomAround(boxes, index, box, edges), letters);
      return { bar, ...place, label };
    });
    return { lane, ...box, bars: shapes };
  });
  return {
    width,
    height: AXIS_HEIGHT + lanes.length * (LANE_HEIGHT + LANE_GAP),
    lanes,
    scale,
    ticks: ticksOf(scale, width),
  };
}

function boxOf(
  { startUs, endUs, nanoOperation }: Bar,
  { gpu: { smCount } }: Plan,
  lane: Box,
  scale: ScaleLinear<number, number>,
): Box {
  const [left, right] = scale.range() as [number, number];
  const x = Math.max(left, scale(startUs));
  const height = (nanoOperation.partition.smCount / smCount) * lane.height;
  const y = lane.y + lane.height - height;
  return { x, y, width: Math.min(right, scale(endUs)) - x, height };
}

/** The part of the lane nearer to a bar than to those before and after it, within its period. */
function roomAround(
  boxes: readonly Box[],
  index: number,
  lane: Box,
  edges: readonly number[],
): Box {
  const { x, width } = boxes[index] as Box;
  const [before, after] = [boxes[index - 1], boxes[index + 1]];
  const nearest = before === undefined ? lane.x : (before.x + before.width + x) / 2;
  const farthest = after === undefined ? lane.x + lane.width : (x + width + after.x) / 2;
  const left = Math.max(nearest, ...edges.filter((edge) => edge <= x + EDGE));
  const right = Math.min(farthest, ...edges.filter((edge) => edge >= x + width - EDGE));
  return { ...lane, x: left, width: right - left };
}

/** The longest name that fits inside the bar, or above it when the bar is low or narrow. */
function labelOf(
  { nanoOperation: { operation, nanoBatch } }: Bar,
  bar: Box,
  room: Box,
  letters: ReadonlyMap<string, string>,
): BarShape["label"] {
  const names = [`${operation}.${nanoBatch}`, `${letters.get(operation)}${nanoBatch}`];
  const middle = bar.x + bar.width / 2;
  const places = [
    {
      width: bar.width,
      y: bar.y + (bar.height - LABEL_HEIGHT) / 2,
      fits: bar.height >= LABEL_HEIGHT,
    },
    {
      width: 2 * Math.min(middle - room.x, room.x + room.width - middle),
      y: bar.y - LABEL_HEIGHT - FRAME,
      fits: bar.y - LABEL_HEIGHT - FRAME >= room.y,
    },
  ].filter(({ fits }) => fits);
  for (const text of names) {
    const width = textWidth(text);
    const place = places.find((each) => width + 4 <= each.width);
    if (place === undefined) continue;
    return { text, box: { x: middle - width / 2, y: place.y, width, height: LABEL_HEIGHT } };
  }
  return undefined;
}

function ticksOf(scale: ScaleLinear<number, number>, width: number): ChartLayout["ticks"] {
  const format = scale.tickFormat(width / TICK_DISTANCE);
  const ticks = scale.ticks(width / TICK_DISTANCE);
  return ticks
    .map((us) => ({ text: `${format(us)} µs`, x: scale(us) }))
    .filter(({ x, text }) => x + textWidth(text) / 2 <= width);
}
