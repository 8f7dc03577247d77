import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Plan } from "../../../src/generated/plan.ts";
import { type Box, type ChartLayout, layOutChart } from "../../../src/report/chart/chart-layout.ts";
import { planFixture } from "../../support/plan-fixture.ts";
import { shippedPlans } from "../../support/shipped-plans.ts";

const PLANS: [name: string, plan: Plan][] = [
  ["a sequential fixture", planFixture({ kind: "sequential" })],
  ["an overlapped fixture on two GPUs", planFixture({ tensorParallel: 2 })],
  ...shippedPlans(),
];

function overlap(a: Box, b: Box): boolean {
  const slack = 1e-6;
  return (
    a.x + a.width > b.x + slack &&
    b.x + b.width > a.x + slack &&
    a.y + a.height > b.y + slack &&
    b.y + b.height > a.y + slack
  );
}

/** Whether a vertical line goes through a box, more than half a pixel inside. */
function crosses({ x, width }: Box, line: number): boolean {
  return line > x + 0.5 && line < x + width - 0.5;
}

function labelsOf({ lanes }: ChartLayout): Box[] {
  return lanes.flatMap(({ bars }) => bars.flatMap(({ label }) => (label ? [label.box] : [])));
}

describe("layOutChart", () => {
  it.each(PLANS)("keeps labels apart, at any width: %s", (_name, plan) => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 9000 }), (width) => {
        const labels = labelsOf(layOutChart(plan, width));
        labels.forEach((label, index) => {
          for (const other of labels.slice(index + 1)) expect(overlap(label, other)).toBe(false);
        });
      }),
      { numRuns: 20 },
    );
  });

  it.each(PLANS)("keeps bars inside their lane, and lanes inside the chart: %s", (_name, plan) => {
    const chart = layOutChart(plan, 1000);
    for (const lane of chart.lanes) {
      expect(lane.y + lane.height).toBeLessThanOrEqual(chart.height);
      for (const bar of lane.bars) {
        expect(bar.y).toBeGreaterThanOrEqual(lane.y - 1e-6);
        expect(bar.y + bar.height).toBeCloseTo(lane.y + lane.height, 6);
        expect(bar.x).toBeGreaterThanOrEqual(lane.x - 1e-6);
        expect(bar.x + bar.width).toBeLessThanOrEqual(lane.x + lane.width + 1e-6);
      }
    }
  });

  it.each(PLANS)(
    "keeps labels in their lane and period, off other bars, at any width: %s",
    (_, plan) => {
      fc.assert(
        fc.property(fc.integer({ min: 400, max: 9000 }), (width) => {
          const { lanes, scale } = layOutChart(plan, width);
          const edges = [scale(0), scale(plan.predicted.periodUs)];
          for (const { bars, ...lane } of lanes) {
            for (const { label, bar, ...box } of bars) {
              if (label === undefined) continue;
              const crossed = edges.filter(
                (edge) => crosses(label.box, edge) && !crosses(box, edge),
              );
              expect(crossed).toEqual([]);
              expect(label.box.y).toBeGreaterThanOrEqual(lane.y);
              const covered = bars.filter(
                (other) => other.bar !== bar && overlap(label.box, other),
              );
              expect(covered.map((other) => other.bar.nanoOperation.id)).toEqual([]);
            }
          }
        }),
        { numRuns: 20 },
      );
    },
  );

  it("names a bar too narrow for its name above it, where its lane is free", () => {
    const plan = planFixture({ tensorParallel: 2 });
    const bars = layOutChart(plan, 700).lanes.flatMap((lane) => lane.bars);
    const above = bars.filter(({ label, width }) => label !== undefined && label.box.width > width);
    expect(above.length).toBeGreaterThan(0);
    for (const { label, y } of above) {
      expect((label?.box.y ?? 0) + (label?.box.height ?? 0)).toBeLessThan(y);
    }
  });

  it("draws each nano-operation once in the period and its SM share as height", () => {
    const plan = planFixture({ tensorParallel: 2 });
    const bars = layOutChart(plan, 1000).lanes.flatMap((lane) =>
      lane.bars.map((shape) => ({ shape, laneHeight: lane.height })),
    );
    const shown = bars.filter(({ shape }) => shape.bar.period === 0);
    expect(shown.map(({ shape }) => shape.bar.nanoOperation.id).sort()).toEqual(
      plan.nanoOperations.map(({ id }) => id).sort(),
    );
    for (const { shape, laneHeight } of shown) {
      const share = shape.bar.nanoOperation.partition.smCount / plan.gpu.smCount;
      expect(shape.height).toBeCloseTo(share * laneHeight, 6);
    }
  });

  it("labels more nano-operations by name the wider it is", () => {
    const plan = planFixture({ tensorParallel: 2 });
    const named = (width: number) => labelsOf(layOutChart(plan, width)).length;
    expect(named(8000)).toBeGreaterThan(named(500));
  });
});
