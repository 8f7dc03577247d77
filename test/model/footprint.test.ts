import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { BUILT_IN_MODELS } from "../../src/model/catalog.ts";
import {
  kvBytesPerToken,
  memoryFootprint,
  smallestTensorParallel,
  weightBytesPerGpu,
} from "../../src/model/footprint.ts";
import { countParameters } from "../../src/model/parameters.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { divides } from "../../src/model/tensor-parallel.ts";
import { plannerError } from "../support/planner-error.ts";

const GPU_80_GB = 80 * 2 ** 30;
const anyModel = fc.constantFrom(...BUILT_IN_MODELS);

describe("weightBytesPerGpu", () => {
  it.each(BUILT_IN_MODELS.map((model) => [model.id, model] as const))(
    "holds two bytes for each parameter of %s on one GPU",
    (_, model) => {
      // The vocabularies of the built-in models are multiples of 64, so that nothing is padded.
      expect(weightBytesPerGpu(model, 1)).toBe(2 * countParameters(model).total);
    },
  );

  it("divides projections and vocabulary, but not norms and router", () => {
    const model = resolveModel("mixtral-8x7b");
    const replicated = 32 * (2 * 4096 + 8 * 4096) + 4096;
    const total = countParameters(model).total;
    expect(weightBytesPerGpu(model, 2)).toBe(2 * ((total - replicated) / 2 + replicated));
  });

  it("replicates KV projections when there are fewer KV heads than GPUs", () => {
    const model = resolveModel("qwen3-30b-a3b");
    const kvProjection = 48 * 2 * 2048 * 4 * 128;
    const replicated = 48 * (2 * 2048 + 2 * 128 + 2048 * 128) + 2048;
    const even = countParameters(model).total - kvProjection - replicated;
    expect(weightBytesPerGpu(model, 8)).toBe(2 * (even / 8 + kvProjection / 4 + replicated));
  });

  it("pads a vocabulary that does not divide", () => {
    const model = resolveModel("llama-2-7b");
    const odd = { ...model, shape: { ...model.shape, vocabularySize: 32001 } };
    const difference = weightBytesPerGpu(odd, 4) - weightBytesPerGpu(model, 4);
    expect(difference).toBeCloseTo(2 * 2 * 16 * 4096, 3);
  });

  it("never holds less than its share of the model", () => {
    fc.assert(
      fc.property(anyModel, fc.constantFrom(1, 2, 4, 8), (model, tensorParallel) => {
        fc.pre(divides(model.shape, tensorParallel));
        const share = (2 * countParameters(model).total) / tensorParallel;
        expect(weightBytesPerGpu(model, tensorParallel)).toBeGreaterThanOrEqual(share);
      }),
    );
  });
});

describe("kvBytesPerToken", () => {
  it.each([
    ["llama-3-8b", 1, 131072],
    ["mixtral-8x7b", 2, 65536],
    ["llama-2-7b", 1, 524288],
    // 4 KV heads on 8 GPUs: one each.
    ["qwen3-30b-a3b", 8, 24576],
  ])("is known for %s at tensor parallelism %d", (id, tensorParallel, bytes) => {
    expect(kvBytesPerToken(resolveModel(id), tensorParallel)).toBe(bytes);
  });
});

describe("tensor parallelism", () => {
  it.each([
    ["qwen2-7b", 8, "28 query heads"],
    ["llama-2-13b", 16, "40 query heads"],
    ["llama-3-8b", 16, "collectives are for groups of 2, 4, 8 GPUs"],
    ["llama-3-8b", 0, "positive integer"],
    ["llama-3-8b", 1.5, "positive integer"],
  ])("rejects %s at %d with the reason and what would fit", (id, tensorParallel, reason) => {
    const error = plannerError(() => weightBytesPerGpu(resolveModel(id), tensorParallel));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain(reason);
    expect(error.remedy).toContain("1, 2, 4");
  });

  it("rejects experts whose width does not divide", () => {
    const model = resolveModel("mixtral-8x7b");
    const mlp = { ...model.shape.mlp, expertIntermediateSize: 14337 };
    const odd = { ...model, shape: { ...model.shape, mlp: mlp as typeof model.shape.mlp } };
    expect(plannerError(() => weightBytesPerGpu(odd, 2)).message).toContain("14337 columns");
  });

  it("rejects KV heads that neither divide nor are divided", () => {
    const model = resolveModel("llama-3-8b");
    const odd = { ...model, shape: { ...model.shape, queryHeads: 36, kvHeads: 3 } };
    expect(plannerError(() => weightBytesPerGpu(odd, 2)).message).toContain("3 KV heads");
  });
});

describe("memoryFootprint", () => {
  it("fills what is usable with weights, activations and KV cache", () => {
    const footprint = memoryFootprint(resolveModel("llama-3-8b"), 1, GPU_80_GB);
    const kvBytes = footprint.kvCapacityTokens * footprint.kvBytesPerToken;
    const used = footprint.weightBytes + footprint.activationBytes + kvBytes;
    expect(used).toBeLessThanOrEqual(footprint.usableBytes);
    expect(used + footprint.kvBytesPerToken).toBeGreaterThan(footprint.usableBytes);
    expect(footprint.usableBytes).toBeLessThan(GPU_80_GB);
  });

  it("reserves more for a larger batch", () => {
    const model = resolveModel("llama-3-8b");
    const small = memoryFootprint(model, 1, GPU_80_GB, 1024);
    const large = memoryFootprint(model, 1, GPU_80_GB, 4096);
    expect(large.activationBytes).toBe(4 * small.activationBytes);
    expect(large.kvCapacityTokens).toBeLessThan(small.kvCapacityTokens);
  });

  it("says by the sum that weights do not fit", () => {
    const error = plannerError(() => memoryFootprint(resolveModel("llama-2-70b"), 1, GPU_80_GB));
    expect(error.code).toBe("E_INFEASIBLE");
    expect(error.exitCode).toBe(3);
    expect(error.message).toContain("weights 138.0 GB");
    expect(error.message).toContain("77.3 GB are usable");
  });
});

describe("what memoryFootprint advises", () => {
  const remedyOf = (id: string, size: number, memoryBytes: number, batchTokens?: number) =>
    plannerError(() => memoryFootprint(resolveModel(id), size, memoryBytes, batchTokens)).remedy;

  it("names sizes at which the model fits", () => {
    const remedy = remedyOf("llama-2-70b", 1, GPU_80_GB);
    expect(remedy).toMatch(/^Use --tp 2 or 4 or 8, a GPU with more memory/);
    for (const size of [2, 4, 8])
      expect(memoryFootprint(resolveModel("llama-2-70b"), size, GPU_80_GB)).toBeDefined();
  });

  it("names no size where none fits", () => {
    // 28 query heads and 4 KV heads: 4 is the largest size that divides.
    expect(remedyOf("qwen2-7b", 4, 4e9)).toBe("Use a GPU with more memory or a smaller model.");
  });

  it("blames the batch where the weights would fit", () => {
    const remedy = remedyOf("llama-3-8b", 1, GPU_80_GB, 100_000_000);
    expect(remedy).toBe("Use a smaller dense batch, a GPU with more memory or a smaller model.");
  });
});

describe("smallestTensorParallel", () => {
  it("takes the first size with the KV cache asked for", () => {
    const model = resolveModel("llama-3-8b");
    const one = memoryFootprint(model, 1, GPU_80_GB).kvCapacityTokens;
    expect(smallestTensorParallel(model, GPU_80_GB, one)).toBe(1);
    expect(smallestTensorParallel(model, GPU_80_GB, one + 1)).toBe(2);
  });

  it("skips sizes at which the weights do not fit", () => {
    expect(smallestTensorParallel(resolveModel("mixtral-8x7b"), GPU_80_GB, 1)).toBe(2);
  });

  it("takes the largest size that divides the model when none is useful", () => {
    expect(smallestTensorParallel(resolveModel("qwen2-7b"), GPU_80_GB, 1e9)).toBe(4);
  });

  it("is infeasible when the weights fit at no size", () => {
    const error = plannerError(() => smallestTensorParallel(resolveModel("llama-2-70b"), 8e9, 1));
    expect(error.code).toBe("E_INFEASIBLE");
    expect(error.message).toContain("tensor parallelism 8");
  });
});
