import { describe, expect, it } from "@jest/globals";
import { aroundLayersUs } from "../../src/cost/around-layers.ts";
import { CostTable } from "../../src/cost/cost-table.ts";
import { simulateProgram } from "../../src/engine/simulator/simulate-program.ts";
import type { Plan } from "../../src/generated/plan.ts";
import { readPlan } from "../../src/plan/plan-file.ts";
import { choiceOf } from "../../src/plan-set/set-choice.ts";
import { stepTimes } from "../../src/plan-set/step-times.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { loadProfileOf } from "../../src/setup/plan-profile.ts";

const PATH = "plans/h200-sxm/llama-3-8b-tp1-1024-512.plan.yaml";
const { plan } = readPlan(PATH);
const costs = new CostTable(loadProfileOf(PATH, plan).profile);
const { decodeTokens, decodeContext } = plan.workload;
const KV_CAPACITY = 900_086;

/** The whole plan at another context, lowered and simulated anew. */
function simulatedUs(decodeContextThen: number): number {
  const workload: Plan["workload"] = { ...plan.workload, decodeContext: decodeContextThen };
  const program = lowerPlan({ ...plan, workload }, plan.model.layers);
  const { totalUs, clockMhz } = simulateProgram(program, costs);
  const batch = { tokens: workload.denseBatchTokens, ...workload };
  const stretch = costs.boostClockMhz / clockMhz - 1;
  return totalUs + aroundLayersUs(plan.model, batch, costs, stretch);
}

describe("times of a program's steps", () => {
  const steps = stepTimes(plan, costs, KV_CAPACITY);

  it("rise with the KV that is read, from the least context measured to what the cache holds", () => {
    for (const [row, [kvTokens, us]] of steps.entries()) {
      const [tokensBefore, usBefore] = steps[row - 1] ?? [0, 0];
      expect(kvTokens).toBeGreaterThan(tokensBefore);
      expect(us).toBeGreaterThan(usBefore);
    }
    expect(steps[0][0]).toBe(decodeTokens * 256);
    expect(steps.at(-1)?.[0]).toBe(KV_CAPACITY);
  });

  it("hold what the plan predicts for its own context", () => {
    const own = steps.find(([kvTokens]) => kvTokens === decodeTokens * decodeContext);
    expect(own?.[1]).toBeCloseTo(plan.predicted.stepUs, 1);
  });

  it("are within a percent of the simulator in between", () => {
    const program = { name: "d683p1365", phase: "steady" as const, steps, plan };
    const choice = choiceOf({ programs: [program] });
    for (const share of [0.3, 0.75, 0.9, 1.02]) {
      const kvTokens = share * decodeContext * decodeTokens;
      const error = choice.stepUs(0, kvTokens) / simulatedUs(share * decodeContext) - 1;
      expect(Math.abs(error)).toBeLessThan(0.01);
    }
  });
});
