import { describe, expect, it } from "@jest/globals";
import type { ModelShape } from "../../src/generated/plan.ts";
import { kvBytesPerToken, memoryFootprint, weightBytesPerGpu } from "../../src/model/footprint.ts";
import { countActiveFp8 } from "../../src/model/parameters.ts";
import {
  FP8_BY_ROWS,
  matrixBytes,
  requirePlannable,
  withPrecision,
} from "../../src/model/precision.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { divides } from "../../src/model/tensor-parallel.ts";
import { plannerError } from "../support/planner-error.ts";

const llama = resolveModel("llama-3-8b");
const FP8 = { precision: "fp8", kvCache: "fp8" } as const;

describe("withPrecision", () => {
  it("leaves a model as it is where nothing is asked for, or bf16", () => {
    expect(withPrecision(llama, {})).toBe(llama);
    expect(withPrecision(llama, { precision: "bf16", kvCache: "bf16" })).toBe(llama);
  });

  it("sets products and KV cache apart", () => {
    const sums = { accumulation: "fast" } as const;
    const products = { weights: FP8_BY_ROWS, activations: FP8_BY_ROWS, ...sums };
    expect(withPrecision(llama, { precision: "fp8" }).shape.precision).toEqual(products);
    expect(withPrecision(llama, { kvCache: "fp8" }).shape.precision).toEqual({ kv: FP8_BY_ROWS });
    const both = withPrecision(llama, FP8);
    expect(both.shape.precision).toEqual({ ...products, kv: FP8_BY_ROWS });
    expect(withPrecision(both, {})).toEqual(both);
    expect(withPrecision(both, { precision: "bf16" }).shape.precision).toEqual({ kv: FP8_BY_ROWS });
    expect(withPrecision(both, { precision: "bf16", kvCache: "bf16" })).toEqual(llama);
  });

  it("refuses by name what no kernel is for", () => {
    const mixtral = resolveModel("mixtral-8x7b");
    const mlp = { ...mixtral.shape.mlp, sharedExpertIntermediateSize: 1024 } as const;
    const experts = { ...mixtral, shape: { ...mixtral.shape, mlp } as ModelShape };
    expect(plannerError(() => withPrecision(experts, FP8))).toMatchObject({
      code: "E_INVALID_MODEL",
      message: "a shared expert in FP8 is not supported yet",
    });
    expect(withPrecision(experts, { kvCache: "fp8" }).shape.precision).toEqual({ kv: FP8_BY_ROWS });
    const blocks = { ...FP8_BY_ROWS, scaling: "block-128" } as const;
    const shape = { ...llama.shape, precision: { weights: blocks, activations: blocks } };
    expect(plannerError(() => requirePlannable(shape)).message).toContain("block of 128");
    const half = { ...llama.shape, precision: { weights: FP8_BY_ROWS } };
    expect(plannerError(() => requirePlannable(half)).message).toContain("only one of the two");
  });

  it("is for as many GPUs as bf16", () => {
    const both = withPrecision(llama, FP8);
    expect([1, 2, 3, 4, 8].filter((size) => divides(both.shape, size))).toEqual([1, 2, 4, 8]);
  });
});

describe("the footprint in FP8", () => {
  it("has a byte a weight of products, and four for each output channel", () => {
    const elements = 6144 * 4096 + 4096 * 4096 + 28_672 * 4096 + 4096 * 14_336;
    const channels = 6144 + 4096 + 28_672 + 4096;
    const around = 2 * (2 * 128_256 * 4096 + 4096);
    const fp8 = withPrecision(llama, { precision: "fp8" });
    expect(weightBytesPerGpu(fp8, 1)).toBe(32 * (elements + 4 * channels + 2 * 2 * 4096) + around);
    // Of what is cut by columns each GPU has scales of its own, for all output channels.
    const halfChannels = (6144 + 28_672) / 2 + 4096 + 4096;
    expect(weightBytesPerGpu(fp8, 2)).toBe(
      32 * (elements / 2 + 4 * halfChannels + 2 * 2 * 4096) + 2 * (128_256 * 4096 + 4096),
    );
    expect(countActiveFp8(fp8)).toBe(32 * elements);
    expect(countActiveFp8(llama)).toBe(0);
  });

  it("has a byte an element and four bytes a head in the cache, so that almost twice as much fits", () => {
    const fp8 = withPrecision(llama, { kvCache: "fp8" });
    expect(kvBytesPerToken(fp8, 1)).toBe(2 * 32 * 8 * (128 + 4));
    const capacity = (model: typeof llama) => memoryFootprint(model, 1, 141e9).kvCapacityTokens;
    expect(capacity(fp8) / capacity(llama)).toBeCloseTo(256 / 132, 3);
  });

  it("has experts in a byte a weight, so that mixtral-8x7b leaves room on one H200", () => {
    const bf16 = resolveModel("mixtral-8x7b");
    const fp8 = withPrecision(bf16, FP8);
    expect(weightBytesPerGpu(fp8, 1) / weightBytesPerGpu(bf16, 1)).toBeCloseTo(0.505, 2);
    expect(memoryFootprint(fp8, 1, 141e9).kvCapacityTokens).toBeGreaterThan(1_000_000);
    expect(countActiveFp8(fp8)).toBe(32 * (4096 * 6144 + 4096 * 4096 + 2 * 3 * 4096 * 14_336));
  });

  it("counts one scale a tensor, or one a block", () => {
    expect(matrixBytes(300, 200, { type: "fp8-e4m3", scaling: "tensor" })).toBe(60_004);
    expect(matrixBytes(300, 200, { type: "fp8-e4m3", scaling: "block-128" })).toBe(60_000 + 4 * 6);
  });
});
