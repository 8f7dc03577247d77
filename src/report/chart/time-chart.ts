import { scaleLinear } from "d3-scale";
import { element, escapeText } from "./markup.ts";
import { filled, stroked, svgDocument, svgText, textWidth } from "./svg.ts";

/** A quantity over time. */
export interface TimeLine {
  name: string;
  fill: string;
  /** One for each slice; drawn as steps. */
  values: readonly number[];
}

export interface TimeChart {
  title: string;
  lines: readonly TimeLine[];
  /** End of each slice, s. */
  endSeconds: readonly number[];
  /** Largest value of the axis; that of the lines when left out. */
  most?: number;
  format: (value: number) => string;
}

const WIDTH = 1100;
const HEIGHT = 190;
const FRAME = { x: 70, y: 30, width: WIDTH - 90, height: HEIGHT - 62 };
const TICKS = 4;

/** Quantities over the time of a replay, as lines in steps. */
export function renderTimeChart({ title, lines, endSeconds, most, format }: TimeChart): string {
  const bottom = FRAME.y + FRAME.height;
  const last = endSeconds.at(-1) ?? 1;
  const x = scaleLinear([0, last], [FRAME.x, FRAME.x + FRAME.width]);
  const highest = most ?? Math.max(1e-9, ...lines.flatMap(({ values }) => values));
  const y = scaleLinear([0, highest], [bottom, FRAME.y]).nice(TICKS);
  const grid = y
    .ticks(TICKS)
    .flatMap((value) => [
      line(FRAME.x, y(value), FRAME.x + FRAME.width, y(value)),
      svgText(format(value), FRAME.x - 6, y(value) + 4, { tone: "muted", anchor: "end" }),
    ]);
  const times = x
    .ticks(8)
    .map((value) =>
      svgText(`${value} s`, x(value), bottom + 16, { tone: "muted", anchor: "middle" }),
    );
  return svgDocument(WIDTH, HEIGHT, title, [
    svgText(title, FRAME.x, 14, { bold: true }),
    ...legend(lines, FRAME.x + textWidth(title) + 30),
    ...grid,
    ...times,
    ...lines.map(({ name, fill, values }) =>
      element(
        "path",
        { d: path(values, endSeconds, x, y), fill: "none", stroke: fill, "stroke-width": 1.6 },
        element("title", {}, escapeText(name)),
      ),
    ),
    line(FRAME.x, bottom, FRAME.x + FRAME.width, bottom),
  ]);
}

type Scale = (value: number) => number;

function path(
  values: readonly number[],
  endSeconds: readonly number[],
  x: Scale,
  y: Scale,
): string {
  const points = values.flatMap((value, index) => [
    [endSeconds[index - 1] ?? 0, value] as const,
    [endSeconds[index] ?? 0, value] as const,
  ]);
  return points
    .map(([at, value], index) => `${index === 0 ? "M" : "L"}${round(x(at))} ${round(y(value))}`)
    .join("");
}

function legend(lines: readonly Pick<TimeLine, "name" | "fill">[], left: number): string[] {
  if (lines.length < 2) return [];
  let at = left;
  return lines.flatMap(({ name, fill }) => {
    const from = at;
    at += textWidth(name) + 40;
    return [
      element("rect", { x: from, y: 8, width: 14, height: 4, fill }),
      svgText(name, from + 19, 14),
    ];
  });
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return element("line", { ...stroked("line", 1), ...{ x1, y1, x2, y2 } });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Which of some names each slice of time has, as a strip in the colours of their kinds. */
export function renderTimeStrip(
  title: string,
  names: readonly (string | undefined)[],
  kinds: readonly { name: string; fill: string }[],
  fillOf: (name: string) => string,
): string {
  const width = FRAME.width / Math.max(1, names.length);
  const runs: { name: string; from: number; to: number }[] = [];
  for (const [index, name] of names.entries()) {
    const last = runs.at(-1);
    if (name === undefined) continue;
    if (last?.name === name && last.to === index) last.to = index + 1;
    else runs.push({ name, from: index, to: index + 1 });
  }
  return svgDocument(WIDTH, 56, title, [
    svgText(title, FRAME.x, 14, { bold: true }),
    ...legend(kinds, FRAME.x + textWidth(title) + 30),
    element("rect", { ...filled("band"), x: FRAME.x, y: 22, width: FRAME.width, height: 26 }),
    ...runs.flatMap(({ name, from, to }) => {
      const [left, span] = [FRAME.x + from * width, (to - from) * width];
      const bar = element(
        "rect",
        { x: round(left), y: 22, width: round(span), height: 26, fill: fillOf(name) },
        element("title", {}, escapeText(name)),
      );
      if (textWidth(name) + 6 > span) return [bar];
      return [bar, svgText(name, left + span / 2, 39, { black: true, anchor: "middle" })];
    }),
  ]);
}
