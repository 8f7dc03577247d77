import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { scaledPlan } from "../../../src/engine/reference/scaled-plan.ts";
import type { Plan } from "../../../src/generated/plan.ts";
import { readPlan } from "../../../src/plan/plan-file.ts";
import { layersToSeeAll } from "../../../src/program/lower.ts";
import { searchPlan } from "../../../src/search/search.ts";
import { searchRequest } from "../../support/search-request.ts";
import { prove, smallProgram } from "../../support/small-programs.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const SHIPPED = fileURLToPath(new URL("../../../plans/h200-sxm/", import.meta.url));

/** Of Qwen/Qwen1.5-MoE-A2.7B. */
const QWEN_1_5_MOE = {
  architectures: ["Qwen2MoeForCausalLM"],
  hidden_size: 2048,
  num_attention_heads: 16,
  num_key_value_heads: 16,
  num_hidden_layers: 24,
  vocab_size: 151936,
  moe_intermediate_size: 1408,
  shared_expert_intermediate_size: 5632,
  num_experts: 60,
  num_experts_per_tok: 4,
  norm_topk_prob: false,
};

function expectEqual(plan: Plan): void {
  const proof = prove(smallProgram(plan, layersToSeeAll(plan), 32), 4);
  expect(proof).toMatchObject({ equal: true, kvFaults: [] });
  expect(proof.maxRelativeError).toBeLessThan(1e-12);
}

describe("numerical proof of whole plans", () => {
  it.each(readdirSync(SHIPPED).filter((name) => name.endsWith(".plan.yaml")))(
    "holds for %s",
    (name) => {
      expectEqual(readPlan(join(SHIPPED, name)).plan);
    },
  );

  it.each([
    ["llama-3-8b", 1],
    ["llama-2-70b", 4],
    ["qwen3-30b-a3b", 2],
  ])("holds for what the search finds for %s on %i GPUs", async (model, tensorParallel) => {
    const request = searchRequest(model, tensorParallel, { interference: 0, capW: null });
    const { plan } = await searchPlan(request);
    expect(plan.kind).toBe("overlapped");
    expectEqual(plan);
  });

  it("holds for what the search finds with norms fused into the all-reduces", async () => {
    const free = { interference: 0, capW: null };
    const { plan } = await searchPlan(searchRequest("llama-2-70b", 2, free, "fused"));
    expect(plan).toMatchObject({ kind: "overlapped", model: { norms: "fused" } });
    expectEqual(plan);
  });

  it("holds for what the search finds for a shared expert beside unscaled ones", async () => {
    const path = join(temporaryFolder(), "config.json");
    writeFileSync(path, JSON.stringify(QWEN_1_5_MOE));
    const { plan } = await searchPlan(searchRequest(path, 1, { interference: 0, capW: null }));
    expect(plan.model.shape.mlp).toMatchObject({ renormalizedExpertWeights: false });
    expect(plan.nanoOperations.map(({ operation }) => operation)).toContain("shared_down_proj");
    expectEqual(plan);
  });
});

describe("scaledPlan", () => {
  const { plan } = readPlan(join(SHIPPED, "mixtral-8x7b-tp2-sharegpt.plan.yaml"));

  it("keeps the order of all token bounds, and every kind of token", () => {
    for (const tokens of [1, 10, 48, 5000]) {
      const scaled = scaledPlan(plan, 4, tokens);
      let end = 0;
      for (const [index, batch] of scaled.nanoBatches.entries()) {
        const original = plan.nanoBatches[index];
        expect(batch.tokens[0]).toBe(end);
        expect(batch.decodeTokens + batch.prefillTokens).toBe(batch.tokens[1] - batch.tokens[0]);
        expect(batch.decodeTokens > 0).toBe((original?.decodeTokens ?? 0) > 0);
        expect(batch.prefillTokens > 0).toBe((original?.prefillTokens ?? 0) > 0);
        end = batch.tokens[1];
      }
      expect(scaled.workload.denseBatchTokens).toBe(end);
      expect(scaled.nanoOperations.map(({ id }) => id)).toEqual(
        plan.nanoOperations.map(({ id }) => id),
      );
    }
  });

  it("enlarges nothing", () => {
    const { workload } = scaledPlan(plan, 4, 1_000_000);
    expect(workload).toEqual(plan.workload);
  });
});
