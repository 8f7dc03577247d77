import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../../src/generated/plan.ts";
import { keyOf } from "../../../src/report/chart/chart-key.ts";
import {
  type BarShape,
  type ChartLayout,
  layOutChart,
} from "../../../src/report/chart/chart-layout.ts";
import {
  contains,
  cross,
  overlap,
  passesThrough,
  type Segment,
} from "../../../src/report/chart/geometry.ts";
import { textWidth } from "../../../src/report/chart/svg.ts";
import { coarsePlan } from "../../support/coarse-plan.ts";
import { planFixture } from "../../support/plan-fixture.ts";
import { shippedPlans } from "../../support/shipped-plans.ts";

/** A fixture whose attention of the second nano-batch runs on into the next period. */
function runningOver(): Plan {
  const plan = planFixture({ tensorParallel: 2 });
  const nanoOperations = plan.nanoOperations.map((each) =>
    each.id === "decode_attention.1" ? { ...each, startUs: 470, durationUs: 180 } : each,
  ) as Plan["nanoOperations"];
  return { ...plan, nanoOperations };
}

const PLANS: [name: string, plan: Plan][] = [
  ["a sequential fixture", planFixture({ kind: "sequential" })],
  ["an overlapped fixture on two GPUs", planFixture({ tensorParallel: 2 })],
  ["a fixture of four nano-batches", coarsePlan()],
  ["a fixture that runs over the period's end", runningOver()],
  ...shippedPlans(),
];
/** Narrow, between, as drawn, and zoomed. */
const WIDTHS = [400, 777, 1140, 4560];

function barsOf({ lanes }: ChartLayout): BarShape[] {
  return lanes.flatMap(({ bars }) => bars);
}

function segmentsOf({ label }: BarShape): Segment[] {
  const corners = label?.leader ?? [];
  return corners.slice(1).flatMap((to, index) => {
    const from = corners[index];
    return from === undefined ? [] : [{ from, to }];
  });
}

/** What lies over what in a chart. */
function collisions(plan: Plan, chart: ChartLayout): string[] {
  const bars = barsOf(chart);
  const edges = [0, plan.predicted.periodUs].map((us) => {
    const x = chart.scale(us);
    return { from: { x, y: 0 }, to: { x, y: chart.height } };
  });
  const frame = { x: 0, y: 20, width: chart.width, height: chart.height - 20 };
  const faults: string[] = [];
  for (const bar of bars) {
    const { label, name } = bar;
    if (label === undefined) continue;
    const check = (wrong: boolean, what: string) => {
      if (wrong) faults.push(`${name} of period ${bar.bar.period} ${what}`);
    };
    check(!contains(frame, label.box), "leaves the chart");
    check(label.onBar && !contains(bar, label.box), "leaves its bar");
    check(
      edges.some((edge) => passesThrough(edge, label.box)),
      "lies on the period's edge",
    );
    for (const other of bars) {
      if (other === bar) continue;
      check(overlap(label.box, other), `lies on ${other.name}`);
      check(
        other.label !== undefined && overlap(label.box, other.label.box),
        `covers the label of ${other.name}`,
      );
      for (const line of segmentsOf(bar)) {
        check(passesThrough(line, other), `has a line through ${other.name}`);
        check(
          other.label !== undefined && passesThrough(line, other.label.box),
          `has a line through the label of ${other.name}`,
        );
        check(
          segmentsOf(other).some((each) => cross(line, each)),
          `has a line across that of ${other.name}`,
        );
      }
    }
  }
  return faults;
}

describe("layOutChart", () => {
  it.each(PLANS)("keeps labels and lines off each other, other bars and edges: %s", (_, plan) => {
    for (const width of WIDTHS) {
      expect({ width, faults: collisions(plan, layOutChart(plan, width)) }).toEqual({
        width,
        faults: [],
      });
    }
  });

  it.each(PLANS)("keeps bars inside their lane, and lanes inside the chart: %s", (_, plan) => {
    const chart = layOutChart(plan, 1000);
    for (const lane of chart.lanes) {
      expect(lane.y + lane.height).toBeLessThanOrEqual(chart.height);
      for (const bar of lane.bars) {
        expect(contains(lane, bar)).toBe(true);
        expect(bar.y + bar.height).toBeCloseTo(lane.y + lane.height, 6);
      }
    }
  });

  it.each(PLANS)(
    "labels every bar of the period by name or by a number of the key: %s",
    (_, plan) => {
      const chart = layOutChart(plan, 1140);
      const key = keyOf(chart);
      expect(key.unlabelled).toBe(0);
      const shown = barsOf(chart).filter(({ bar }) => bar.period === 0);
      const numbered = shown.filter(({ label }) => label?.kind === "number");
      expect(key.entries.map(({ name }) => name).sort()).toEqual(
        numbered.map(({ name }) => name).sort(),
      );
      expect(key.entries.map(({ number }) => number)).toEqual(
        key.entries.map((_each, index) => index + 1),
      );
      for (const { label, name } of shown) {
        if (label?.kind === "name") expect(label.box.width).toBeCloseTo(textWidth(name), 6);
      }
    },
  );

  it("leads a line from the label of a short bar of the critical path to it", () => {
    const plan = planFixture({ kind: "sequential" });
    const shown = barsOf(layOutChart(plan, 500)).filter(({ bar }) => bar.period === 0);
    const led = shown.filter(({ label }) => (label?.leader.length ?? 0) > 0);
    expect(led.length).toBeGreaterThan(0);
    for (const bar of led) {
      const end = bar.label?.leader.at(-1);
      expect(end?.y).toBe(bar.y);
      expect(end?.x).toBeGreaterThan(bar.x);
      expect(end?.x).toBeLessThan(bar.x + bar.width);
    }
  });

  it("names a low bar above it, where its lane is free", () => {
    const plan = planFixture({ tensorParallel: 2 });
    const low = {
      ...plan,
      nanoOperations: plan.nanoOperations.map((each) =>
        each.lane === "memory" ? { ...each, partition: { ...each.partition, smCount: 8 } } : each,
      ) as Plan["nanoOperations"],
    };
    const above = barsOf(layOutChart(low, 1400)).filter(
      ({ bar, label }) =>
        bar.period === 0 && bar.nanoOperation.lane === "memory" && label?.leader.length === 0,
    );
    expect(above.length).toBeGreaterThan(0);
    for (const { label, y } of above) {
      expect((label?.box.y ?? 0) + (label?.box.height ?? 0)).toBeLessThan(y);
    }
  });

  it("says how many bars it leaves without a label where it is far too narrow", () => {
    const plan = coarsePlan();
    const chart = layOutChart(plan, 200);
    const unlabelled = barsOf(chart).filter(
      ({ bar, label }) => bar.period === 0 && label === undefined,
    );
    expect(unlabelled.length).toBeGreaterThan(0);
    expect(keyOf(chart).unlabelled).toBe(unlabelled.length);
    expect(collisions(plan, chart)).toEqual([]);
  });

  it("draws each nano-operation once in the period and its SM share as height", () => {
    const plan = planFixture({ tensorParallel: 2 });
    const chart = layOutChart(plan, 1000);
    const shown = barsOf(chart).filter(({ bar }) => bar.period === 0);
    expect(shown.map(({ bar }) => bar.nanoOperation.id).sort()).toEqual(
      plan.nanoOperations.map(({ id }) => id).sort(),
    );
    for (const { bar, height } of shown) {
      const share = bar.nanoOperation.partition.smCount / plan.gpu.smCount;
      expect(height).toBeCloseTo(share * (chart.lanes[0]?.height ?? 0), 6);
    }
  });

  it("labels more nano-operations by name the wider it is", () => {
    const plan = planFixture({ tensorParallel: 2 });
    const named = (width: number) =>
      barsOf(layOutChart(plan, width)).filter(({ label }) => label?.kind === "name").length;
    expect(named(8000)).toBeGreaterThan(named(500));
  });
});
