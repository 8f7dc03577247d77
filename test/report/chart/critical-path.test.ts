import { describe, expect, it } from "@jest/globals";
import { criticalPath } from "../../../src/report/chart/critical-path.ts";
import { planFixture } from "../../support/plan-fixture.ts";
import { shippedPlans } from "../../support/shipped-plans.ts";

describe("criticalPath", () => {
  it("is the whole of a sequential plan", () => {
    const plan = planFixture({ kind: "sequential" });
    expect(criticalPath(plan).size).toBe(plan.nanoOperations.length);
  });

  it.each([planFixture(), planFixture({ tensorParallel: 2 }), ...shippedPlans().map(([, p]) => p)])(
    "takes whole periods: %#",
    (plan) => {
      const path = criticalPath(plan);
      const busyUs = plan.nanoOperations
        .filter(({ id }) => path.has(id))
        .reduce((sum, { durationUs }) => sum + durationUs, 0);
      const periods = busyUs / plan.predicted.periodUs;
      expect(Math.round(periods)).toBeGreaterThanOrEqual(1);
      expect(periods).toBeCloseTo(Math.round(periods), 2);
    },
  );
});
