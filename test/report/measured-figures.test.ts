import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../src/generated/plan.ts";
import { renderHtml } from "../../src/report/chart/plan-html.ts";
import { renderSvg } from "../../src/report/chart/plan-svg.ts";
import { renderGantt } from "../../src/report/gantt.ts";
import { measuredText } from "../../src/report/measured-figures.ts";
import { planFixture } from "../support/plan-fixture.ts";

type Measured = NonNullable<Plan["measured"]>;

function measuredPlan(changes: Partial<Measured> = {}): Plan {
  const plan = planFixture({ layers: 8 });
  const measured: Measured = {
    periodUs: 640,
    spread: 0.01,
    samples: 30,
    layers: 8,
    stepUs: 5312.5,
    clockMhz: 1700,
    powerW: 650,
    gpu: "NVIDIA H100",
    driverVersion: "580.0",
    cublasLtVersion: "13.1.0",
    measuredAt: "2026-11-29T02:01:59.072Z",
    command: "nanoflow-plan run fixture.plan.yaml",
    sequential: { periodUs: 680, speedup: 1.063, verdict: "faster" },
    ...changes,
  };
  const predicted = {
    ...{ ...plan.predicted, speedup: 1.098, stepUs: 5000 },
    ...{ tokensPerSecondPerGpu: 100_000, optimalFraction: 0.5 },
  };
  return { ...plan, predicted, measured };
}

describe("what a GPU made of a plan", () => {
  it("is the speed-up over all layers, and the whole step beside the predicted one", () => {
    expect(measuredText(measuredPlan())).toBe(
      "measured over all 8 layers of a step: 1.063x, faster; whole step 5312.5 µs, predicted 5000.0 µs",
    );
  });

  it("has no prediction where fewer layers ran, nor a speed-up without a sequential plan", () => {
    const { sequential: _, ...alone } = measuredPlan({ layers: 2, stepUs: 1400 })
      .measured as Measured;
    expect(measuredText({ ...measuredPlan(), measured: alone })).toBe(
      "measured over 2 of 8 layers: not beside sequential; step of 2 layers 1400.0 µs",
    );
  });

  it("is said to be missing", () => {
    expect(measuredText(planFixture())).toBe("not measured on a GPU");
  });

  it("stands beside the prediction in chart, picture and page", () => {
    const plan = measuredPlan();
    for (const shown of [
      renderGantt(plan, { width: 200, color: false }),
      renderSvg(plan, 1140),
      renderHtml(plan),
    ]) {
      expect(shown).toContain("1.098x");
      expect(shown).toContain("1.063x, faster");
      expect(shown).toContain("whole step 5312.5 µs, predicted 5000.0 µs");
    }
    expect(rowsOf(renderHtml(plan))).toEqual(
      expect.arrayContaining([
        ["speed-up over sequential", "1.098x", "1.063x, faster"],
        ["whole step", "5000.0 µs", "5312.5 µs"],
        ["throughput per GPU", "100,000 tokens/s", "96,376 tokens/s"],
        ["share of the compute optimum", "50.0%", ""],
      ]),
    );
  });

  it("leaves the cells of a whole step empty where fewer layers ran", () => {
    const rows = rowsOf(renderHtml(measuredPlan({ layers: 2, stepUs: 1400 })));
    expect(rows).toContainEqual(["whole step", "5000.0 µs", ""]);
    expect(rows).toContainEqual(["throughput per GPU", "100,000 tokens/s", ""]);
  });

  it("says how to measure a plan, also one for several GPUs", () => {
    for (const tensorParallel of [1, 2] as const)
      expect(renderHtml(planFixture({ tensorParallel }))).toContain(
        "--engine cuda --compare --record",
      );
  });
});

function rowsOf(page: string): string[][] {
  return [...page.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<td[^>]*?(?:\/>|>(.*?)<\/td>)/g)].map(([, cell = ""]) => cell),
  );
}
