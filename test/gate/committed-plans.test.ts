import { describe, expect, it } from "@jest/globals";
import { CostTable } from "../../src/cost/cost-table.ts";
import { simulateProgram } from "../../src/engine/simulator/simulate-program.ts";
import type { Plan } from "../../src/generated/plan.ts";
import { readPlan } from "../../src/plan/plan-file.ts";
import type { LoadedProfile } from "../../src/profile/load.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { loadProfileOf } from "../../src/setup/plan-profile.ts";
import { commandToRemake } from "../../src/setup/remake-command.ts";
import { verifyPlan } from "../../src/verify/verify.ts";
import { shippedPlans } from "../support/shipped-plans.ts";

const PLANS = shippedPlans();
const profiles = new Map<string, LoadedProfile>();
const costTables = new Map<LoadedProfile, CostTable>();

/** Many plans are made from the same measurements, which are read once. */
function profileOf(path: string, plan: Plan): LoadedProfile {
  const { measurements = "" } = plan.profile;
  const loaded = profiles.get(measurements) ?? loadProfileOf(path, plan);
  profiles.set(measurements, loaded);
  return loaded;
}

function costsOf(loaded: LoadedProfile): CostTable {
  const costs = costTables.get(loaded) ?? new CostTable(loaded.profile);
  costTables.set(loaded, costs);
  return costs;
}

const ONE = ["1024/512"];
const TWO = [...ONE, "sharegpt"];
const ALL = [...ONE, "lmsys", "sharegpt", "splitwise"];

describe("committed plans", () => {
  it.each(PLANS.slice(0, 1))("are made elsewhere by another --out: %s", (path, plan) => {
    const command = commandToRemake(plan, "other folder/plan.yaml");
    expect(command?.match(/--out/g)).toHaveLength(1);
    expect(command).toContain("--out 'other folder/plan.yaml'");
    expect(command).not.toContain(path);
  });

  it.each(PLANS)("are made where they lie by their own command: %s", (path, plan) => {
    expect(commandToRemake(plan, path)).toBe(plan.provenance.command);
    expect(plan.provenance.command).not.toMatch(/--(json|quiet)/);
  });

  it.each(PLANS)("are sound and keep their period: %s", (path) => {
    const { plan, document } = readPlan(path);
    const loaded = profileOf(path, plan);
    const findings = verifyPlan(document, plan, loaded);
    // Kernels that are smaller than any measured are worth a note.
    expect(findings.filter(({ severity }) => severity !== "note")).toEqual([]);
    const program = lowerPlan(plan, plan.model.layers);
    const { periodUs } = simulateProgram(program, costsOf(loaded));
    expect(Math.abs(periodUs / plan.predicted.periodUs - 1)).toBeLessThan(1e-4);
  });

  it("cover one workload for each model, GPU and parallelism, or two, or all four", () => {
    const workloads = new Map<string, string[]>();
    for (const [, { model, gpu, workload }] of PLANS) {
      const place = `${model.id} ${gpu.id} ${model.tensorParallel}`;
      workloads.set(place, [...(workloads.get(place) ?? []), workload.name].sort());
    }
    expect(workloads.size).toBeGreaterThan(0);
    for (const names of workloads.values()) {
      expect([ONE, TWO, ALL]).toContainEqual([...new Set(names)]);
    }
  });
});
