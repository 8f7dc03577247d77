import { describe, expect, it } from "@jest/globals";
import {
  type MeasurementLimits,
  ownMeasurementChanges,
  remedyFor,
  unlikeMeasurements,
} from "../../src/gate/measurement.ts";
import { verdictOf } from "../../src/gate/verdict.ts";
import type { Plan } from "../../src/generated/plan.ts";
import { planFixture } from "../support/plan-fixture.ts";

const LIMITS: MeasurementLimits = { tolerance: 0.005, spread: 0.02, measuredTolerance: 0.05 };
const PREDICTED_US = 1000;

type Measured = NonNullable<Plan["measured"]>;

function measured(periodUs: number, more: Partial<Measured> = {}): Measured {
  return {
    periodUs,
    spread: 0.01,
    samples: 30,
    layers: 32,
    stepUs: 33 * periodUs,
    clockMhz: 1500,
    powerW: 690,
    gpu: "NVIDIA H200",
    driverVersion: "580.1",
    cublasLtVersion: "13.1.0",
    measuredAt: "2026-01-01T00:00:00.000Z",
    command: "nanoflow-plan run my.plan.yaml --engine cuda --record",
    ...more,
  };
}

function beside(verdict: "faster" | "same" | "slower"): Partial<Measured> {
  return { sequential: { periodUs: 1010, speedup: 1.01, verdict } };
}

function verdict(own: Measured, kind: Plan["kind"] = "overlapped", limits = LIMITS) {
  return verdictOf(ownMeasurementChanges({ kind, measured: own }, PREDICTED_US, limits));
}

describe("what a plan's measurement says of it", () => {
  it.each([
    [900, "same"],
    [1000, "same"],
    [1049, "same"],
    [1051, "worse"],
  ])("calls %d µs measured for 1000 predicted %s", (periodUs, expected) => {
    expect(verdict(measured(periodUs))).toBe(expected);
  });

  it("is ambiguous where the rounds differ by as much as it exceeds the prediction", () => {
    expect(verdict(measured(1080, { spread: 0.09 }))).toBe("ambiguous");
    expect(verdict(measured(1100, { spread: 0.09 }))).toBe("worse");
  });

  it.each([
    ["faster", "same"],
    ["same", "ambiguous"],
    ["slower", "worse"],
  ] as const)(
    "judges an overlapped plan that ran %s than the sequential one %s",
    (ran, expected) => {
      expect(verdict(measured(1000, beside(ran)))).toBe(expected);
      expect(verdict(measured(1000, beside(ran)), "sequential")).toBe("same");
    },
  );

  it("says both periods and how to go on", () => {
    const changes = ownMeasurementChanges(
      { kind: "overlapped", measured: measured(1100, beside("slower")) },
      PREDICTED_US,
      LIMITS,
    );
    expect(changes.map(({ text }) => text)).toEqual([
      "predicted to measured period 1000.0 µs -> 1100.0 µs (+10.00%)",
      "measured slower than the sequential plan: 1100.0 µs, sequential 1010.0 µs (1.010x)",
    ]);
    expect(remedyFor(changes, "the command")).toMatch(/measure the profile again/);
  });

  it("has nothing to say of a plan that was not measured", () => {
    expect(ownMeasurementChanges({ kind: "overlapped" }, PREDICTED_US, LIMITS)).toEqual([]);
  });
});

describe("measurements of two versions of a plan", () => {
  const { workload } = planFixture();
  const planOf = (own: Measured, denseBatchTokens = 2048) => ({
    measured: own,
    workload: { ...workload, denseBatchTokens },
  });

  it("are like only on the same GPU with as many layers, of one dense batch", () => {
    const base = planOf(measured(1000));
    expect(unlikeMeasurements(base, planOf(measured(1200)))).toBeUndefined();
    expect(unlikeMeasurements(base, planOf(measured(1000, { gpu: "NVIDIA H100" })))).toBe(
      "measured on NVIDIA H100, by the base on NVIDIA H200: not compared",
    );
    expect(unlikeMeasurements(base, planOf(measured(1000, { layers: 8 })))).toBe(
      "measured with 8 layers, by the base with 32: not compared",
    );
    expect(unlikeMeasurements(base, planOf(measured(1000), 1024))).toBe(
      "measured with a dense batch of 1024, by the base of 2048: not compared",
    );
  });

  it("are not there to compare where one side has none", () => {
    expect(unlikeMeasurements({ workload }, planOf(measured(1000)))).toBeUndefined();
    expect(unlikeMeasurements(planOf(measured(1000)), { workload })).toContain("this one was not");
  });
});
