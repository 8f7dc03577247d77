import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { ModelShape, Plan } from "../../../src/generated/plan.ts";
import { dataFlow } from "../../../src/program/data-flow.ts";
import { lowerPlan } from "../../../src/program/lower.ts";
import { findRaces } from "../../../src/program/race-check.ts";
import { planFixture } from "../../support/plan-fixture.ts";
import { randomPlan } from "../../support/random-plan.ts";
import { EXPERTS, prove, smallProgram } from "../../support/small-programs.ts";

/** The fixture for another model. */
function planOf(shape: Partial<ModelShape>, plan: Plan = planFixture()): Plan {
  return { ...plan, model: { ...plan.model, shape: { ...plan.model.shape, ...shape } } };
}

const EQUAL = { equal: true, kvFaults: [], sameTokens: true };

describe("numerical proof", () => {
  const models: [string, Plan][] = [
    ["a dense model", planFixture()],
    ["a model of one query head to a KV head", planOf({ kvHeads: 8 })],
    ["a model with QKV bias", planOf({ family: "qwen2", qkvBias: true })],
    ["a model with norms of queries and keys", planOf({ family: "qwen3", qkNorm: true })],
    ["a model with tied embeddings", planOf({ tiedEmbeddings: true })],
    ["a model with experts", planFixture({ mlp: { ...EXPERTS, sharedExpertIntermediateSize: 0 } })],
    ["a model with a shared expert", planFixture({ mlp: EXPERTS })],
    [
      "a router that keeps its probabilities",
      planFixture({ mlp: { ...EXPERTS, renormalizedExpertWeights: false } }),
    ],
    ["a plan that cuts attention finer than the rest", planFixture({ cutsAttentionOnly: true })],
    ["a sequential plan", planFixture({ kind: "sequential" })],
    ["two GPUs", planFixture({ tensorParallel: 2 })],
    [
      "two GPUs that hold the same KV head",
      planOf({ kvHeads: 1 }, planFixture({ tensorParallel: 2 })),
    ],
    ["experts on two GPUs", planFixture({ tensorParallel: 2, mlp: EXPERTS })],
  ];

  it.each(models)("holds for %s", (_, plan) => {
    const proof = prove(smallProgram(plan));
    expect(proof).toMatchObject(EQUAL);
    expect(proof.maxRelativeError).toBeLessThan(1e-12);
    expect(proof.rows).toBeGreaterThan(8);
  });

  it("holds for random legal schedules, which have no race", () => {
    fc.assert(
      fc.property(randomPlan, fc.nat(), (plan, seed) => {
        const program = lowerPlan(plan, 4);
        expect(findRaces(program)).toEqual([]);
        expect(dataFlow(program).staleReads).toEqual([]);
        expect(prove(smallProgram(plan, 4), 3, seed)).toMatchObject(EQUAL);
      }),
      { numRuns: 20 },
    );
  });
});
