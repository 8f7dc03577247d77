import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../../src/generated/plan.ts";
import { keyOf } from "../../../src/report/chart/chart-key.ts";
import {
  type BarShape,
  type ChartLayout,
  layOutChart,
} from "../../../src/report/chart/chart-layout.ts";
import { nanoBatchFill, WHOLE_BATCH_FILL } from "../../../src/report/chart/palette.ts";
import { renderHtml } from "../../../src/report/chart/plan-html.ts";
import { renderBareSvg, renderSvg } from "../../../src/report/chart/plan-svg.ts";
import { renderRegions } from "../../../src/report/chart/regions-svg.ts";
import { renderRoofline } from "../../../src/report/chart/roofline-svg.ts";
import { coarsePlan } from "../../support/coarse-plan.ts";
import { planFixture } from "../../support/plan-fixture.ts";
import { type Raster, rasterisers } from "../../support/rasterisers.ts";
import { shippedPlans } from "../../support/shipped-plans.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const CEILINGS = {
  gemmFlopsPerSecond: 8e14,
  copyBytesPerSecond: 3e12,
  networkBytesPerSecond: 4e11,
};
const ROOFLINE = renderRoofline(
  ["one", "two", "three"].map((name) => ({
    name,
    flops: 1e12,
    memoryBytes: 1e10,
    measuredUs: 4000,
  })),
  CEILINGS,
);
const REGIONS = renderRegions(
  [
    {
      promptTokens: 64,
      outputTokens: 16,
      bound: "memory",
      batchTokens: 512,
      tokensPerSecondPerGpu: 9000,
    },
  ],
  [64, 128],
  [16, 32],
);

const PICTURES: [name: string, svg: string][] = [
  ["a roofline", ROOFLINE],
  ["a map of bounds", REGIONS],
  ["the page of a plan", renderHtml(coarsePlan())],
  ...[["a fixture of four nano-batches", coarsePlan()] as const, ...shippedPlans()].map(
    ([name, plan]): [string, string] => [name, renderSvg(plan, 1140)],
  ),
];

const LITERAL = /^#[0-9a-f]{6}$/;

/** Marks whose colour a program without style sheets would have to guess. */
function colourless(markup: string): string[] {
  const marks = markup.match(/<(?:rect|circle|path|line|polyline|text)\b[^>]*>/g) ?? [];
  expect(marks.length).toBeGreaterThan(2);
  return marks.filter((mark) => {
    const [, fill = ""] = / fill="([^"]*)"/.exec(mark) ?? [];
    const [, stroke = ""] = / stroke="([^"]*)"/.exec(mark) ?? [];
    return !(LITERAL.test(fill) || (fill === "none" && LITERAL.test(stroke)));
  });
}

describe("colours of pictures", () => {
  it.each(PICTURES)("are literal on every mark: %s", (_, markup) => {
    expect(colourless(markup)).toEqual([]);
  });

  it.each(PICTURES)("change by a style sheet on dark pages only: %s", (_, markup) => {
    const svgs = markup.match(/<svg .*?<\/svg>/gs) ?? [];
    const sheets = svgs.flatMap((svg) => svg.match(/(?<=<style>).*?(?=<\/style>)/gs) ?? []);
    expect(sheets.length).toBeGreaterThan(0);
    for (const sheet of sheets)
      expect(sheet).toMatch(/^@media \(prefers-color-scheme: dark\) \{.*\}$/s);
    expect(svgs.join()).not.toContain("var(");
  });
});

const folder = temporaryFolder();
const DRAWN: [name: string, plan: Plan][] = [
  ["four nano-batches", coarsePlan("gate_up_proj.0")],
  ["two nano-batches", planFixture({ tensorParallel: 2 })],
  ["no cut", planFixture({ kind: "sequential" })],
];

for (const { name, draw } of rasterisers()) {
  if (draw === undefined)
    process.stderr.write(`skipped: pictures drawn by ${name}, which is not installed\n`);
  (draw === undefined ? describe.skip : describe)(`pictures drawn by ${name}`, () => {
    // Starting a program takes long, so those draw the plan with the most kinds of bars alone.
    it.each(name === "resvg" ? DRAWN : DRAWN.slice(0, 1))(
      "have the page, the lanes and the bars in their colours: %s",
      (_, plan) => {
        const chart = layOutChart(plan, 1140);
        const raster = (draw as (svg: string, folder: string) => Raster)(
          renderBareSvg(plan, chart, keyOf(chart)),
          folder,
        );
        expect(colourAt(raster, 3, 3)).toBe("#ffffff");
        for (const { x, y, width, height, bars } of chart.lanes) {
          const spots = [
            [x + 2, y + 2],
            [x + width - 2, y + 2],
            [x + width / 2, y + height - 2],
          ] as const;
          const free = spots.filter(
            ([left, top]) =>
              !bars.some((bar) => isNear(bar, left, top)) && !onLine(plan, chart, left),
          );
          for (const [left, top] of free) expect(colourAt(raster, left, top)).toBe("#f3f3f3");
        }
        const wide = chart.lanes
          .flatMap(({ bars }) => bars)
          .filter(({ bar, width }) => bar.period === 0 && width > 12);
        expect(wide.length).toBeGreaterThan(4);
        for (const bar of wide) {
          const colours = [4, bar.height - 4].map((down) =>
            colourAt(raster, bar.x + 4, bar.y + down),
          );
          expect(colours).toEqual(expectedColours(plan, bar));
        }
      },
    );
  });
}

/** Near a bar's top and bottom. */
function expectedColours({ nanoBatches }: Plan, { bar, height }: BarShape): string[] {
  const [first, end] = bar.nanoOperation.tokens;
  const own = nanoBatches.filter(({ tokens: [start, stop] }) => start < end && stop > first);
  expect(height).toBeGreaterThan(10);
  if (own.length === nanoBatches.length) return [WHOLE_BATCH_FILL, WHOLE_BATCH_FILL];
  return [nanoBatchFill(own[0]?.id ?? -1), nanoBatchFill(own.at(-1)?.id ?? -1)];
}

function isNear({ x, y, width, height }: BarShape, left: number, top: number): boolean {
  return left > x - 4 && left < x + width + 4 && top > y - 4 && top < y + height + 4;
}

function onLine(plan: Plan, { ticks, scale }: ChartLayout, left: number): boolean {
  const lines = [...ticks.map(({ x }) => x), scale(0), scale(plan.predicted.periodUs)];
  return lines.some((line) => Math.abs(line - left) < 3);
}

function colourAt({ width, pixels }: Raster, left: number, top: number): string {
  const at = (Math.floor(top) * width + Math.floor(left)) * 4;
  return `#${[...pixels.slice(at, at + 3)].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
