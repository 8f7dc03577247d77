import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Plan } from "../../generated/plan.ts";
import { LANES } from "../../plan/nano-operation.ts";
import { chartName } from "../nano-batch-span.ts";
import { FRAME, LABEL_HEIGHT, type LabelPlace, placeLabels } from "./bar-labels.ts";
import type { Box, Point } from "./geometry.ts";
import { textWidth } from "./svg.ts";
import { type Bar, barsBetween } from "./timeline.ts";

export interface BarLabel {
  /** A number stands for the name that the key gives. */
  kind: "name" | "number";
  box: Box;
  /** Whether it is written on the bar's colour. */
  onBar: boolean;
  /** Corners of the line from a label in the row above the lane to its bar. */
  leader: readonly Point[];
}

export interface BarShape extends Box {
  bar: Bar;
  name: string;
  label: BarLabel | undefined;
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
/** Between the row of labels above a lane and the lane. */
const LEADER_HEIGHT = 11;
const TICK_DISTANCE = 90;

/**
 * One steady-state period between its neighbours: a row for each lane in use, in it a bar for each
 * nano-operation whose height is its share of the SMs. A lane runs one nano-operation at a time, so
 * bars of a row never overlap. No label lies on another label, another bar or an edge of the period.
 *
 * @param width pixels of the whole chart
 */
export function layOutChart(plan: Plan, width: number): ChartLayout {
  const { periodUs } = plan.predicted;
  const [fromUs, toUs] = [-NEIGHBOUR_SHARE * periodUs, (1 + NEIGHBOUR_SHARE) * periodUs];
  const scale = scaleLinear([fromUs, toUs], [LEFT, width - RIGHT]);
  const bars = barsBetween(plan, fromUs, toUs);
  const edges = [scale(0), scale(periodUs)] as const;
  const numberWidth = textWidth(String(plan.nanoOperations.length));
  let bottom = AXIS_HEIGHT;
  const lanes = LANES.filter((lane) => (plan.lanes[lane] ?? []).length > 0).map((lane) => {
    const own = bars
      .filter(({ nanoOperation }) => nanoOperation.lane === lane)
      .map((bar) => ({
        bar,
        ...boxOf(bar, plan, scale),
        name: chartName(plan, bar.nanoOperation),
      }));
    const places = placeLabels(
      own.map((each) => ({ ...each, shown: each.bar.period === 0, critical: each.bar.critical })),
      edges,
      numberWidth,
    );
    const row = places.some((place) => place?.where === "row") ? LABEL_HEIGHT + LEADER_HEIGHT : 0;
    const y = bottom + row;
    bottom = y + LANE_HEIGHT + LANE_GAP;
    const shapes = own.map((each, index): BarShape => {
      const shape = { ...each, y: each.y + y };
      const place = places[index];
      return { ...shape, label: place && labelOf(shape, place, y) };
    });
    const box = { x: LEFT, y, width: width - RIGHT - LEFT, height: LANE_HEIGHT };
    return { lane, ...box, bars: shapes };
  });
  return { width, height: bottom, lanes, scale, ticks: ticksOf(scale, width) };
}

/** In a lane that begins at 0. */
function boxOf(
  { startUs, endUs, nanoOperation }: Bar,
  { gpu: { smCount } }: Plan,
  scale: ScaleLinear<number, number>,
): Box {
  const [left, right] = scale.range() as [number, number];
  const x = Math.max(left, scale(startUs));
  const height = (nanoOperation.partition.smCount / smCount) * LANE_HEIGHT;
  return { x, y: LANE_HEIGHT - height, width: Math.min(right, scale(endUs)) - x, height };
}

function labelOf(bar: Box, { kind, where, centre, width, anchor }: LabelPlace, laneY: number) {
  const tops = {
    bar: bar.y + (bar.height - LABEL_HEIGHT) / 2,
    above: bar.y - LABEL_HEIGHT - FRAME,
    row: laneY - LABEL_HEIGHT - LEADER_HEIGHT,
  };
  const box = { x: centre - width / 2, y: tops[where], width, height: LABEL_HEIGHT };
  const leader: Point[] = [
    { x: centre, y: box.y + LABEL_HEIGHT },
    { x: anchor, y: laneY },
    { x: anchor, y: bar.y },
  ];
  return { kind, box, onBar: where === "bar", leader: where === "row" ? leader : [] };
}

function ticksOf(scale: ScaleLinear<number, number>, width: number): ChartLayout["ticks"] {
  const format = scale.tickFormat(width / TICK_DISTANCE);
  const ticks = scale.ticks(width / TICK_DISTANCE);
  return ticks
    .map((us) => ({ text: `${format(us)} µs`, x: scale(us) }))
    .filter(({ x, text }) => x + textWidth(text) / 2 <= width);
}
