import { type ScaleLogarithmic, scaleLog } from "d3-scale";
import type { Ceilings, OperationCost } from "../../analysis/analyze.ts";
import type { KeyEntry } from "./chart-key.ts";
import type { Box, Point, Segment } from "./geometry.ts";
import { type NamePlace, placeNames } from "./point-names.ts";

/** An operation, and how long its kernel takes alone on the whole GPU. */
export interface MeasuredOperation extends Pick<OperationCost, "name" | "flops" | "memoryBytes"> {
  measuredUs: number;
}

export interface RooflinePoint extends Point {
  operation: MeasuredOperation;
  intensity: number;
  flopsPerSecond: number;
  label: Box;
  /** What stands in the label. */
  text: string;
  /** From the point to a label that could not stay beside it. */
  leader: Segment | undefined;
}

export interface RooflineLayout {
  /** Of the plot, within the axes. */
  frame: Box;
  x: ScaleLogarithmic<number, number>;
  y: ScaleLogarithmic<number, number>;
  /** Left to right. */
  roof: readonly Segment[];
  points: readonly RooflinePoint[];
  /** Names of the points that bear a number. */
  key: readonly KeyEntry[];
}

/** Pixels, without a key. */
export const [WIDTH, HEIGHT] = [760, 430];
const [LEFT, RIGHT, TOP, BOTTOM] = [70, 20, 24, 54];
export const RADIUS = 4.5;

/** Where points and names lie; no name on a point, on another name, on a leader or on the roof. */
export function layOutRoofline(
  operations: readonly MeasuredOperation[],
  { gemmFlopsPerSecond: peak, copyBytesPerSecond: bandwidth }: Ceilings,
): RooflineLayout {
  const values = operations
    .filter(({ flops, memoryBytes }) => flops > 0 && memoryBytes > 0)
    .map((operation) => ({
      operation,
      intensity: operation.flops / operation.memoryBytes,
      flopsPerSecond: operation.flops / (operation.measuredUs / 1e6),
    }));
  const ridge = peak / bandwidth;
  const intensities = [ridge, ...values.map(({ intensity }) => intensity)];
  const [least, most] = [Math.min(...intensities) / 4, Math.max(...intensities) * 4];
  const roofAt = (intensity: number) => Math.min(peak, bandwidth * intensity);
  const lowest = Math.min(roofAt(least), ...values.map((value) => value.flopsPerSecond));
  const x = scaleLog([least, most], [LEFT, WIDTH - RIGHT]);
  const y = scaleLog([lowest / 2, peak * 4], [HEIGHT - BOTTOM, TOP]);
  const corners = [least, ridge, most].map((at) => ({ x: x(at), y: y(roofAt(at)) }));
  const roof = corners.slice(1).map((to, index) => ({ from: corners[index] as Point, to }));
  const frame = { x: LEFT, y: TOP, width: WIDTH - RIGHT - LEFT, height: HEIGHT - BOTTOM - TOP };
  const places = values.map((value) => ({
    ...value,
    x: x(value.intensity),
    y: y(value.flopsPerSecond),
  }));
  const names = placeNames(
    places.map((place) => ({ x: place.x, y: place.y, name: place.operation.name })),
    { frame, lines: roof, radius: RADIUS },
  );
  const key: KeyEntry[] = [];
  const points = places.map((place, index): RooflinePoint => {
    const { kind, label, leader } = names[index] as NamePlace;
    const { name } = place.operation;
    if (kind === "number") key.push({ number: key.length + 1, name });
    return { ...place, label, leader, text: kind === "name" ? name : String(key.length) };
  });
  return { frame, x, y, roof, points, key };
}
