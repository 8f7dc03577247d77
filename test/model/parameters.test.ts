import { describe, expect, it } from "@jest/globals";
import { countParameters } from "../../src/model/parameters.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";

/** As the checkpoints' tensors on Hugging Face add up. */
const PUBLISHED: Record<string, number> = {
  "llama-2-7b": 6_738_415_616,
  "llama-2-13b": 13_015_864_320,
  "llama-2-70b": 68_976_648_192,
  "llama-3-8b": 8_030_261_248,
  "llama-3-70b": 70_553_706_496,
  "llama-3.1-8b": 8_030_261_248,
  "llama-3.1-70b": 70_553_706_496,
  "qwen2-7b": 7_615_616_512,
  "qwen2-72b": 72_706_203_648,
  "mistral-7b": 7_248_023_552,
  "mixtral-8x7b": 46_702_792_704,
  "mixtral-8x22b": 140_620_634_112,
  "qwen3-8b": 8_190_735_360,
  "qwen3-32b": 32_762_123_264,
  "qwen3-30b-a3b": 30_532_122_624,
};

describe("countParameters", () => {
  it.each(Object.entries(PUBLISHED))("counts every parameter of %s", (id, total) => {
    expect(countParameters(resolveModel(id)).total).toBe(total);
  });

  it("counts all parameters of a dense model as active", () => {
    const { total, active } = countParameters(resolveModel("qwen3-8b"));
    expect(active).toBe(total);
  });

  it("counts the experts that a token visits as active, and everything else", () => {
    // 6 of 8 experts of 3 x 4096 x 14336 rest in each of 32 layers.
    expect(countParameters(resolveModel("mixtral-8x7b")).active).toBe(
      46_702_792_704 - 32 * 6 * 3 * 4096 * 14336,
    );
  });

  it.each([
    ["mixtral-8x7b", 12.9],
    ["mixtral-8x22b", 39.2],
    ["qwen3-30b-a3b", 3.35],
    ["deepseek-llm-67b", 67.4],
  ])("finds the published billions of active parameters of %s", (id, billions) => {
    const { active } = countParameters(resolveModel(id));
    expect(Math.abs(active / 1e9 - billions)).toBeLessThan(0.05);
  });

  it("counts tied embeddings once", () => {
    const model = resolveModel("llama-3-8b");
    const tied = { ...model, shape: { ...model.shape, tiedEmbeddings: true } };
    const difference = countParameters(model).total - countParameters(tied).total;
    expect(difference).toBe(128_256 * 4096);
  });

  it("counts the shared expert and its gate in every layer", () => {
    const model = resolveModel("qwen3-30b-a3b");
    const { mlp } = model.shape;
    if (mlp.kind !== "moe") throw new Error("qwen3-30b-a3b has experts");
    const shared = { ...mlp, sharedExpertIntermediateSize: 100 };
    const larger = { ...model, shape: { ...model.shape, mlp: shared } };
    const difference = countParameters(larger).total - countParameters(model).total;
    expect(difference).toBe(48 * (3 * 2048 * 100 + 2048));
  });
});
