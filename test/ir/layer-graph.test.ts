import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { ModelShape } from "../../src/generated/plan.ts";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import type { OpGraph } from "../../src/ir/op-graph.ts";
import { stepOperations } from "../../src/ir/step-operations.ts";
import { BUILT_IN_MODELS } from "../../src/model/catalog.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { divides } from "../../src/model/tensor-parallel.ts";
import { plannerError } from "../support/planner-error.ts";

const BOTH = { decodeTokens: 640, prefillTokens: 1408 };

const shapeOf = (id: string) => resolveModel(id).shape;
const names = (graph: OpGraph) => graph.operations.map(({ name }) => name);
const kernelOf = (graph: OpGraph, name: string) =>
  graph.operations.find((operation) => operation.name === name)?.kernel;
const edges = (graph: OpGraph) =>
  graph.dependences.map(({ from, to, distance, tokens }) => {
    const marks = `${distance === 1 ? " @1" : ""}${tokens === "earlier" ? " earlier" : ""}`;
    return `${from} > ${to}${marks}`;
  });

describe("buildLayerGraph", () => {
  it("has the operations of a dense layer on one GPU, in order, with their sizes", () => {
    const heads = { qheads: 32, kvheads: 8, head: 128, page: 16 };
    const graph = buildLayerGraph(shapeOf("llama-3-8b"), 1, BOTH);
    expect(graph.operations.map(({ name, kernel }) => [name, kernel.kind, kernel.shape])).toEqual([
      ["attention_norm", "rms_norm", { hidden: 4096 }],
      ["qkv_proj", "gemm", { n: 6144, k: 4096 }],
      ["rope_kv_append", "rope_kv_append", heads],
      ["decode_attention", "decode_attention", heads],
      ["prefill_attention", "prefill_attention", heads],
      ["o_proj", "gemm", { n: 4096, k: 4096 }],
      ["mlp_norm", "rms_norm", { hidden: 4096 }],
      ["gate_up_proj", "gemm", { n: 28672, k: 4096 }],
      ["silu_mul", "silu_mul", { width: 14336 }],
      ["down_proj", "gemm", { n: 4096, k: 14336 }],
    ]);
  });

  it("has the dependences of a dense layer with tensor parallelism", () => {
    expect(edges(buildLayerGraph(shapeOf("llama-3-8b"), 2, BOTH))).toEqual([
      "attention_norm > qkv_proj",
      "qkv_proj > rope_kv_append",
      "rope_kv_append > decode_attention",
      "decode_attention > o_proj",
      "rope_kv_append > prefill_attention earlier",
      "prefill_attention > o_proj",
      "o_proj > attention_all_reduce",
      "attention_all_reduce > mlp_norm",
      "attention_norm > mlp_norm",
      "mlp_norm > gate_up_proj",
      "gate_up_proj > silu_mul",
      "silu_mul > down_proj",
      "down_proj > mlp_all_reduce",
      "mlp_all_reduce > attention_norm @1",
      "mlp_norm > attention_norm @1",
    ]);
  });

  it("has the experts of a Mixtral layer with their sizes on one of two GPUs", () => {
    const graph = buildLayerGraph(shapeOf("mixtral-8x7b"), 2, BOTH);
    expect(names(graph).slice(names(graph).indexOf("mlp_norm"))).toEqual([
      "mlp_norm",
      "router",
      "moe_permute",
      "moe_gate_up",
      "moe_silu_mul",
      "moe_down",
      "moe_combine",
      "mlp_all_reduce",
    ]);
    const experts = { experts: 8, topk: 2 };
    expect(kernelOf(graph, "qkv_proj")?.shape).toEqual({ n: 3072, k: 4096 });
    expect(kernelOf(graph, "o_proj")?.shape).toEqual({ n: 4096, k: 2048 });
    expect(kernelOf(graph, "router")?.shape).toEqual({ hidden: 4096, ...experts });
    expect(kernelOf(graph, "moe_gate_up")?.shape).toEqual({ n: 14336, k: 4096, ...experts });
    expect(kernelOf(graph, "moe_silu_mul")?.shape).toEqual({ width: 7168 });
    expect(kernelOf(graph, "moe_down")?.shape).toEqual({ n: 4096, k: 7168, ...experts });
    expect(kernelOf(graph, "mlp_all_reduce")?.shape).toEqual({ hidden: 4096, ranks: 2 });
  });

  it("runs a shared expert beside the routed ones", () => {
    const shape = shapeOf("qwen3-30b-a3b");
    if (shape.mlp.kind !== "moe") throw new Error("qwen3-30b-a3b has experts");
    const mlp = { ...shape.mlp, sharedExpertIntermediateSize: 1536 };
    const graph = buildLayerGraph({ ...shape, mlp }, 1, BOTH);
    expect(kernelOf(graph, "shared_gate_up_proj")?.shape).toEqual({ n: 3072, k: 2048 });
    expect(kernelOf(graph, "shared_silu_mul")?.shape).toEqual({ width: 1536 });
    expect(kernelOf(graph, "shared_down_proj")?.shape).toEqual({ n: 2048, k: 1536 });
    expect(edges(graph)).toContain("mlp_norm > shared_gate_up_proj");
    expect(edges(graph)).toContain("shared_down_proj > moe_combine");
  });

  it("has another router and another sum with a shared expert than without", () => {
    const shape = shapeOf("qwen3-30b-a3b");
    const shared = { ...shape.mlp, sharedExpertIntermediateSize: 1536 } as typeof shape.mlp;
    const [alone, beside] = [shape.mlp, shared].map((mlp) =>
      buildLayerGraph({ ...shape, mlp }, 1, BOTH),
    );
    for (const name of ["router", "moe_combine"]) {
      const { shape: before } = kernelOf(alone as OpGraph, name) ?? {};
      expect(before).not.toHaveProperty("shared");
      expect(kernelOf(beside as OpGraph, name)?.shape).toEqual({ ...before, shared: 1 });
    }
  });

  it("replicates KV heads when there are fewer than GPUs", () => {
    const graph = buildLayerGraph(shapeOf("qwen3-30b-a3b"), 8, BOTH);
    expect(kernelOf(graph, "decode_attention")?.shape).toMatchObject({ qheads: 4, kvheads: 1 });
    expect(kernelOf(graph, "qkv_proj")?.shape).toEqual({ n: (4 + 2) * 128, k: 2048 });
  });

  it.each([
    [{ decodeTokens: 8, prefillTokens: 0 }, "prefill_attention"],
    [{ decodeTokens: 0, prefillTokens: 8 }, "decode_attention"],
  ])("leaves out the attention that has no tokens (%j)", (batch, absent) => {
    const graph = buildLayerGraph(shapeOf("llama-3-8b"), 1, batch);
    expect(names(graph)).not.toContain(absent);
    expect(edges(graph).join()).not.toContain(absent);
  });

  it("puts decode attention and collectives in lanes of their own", () => {
    const graph = buildLayerGraph(shapeOf("mixtral-8x7b"), 2, BOTH);
    const outside = graph.operations.filter(({ lane }) => lane !== "compute");
    expect(outside.map(({ name, lane }) => `${name}: ${lane}`)).toEqual([
      "decode_attention: memory",
      "attention_all_reduce: network",
      "mlp_all_reduce: network",
    ]);
    const memory = graph.operations.filter(({ resourceClass }) => resourceClass === "memory");
    expect(memory.map(({ name }) => name)).toEqual([
      "attention_norm",
      "rope_kv_append",
      "decode_attention",
      "mlp_norm",
      "router",
      "moe_permute",
      "moe_silu_mul",
      "moe_combine",
    ]);
  });

  it("rejects a tensor parallelism that does not divide the model", () => {
    const error = plannerError(() => buildLayerGraph(shapeOf("qwen2-7b"), 8, BOTH));
    expect(error.code).toBe("E_INVALID_MODEL");
  });

  it("is one cycle of operations that each lie between the layers' ends, for any model", () => {
    const model = fc.constantFrom(...BUILT_IN_MODELS);
    fc.assert(
      fc.property(model, fc.constantFrom(1, 2, 4, 8), ({ shape }, tensorParallel) => {
        fc.pre(divides(shape, tensorParallel));
        const graph = buildLayerGraph(shape, tensorParallel, BOTH);
        const order = names(graph);
        expect(new Set(order).size).toBe(order.length);
        for (const { from, to, distance } of graph.dependences) {
          expect(order).toContain(from);
          expect(order).toContain(to);
          if (distance === 0) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
        }
        for (const name of order) {
          expect(graph.dependences.some(({ from }) => from === name)).toBe(true);
          expect(graph.dependences.some(({ to }) => to === name)).toBe(true);
        }
      }),
    );
  });
});

describe("stepOperations", () => {
  it("embeds, normalises, projects to the vocabulary and samples", () => {
    const operations = stepOperations(shapeOf("llama-3-8b"), 1);
    expect(operations.map(({ name, kernel, rows }) => [name, kernel.shape, rows])).toEqual([
      ["embedding", { hidden: 4096, vocab: 128256 }, "all"],
      ["final_norm", { hidden: 4096 }, "sampled"],
      ["lm_head", { n: 128256, k: 4096 }, "sampled"],
      ["sampling", { vocab: 128256 }, "sampled"],
    ]);
  });

  it("slices a padded vocabulary among the GPUs and adds up the embeddings", () => {
    const shape = { ...shapeOf("llama-2-7b"), vocabularySize: 32001 };
    const operations = stepOperations(shape, 2);
    expect(operations.map(({ name }) => name)).toContain("embedding_all_reduce");
    const head = operations.find(({ name }) => name === "lm_head");
    expect(head?.kernel.shape).toEqual({ n: 16032, k: 4096 });
  });
});

describe("buildLayerGraph in FP8", () => {
  const FP8_ROWS = { type: "fp8-e4m3", scaling: "row" } as const;
  const inFp8 = (precision: NonNullable<ModelShape["precision"]>) =>
    buildLayerGraph({ ...shapeOf("llama-3-8b"), precision }, 1, BOTH);
  const variants = (graph: OpGraph) =>
    Object.fromEntries(graph.operations.map(({ name, kernel }) => [name, kernel.variant]));

  it("quantises what products multiply where it is made, and attention's output apart", () => {
    const graph = inFp8({ weights: FP8_ROWS, activations: FP8_ROWS, accumulation: "fast" });
    const product = { operands: "fp8-e4m3", scaling: "row", accumulation: "fast" };
    const quantised = { output: "fp8-e4m3", scaling: "row" };
    expect(variants(graph)).toEqual({
      attention_norm: quantised,
      qkv_proj: product,
      rope_kv_append: undefined,
      decode_attention: undefined,
      prefill_attention: undefined,
      attention_quantise: quantised,
      o_proj: product,
      mlp_norm: quantised,
      gate_up_proj: product,
      silu_mul: quantised,
      down_proj: product,
    });
    expect(kernelOf(graph, "attention_quantise")).toMatchObject({
      kind: "quantise_rows",
      shape: { width: 4096 },
    });
    expect(edges(graph).filter((each) => each.includes("attention_quantise"))).toEqual([
      "decode_attention > attention_quantise",
      "prefill_attention > attention_quantise",
      "attention_quantise > o_proj",
    ]);
  });

  it("changes the three kernels of the cache alone for an FP8 cache", () => {
    const cache = { kv: "fp8-e4m3", scaling: "row" };
    const changed = Object.entries(variants(inFp8({ kv: FP8_ROWS }))).filter(([, each]) => each);
    expect(changed).toEqual([
      ["rope_kv_append", cache],
      ["decode_attention", cache],
      ["prefill_attention", cache],
    ]);
  });

  it("leaves what is around the layers in bf16", () => {
    const shape = {
      ...shapeOf("llama-3-8b"),
      precision: { weights: FP8_ROWS, activations: FP8_ROWS },
    };
    expect(stepOperations(shape, 1).map(({ kernel }) => kernel.variant)).toEqual(
      Array(4).fill(undefined),
    );
  });
});

describe("a layer of experts in FP8", () => {
  it("quantises rows where it sorts them, since the router takes bf16", () => {
    const rows = { type: "fp8-e4m3", scaling: "row" } as const;
    const precision = { weights: rows, activations: rows };
    const graph = buildLayerGraph({ ...shapeOf("mixtral-8x7b"), precision }, 1, BOTH);
    const of = (name: string) => graph.operations.find((operation) => operation.name === name);
    expect(of("mlp_norm")?.kernel.variant).toBeUndefined();
    expect(of("router")?.kernel.variant).toBeUndefined();
    expect(of("moe_permute")?.kernel).toEqual({
      kind: "moe_permute",
      shape: { hidden: 4096, topk: 2 },
      variant: { output: "fp8-e4m3", scaling: "row" },
    });
    for (const name of ["moe_gate_up", "moe_down"])
      expect(of(name)?.kernel.variant).toMatchObject({ operands: "fp8-e4m3", scaling: "row" });
    expect(edges(graph)).toContain("moe_permute > moe_gate_up");
  });
});
