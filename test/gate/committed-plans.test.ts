import { describe, expect, it } from "@jest/globals";
import { commandToRemake } from "../../src/gate/remake.ts";
import { shippedPlans } from "../support/shipped-plans.ts";

describe("committed plans", () => {
  it.each(shippedPlans())("are made where they lie by their own command: %s", (path, plan) => {
    expect(commandToRemake(plan, path)).toBe(plan.provenance.command);
    expect(plan.provenance.command).not.toMatch(/--(json|quiet)/);
  });

  it("cover four workloads for each model, GPU and parallelism", () => {
    const workloads = new Map<string, string[]>();
    for (const [, { model, gpu, workload }] of shippedPlans()) {
      const place = `${model.id} ${gpu.id} ${model.tensorParallel}`;
      workloads.set(place, [...(workloads.get(place) ?? []), workload.name].sort());
    }
    expect(workloads.size).toBeGreaterThan(0);
    for (const names of workloads.values()) {
      expect(names).toEqual(["1024/512", "lmsys", "sharegpt", "splitwise"]);
    }
  });
});
