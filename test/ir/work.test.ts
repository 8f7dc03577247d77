import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { kernelSize, stepKernelSize } from "../../src/ir/kernel-size.ts";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { splitBatch } from "../../src/ir/nano-batches.ts";
import type { BatchPart, Operation } from "../../src/ir/op-graph.ts";
import { stepOperations } from "../../src/ir/step-operations.ts";
import { kernelWork, workOf } from "../../src/ir/work.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";

const BATCH: BatchPart = {
  tokens: 2048,
  decodeTokens: 640,
  prefillTokens: 1408,
  decodeContext: 1280,
  prefillContext: 100,
};

function operationsOf(id: string, tensorParallel: number): Map<string, Operation> {
  const graph = buildLayerGraph(resolveModel(id).shape, tensorParallel, BATCH);
  return new Map(graph.operations.map((operation) => [operation.name, operation]));
}

function named(operations: Map<string, Operation>, name: string): Operation {
  const operation = operations.get(name);
  if (operation === undefined) throw new Error(`the layer has ${name}`);
  return operation;
}

describe("kernelSize", () => {
  const operations = operationsOf("mixtral-8x7b", 2);

  it.each([
    ["qkv_proj", { tokens: 2048, context: 0 }],
    ["rope_kv_append", { tokens: 2048, context: 0 }],
    ["decode_attention", { tokens: 640, context: 1280 }],
    ["prefill_attention", { tokens: 1408, context: 100 }],
    ["moe_gate_up", { tokens: 2048, context: 0 }],
    ["moe_silu_mul", { tokens: 4096, context: 0 }],
    ["moe_combine", { tokens: 2048, context: 0 }],
    ["mlp_all_reduce", { tokens: 2048, context: 0 }],
  ])("of %s is %j", (name, size) => {
    expect(kernelSize(named(operations, name), BATCH)).toEqual(size);
  });

  it("counts one sampled row per decode token", () => {
    const [embedding, , head] = stepOperations(resolveModel("llama-3-8b").shape, 1);
    if (embedding === undefined || head === undefined) throw new Error("a step has these");
    expect(stepKernelSize(embedding, BATCH).tokens).toBe(2048);
    expect(stepKernelSize(head, BATCH).tokens).toBe(640);
    expect(stepKernelSize(head, { ...BATCH, decodeTokens: 0 }).tokens).toBe(1);
  });
});

describe("kernelWork", () => {
  it("multiplies, and reads weights and input and writes output once", () => {
    const work = kernelWork({ kind: "gemm", shape: { n: 3, k: 5 } }, { tokens: 2, context: 0 });
    expect(work).toEqual({
      flops: 2 * 2 * 3 * 5,
      memoryBytes: 2 * (3 * 5 + 2 * 5 + 2 * 3),
      networkBytes: 0,
    });
  });

  it("reads the weights of the experts that are visited only", () => {
    const kernel = {
      kind: "grouped_gemm",
      shape: { n: 1024, k: 1024, experts: 8, topk: 2 },
    } as const;
    const one = kernelWork(kernel, { tokens: 1, context: 0 });
    expect(one.memoryBytes).toBeCloseTo(2 * (2 * 1024 * 1024 + 2 * 2048), 3);
    const many = kernelWork(kernel, { tokens: 1000, context: 0 });
    expect(many.memoryBytes).toBeCloseTo(2 * (8 * 1024 * 1024 + 2000 * 2048), 3);
    expect(many.flops).toBe(2 * 2000 * 1024 * 1024);
  });

  it("reads the keys and values of each request once", () => {
    const shape = { qheads: 32, kvheads: 8, head: 128, page: 16 };
    const kernel = { kind: "decode_attention", shape } as const;
    const work = kernelWork(kernel, { tokens: 10, context: 1000 });
    expect(work.flops).toBe(4 * 32 * 128 * 10 * 1000);
    expect(work.memoryBytes).toBe(2 * (2 * 8 * 128 * 10 * 1000 + 2 * 32 * 128 * 10));
  });

  it("lets a prompt token see what is before it", () => {
    const shape = { qheads: 1, kvheads: 1, head: 64, page: 16 };
    const kernel = { kind: "prefill_attention", shape } as const;
    // Contexts 11, 12 and 13.
    expect(kernelWork(kernel, { tokens: 3, context: 10 }).flops).toBe(4 * 64 * (11 + 12 + 13));
  });

  it("sends 2 (N - 1)/N of the data in an all-reduce", () => {
    const kernel = { kind: "all_reduce", shape: { hidden: 4096, ranks: 4 } } as const;
    const { networkBytes } = kernelWork(kernel, { tokens: 100, context: 0 });
    expect(networkBytes).toBe(2 * 100 * 4096 * 1.5);
  });

  it("does nothing for no tokens", () => {
    for (const { kernel } of operationsOf("mixtral-8x7b", 2).values()) {
      expect(kernelWork(kernel, { tokens: 0, context: 100 })).toEqual({
        flops: 0,
        memoryBytes: 0,
        networkBytes: 0,
      });
    }
  });
});

describe("work under a split", () => {
  const operations = [...operationsOf("mixtral-8x7b", 2).values()];
  const cuts = fc
    .uniqueArray(fc.integer({ min: 1, max: 2047 }), { maxLength: 4 })
    .map((points) => points.toSorted((a, b) => a - b));

  it("keeps operations and network bytes, and never lessens memory traffic", () => {
    fc.assert(
      fc.property(cuts, fc.constantFrom(...operations), (at, operation) => {
        const whole = workOf(operation, BATCH);
        const parts = splitBatch(BATCH, at).map(({ part }) => workOf(operation, part));
        const total = (value: "flops" | "memoryBytes" | "networkBytes") =>
          parts.reduce((sum, part) => sum + part[value], 0);
        expect(total("flops") / Math.max(1, whole.flops)).toBeCloseTo(whole.flops > 0 ? 1 : 0, 9);
        expect(total("networkBytes")).toBeCloseTo(whole.networkBytes, 3);
        expect(total("memoryBytes")).toBeGreaterThanOrEqual(whole.memoryBytes * (1 - 1e-12));
      }),
    );
  });

  it("reads weights once per nano-operation", () => {
    const qkv = named(operationsOf("llama-3-8b", 1), "qkv_proj");
    const parts = splitBatch(BATCH, [1024]).map(({ part }) => workOf(qkv, part).memoryBytes);
    const total = parts.reduce((a, b) => a + b, 0);
    expect(total - workOf(qkv, BATCH).memoryBytes).toBe(2 * 6144 * 4096);
  });
});

describe("kernelWork in FP8", () => {
  const size = { tokens: 100, context: 0 };

  it("of a product counts a byte an element, and the scales of rows and channels", () => {
    const kernel = { kind: "gemm", shape: { n: 6144, k: 4096 } } as const;
    const fp8 = { ...kernel, variant: { operands: "fp8-e4m3", scaling: "row" } } as const;
    const flops = 2 * 100 * 6144 * 4096;
    expect(kernelWork(fp8, size)).toEqual({
      flops,
      fp8Flops: flops,
      memoryBytes: (6144 + 100) * (4096 + 4) + 2 * 100 * 6144,
      networkBytes: 0,
    });
    expect(kernelWork(kernel, size)).not.toHaveProperty("fp8Flops");
  });

  it("of attention reads the cache with its scales, and multiplies in bf16", () => {
    const shape = { qheads: 32, kvheads: 8, head: 128, page: 16 };
    const variant = { kv: "fp8-e4m3", scaling: "row" } as const;
    const decode = { tokens: 100, context: 1000 };
    const rows = 2 * 2 * 100 * 32 * 128;
    expect(kernelWork({ kind: "decode_attention", shape, variant }, decode)).toEqual({
      flops: 4 * 32 * 128 * 100_000,
      memoryBytes: rows + 2 * 100_000 * 8 * (128 + 4),
      networkBytes: 0,
    });
    expect(kernelWork({ kind: "prefill_attention", shape, variant }, decode).memoryBytes).toBe(
      rows + 2 * 1100 * 8 * (128 + 4),
    );
    expect(kernelWork({ kind: "rope_kv_append", shape, variant }, size).memoryBytes).toBe(
      2 * 100 * (2 * 32 + 2 * 8) * 128 + 2 * 100 * 8 * (128 + 4),
    );
  });

  it.each([
    ["rms_norm", { hidden: 4096 }, 2 * (3 * 409_600 + 4096)],
    ["silu_mul", { width: 4096 }, 2 * 2 * 409_600],
    ["quantise_rows", { width: 4096 }, 2 * 409_600],
  ] as const)("of %s writes a byte an element and a scale a row", (kind, shape, read) => {
    const variant = { output: "fp8-e4m3", scaling: "row" } as const;
    expect(kernelWork({ kind, shape, variant }, size).memoryBytes).toBe(read + 100 * (4096 + 4));
  });
});
