import type { Plan } from "../../src/generated/plan.ts";
import { planFixture } from "./plan-fixture.ts";

/**
 * A fixture of four nano-batches whose operations each cover two of them, but for the one named,
 * which is not cut.
 */
export function coarsePlan(uncut = "o_proj.0"): Plan {
  const plan = planFixture({ tensorParallel: 2 });
  const nanoBatches = [0, 1, 2, 3].map((id) => ({
    id,
    tokens: [id * 128, (id + 1) * 128] as [number, number],
    decodeTokens: 32,
    prefillTokens: 96,
  }));
  return {
    ...plan,
    nanoBatches: nanoBatches as Plan["nanoBatches"],
    nanoOperations: plan.nanoOperations.map((each) => ({
      ...each,
      nanoBatch: each.nanoBatch * 2,
      tokens: each.id === uncut ? [0, 512] : each.tokens,
    })) as Plan["nanoOperations"],
  };
}
