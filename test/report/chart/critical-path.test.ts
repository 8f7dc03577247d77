import { describe, expect, it } from "@jest/globals";
import { criticalPath } from "../../../src/report/chart/critical-path.ts";
import { planFixture } from "../../support/plan-fixture.ts";
import { shippedPlans } from "../../support/shipped-plans.ts";

const PLANS = [
  planFixture(),
  planFixture({ tensorParallel: 2 }),
  ...shippedPlans().map(([, plan]) => plan),
];

describe("criticalPath", () => {
  it("is the whole of a sequential plan", () => {
    const plan = planFixture({ kind: "sequential" });
    expect(criticalPath(plan).size).toBe(plan.nanoOperations.length);
  });

  it.each(PLANS)("takes whole periods, where there is one: %#", (plan) => {
    const path = criticalPath(plan);
    const busyUs = plan.nanoOperations
      .filter(({ id }) => path.has(id))
      .reduce((sum, { durationUs }) => sum + durationUs, 0);
    const periods = busyUs / plan.predicted.periodUs;
    expect(periods).toBeCloseTo(Math.round(periods), 2);
    expect(periods > 0.5).toBe(path.size > 0);
  });

  it("is seen in all plans but those whose layers differ in turns", () => {
    const without = PLANS.filter((plan) => criticalPath(plan).size === 0);
    expect(without.length).toBeLessThanOrEqual(0.05 * PLANS.length);
  });
});
