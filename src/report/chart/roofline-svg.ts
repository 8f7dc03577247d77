import { scaleLog } from "d3-scale";
import { line } from "d3-shape";
import type { Ceilings, OperationCost } from "../../analysis/analyze.ts";
import { element, escapeText } from "./markup.ts";
import { svgDocument, svgText, textWidth } from "./svg.ts";

/** An operation, and how long its kernel takes alone on the whole GPU. */
export interface MeasuredOperation extends Pick<OperationCost, "name" | "flops" | "memoryBytes"> {
  measuredUs: number;
}

const [WIDTH, HEIGHT] = [760, 430];
const [LEFT, RIGHT, TOP, BOTTOM] = [70, 20, 24, 54];
const LINE_HEIGHT = 15;
const RADIUS = 4.5;

interface Point {
  operation: MeasuredOperation;
  intensity: number;
  flopsPerSecond: number;
}

/**
 * Roofline of a GPU with the operations of a layer on it (Williams, Waterman, Patterson, "Roofline:
 * an insightful visual performance model", 2009): operations per second against operations per byte,
 * both axes logarithmic. A point below the roof is a kernel that does not reach what bounds it.
 */
export function renderRoofline(
  operations: readonly MeasuredOperation[],
  ceilings: Ceilings,
): string {
  const points = operations.flatMap((operation): Point[] => {
    const { flops, memoryBytes, measuredUs } = operation;
    if (flops === 0 || memoryBytes === 0) return [];
    return [
      { operation, intensity: flops / memoryBytes, flopsPerSecond: flops / (measuredUs / 1e6) },
    ];
  });
  const { gemmFlopsPerSecond: peak, copyBytesPerSecond: bandwidth } = ceilings;
  const ridge = peak / bandwidth;
  const intensities = [ridge, ...points.map(({ intensity }) => intensity)];
  const domain = [Math.min(...intensities) / 2, Math.max(...intensities) * 4];
  const roof = (intensity: number) => Math.min(peak, bandwidth * intensity);
  const x = scaleLog(domain, [LEFT, WIDTH - RIGHT]);
  const lowest = Math.min(roof(domain[0] ?? 1), ...points.map((point) => point.flopsPerSecond));
  const y = scaleLog([lowest / 1.5, peak * 2], [HEIGHT - BOTTOM, TOP]);
  const path = line()([...domain, ridge].sort((a, b) => a - b).map((at) => [x(at), y(roof(at))]));
  return svgDocument(WIDTH, HEIGHT, "Roofline", [
    ...powersOfTen(x.domain()).map((value) =>
      tick(x(value), TOP, x(value), HEIGHT - BOTTOM, String(value), "x"),
    ),
    ...powersOfTen(y.domain()).map((value) =>
      tick(LEFT, y(value), WIDTH - RIGHT, y(value), String(value / 1e12), "y"),
    ),
    svgText("operations per byte", (LEFT + WIDTH) / 2, HEIGHT - 12, "muted", "middle"),
    svgText("TFLOP/s", LEFT, 14, "muted", "middle"),
    element("path", { d: path ?? "", class: "roof" }),
    ...labels(points.map((point) => ({ ...point, at: at(point) }))),
    ...points.map((point) => mark(point, x(point.intensity), y(point.flopsPerSecond))),
  ]);

  function at({ intensity, flopsPerSecond }: Point) {
    return { x: x(intensity), y: y(flopsPerSecond) };
  }
}

function powersOfTen([from = 1, to = 1]: number[]): number[] {
  const first = Math.ceil(Math.log10(from));
  const last = Math.floor(Math.log10(to));
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

function tick(x1: number, y1: number, x2: number, y2: number, label: string, axis: "x" | "y") {
  const text =
    axis === "x"
      ? svgText(label, x1, y2 + 16, "muted", "middle")
      : svgText(label, x1 - 8, y1 + 4, "muted", "end");
  return element("g", {}, element("line", { class: "grid", x1, y1, x2, y2 }), text);
}

function mark({ operation, intensity, flopsPerSecond }: Point, cx: number, cy: number): string {
  const tip = `${operation.name}\n${intensity.toFixed(1)} operations per byte\n${(flopsPerSecond / 1e12).toFixed(1)} TFLOP/s, ${operation.measuredUs.toFixed(1)} µs`;
  return element(
    "g",
    { "data-tip": tip },
    element("title", {}, escapeText(tip)),
    element("circle", { cx, cy, r: RADIUS, class: "point" }),
  );
}

/** From a point to its name, where the name had to move away. */
function leader(from: { x: number; y: number }, x2: number, y2: number): string {
  if (Math.abs(y2 - from.y) < LINE_HEIGHT / 2) return "";
  return element("line", { class: "leader", x1: from.x, y1: from.y, x2, y2 });
}

/**
 * Names beside the points, moved towards the middle of the picture where they would cover another.
 * Points are taken from the edges inwards, so that a name moves into free space only.
 */
function labels(points: readonly (Point & { at: { x: number; y: number } })[]): string[] {
  const placed: { left: number; right: number; y: number }[] = [];
  const middle = HEIGHT / 2;
  return points
    .toSorted((a, b) => Math.abs(b.at.y - middle) - Math.abs(a.at.y - middle))
    .map(({ operation, at }) => {
      const width = textWidth(operation.name);
      const toLeft = at.x + RADIUS + 6 + width > WIDTH - RIGHT;
      const left = toLeft ? at.x - RADIUS - 6 - width : at.x + RADIUS + 6;
      const inwards = at.y < middle ? 1 : -1;
      let y = at.y + 4;
      const collides = () =>
        placed.some(
          (other) =>
            other.left < left + width && left < other.right && Math.abs(other.y - y) < LINE_HEIGHT,
        );
      while (collides()) y += inwards;
      placed.push({ left, right: left + width, y });
      return [
        leader(at, toLeft ? left + width + 2 : left - 2, y - 4),
        svgText(operation.name, left, y, "halo"),
      ].join("");
    });
}
