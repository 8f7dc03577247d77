import type { Ceilings } from "../../analysis/analyze.ts";
import type { Segment } from "./geometry.ts";
import { keyGrid } from "./legend.ts";
import { element, escapeText } from "./markup.ts";
import {
  HEIGHT,
  layOutRoofline,
  type MeasuredOperation,
  RADIUS,
  type RooflineLayout,
  type RooflinePoint,
  WIDTH,
} from "./roofline-layout.ts";
import { FONT_SIZE, filled, stroked, svgDocument, svgText } from "./svg.ts";

const POINT_FILL = "#56b4e9";

/**
 * Roofline of a GPU with the operations of a layer on it (Williams, Waterman, Patterson, "Roofline:
 * an insightful visual performance model", 2009): operations per second against operations per byte,
 * both axes logarithmic. A point below the roof is a kernel that does not reach what bounds it.
 */
export function renderRoofline(
  operations: readonly MeasuredOperation[],
  ceilings: Ceilings,
): string {
  const layout = layOutRoofline(operations, ceilings);
  const { frame, roof, points } = layout;
  const key = keyGrid(layout.key, { x: frame.x, y: HEIGHT, width: frame.width });
  const middle = frame.x + frame.width / 2;
  return svgDocument(WIDTH, key.bottom, "Roofline", [
    ...axes(layout),
    svgText("operations per byte", middle, HEIGHT - 12, { tone: "muted", anchor: "middle" }),
    svgText("TFLOP/s", frame.x, 14, { tone: "muted", anchor: "middle" }),
    ...points.map(({ label }) => element("rect", { ...filled("page"), ...label })),
    ...roof.map((segment) => lineMark(segment, "ink", 1.8)),
    ...points.map(pointMark),
    ...points.flatMap(({ leader }) => (leader ? [lineMark(leader, "muted", 0.8)] : [])),
    ...points.map(({ label: { x, y }, text }) => svgText(text, x, y + FONT_SIZE)),
    ...key.marks,
  ]);
}

function axes({ frame, x, y }: RooflineLayout): string[] {
  const [right, bottom] = [frame.x + frame.width, frame.y + frame.height];
  return [
    ...powersOfTen(x.domain()).flatMap((value) => {
      const at = x(value);
      return [
        lineMark({ from: { x: at, y: frame.y }, to: { x: at, y: bottom } }, "line", 1),
        svgText(String(value), at, bottom + 16, { tone: "muted", anchor: "middle" }),
      ];
    }),
    ...powersOfTen(y.domain()).flatMap((value) => {
      const at = y(value);
      return [
        lineMark({ from: { x: frame.x, y: at }, to: { x: right, y: at } }, "line", 1),
        svgText(String(value / 1e12), frame.x - 8, at + 4, { tone: "muted", anchor: "end" }),
      ];
    }),
  ];
}

function powersOfTen([from = 1, to = 1]: number[]): number[] {
  const first = Math.ceil(Math.log10(from));
  const last = Math.floor(Math.log10(to));
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

function lineMark({ from, to }: Segment, tone: "ink" | "muted" | "line", width: number): string {
  return element("line", {
    ...stroked(tone, width),
    ...{ x1: from.x, y1: from.y, x2: to.x, y2: to.y },
  });
}

function pointMark({ operation, intensity, flopsPerSecond, x, y }: RooflinePoint): string {
  const tip = `${operation.name}\n${intensity.toFixed(1)} operations per byte\n${(flopsPerSecond / 1e12).toFixed(1)} TFLOP/s, ${operation.measuredUs.toFixed(1)} µs`;
  return element(
    "g",
    { "data-tip": tip },
    element("title", {}, escapeText(tip)),
    element("circle", { ...stroked("ink", 1), cx: x, cy: y, r: RADIUS, fill: POINT_FILL }),
  );
}
