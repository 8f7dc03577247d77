import { describe, expect, it } from "@jest/globals";
import { normsOf } from "../../src/ir/fused-norms.ts";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { modelKernels } from "../../src/ir/model-kernels.ts";
import type { OpGraph } from "../../src/ir/op-graph.ts";
import { workOf } from "../../src/ir/work.ts";
import { withPrecision } from "../../src/model/precision.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { plannerError } from "../support/planner-error.ts";

const BOTH = { decodeTokens: 640, prefillTokens: 1408 };
const PART = { tokens: 2048, ...BOTH, decodeContext: 1000, prefillContext: 0 };

const fused = (id: string, tensorParallel: number) =>
  buildLayerGraph(resolveModel(id).shape, tensorParallel, BOTH, "fused");
const names = ({ operations }: OpGraph) => operations.map(({ name }) => name);
const edges = ({ dependences }: OpGraph) =>
  dependences.map(({ from, to, distance, tokens }) => {
    const marks = `${distance === 1 ? " @1" : ""}${tokens === "earlier" ? " earlier" : ""}`;
    return `${from} > ${to}${marks}`;
  });

describe("a layer with fused norms", () => {
  it("is not there with FP8 products, whose input a norm has to quantise", () => {
    const { shape } = withPrecision(resolveModel("llama-3-8b"), { precision: "fp8" });
    expect(normsOf(shape)).toEqual(["apart"]);
    expect(plannerError(() => buildLayerGraph(shape, 2, BOTH, "fused"))).toMatchObject({
      code: "E_INVALID_MODEL",
      remedy: expect.stringContaining("Leave out --norms fused"),
    });
    const cached = withPrecision(resolveModel("llama-3-8b"), { kvCache: "fp8" });
    expect(normsOf(cached.shape)).toEqual(["apart", "fused"]);
  });

  it("has no norm of its own, and what needed one needs the all-reduce before it", () => {
    const graph = fused("llama-3-8b", 2);
    expect(names(graph)).toEqual([
      ...["qkv_proj", "rope_kv_append", "decode_attention", "prefill_attention", "o_proj"],
      ...["attention_all_reduce", "gate_up_proj", "silu_mul", "down_proj", "mlp_all_reduce"],
    ]);
    expect(edges(graph)).toEqual([
      "mlp_all_reduce > qkv_proj @1",
      "qkv_proj > rope_kv_append",
      "rope_kv_append > decode_attention",
      "decode_attention > o_proj",
      "rope_kv_append > prefill_attention earlier",
      "prefill_attention > o_proj",
      "o_proj > attention_all_reduce",
      "mlp_all_reduce > attention_all_reduce @1",
      "attention_all_reduce > gate_up_proj",
      "gate_up_proj > silu_mul",
      "silu_mul > down_proj",
      "down_proj > mlp_all_reduce",
      "attention_all_reduce > mlp_all_reduce",
    ]);
  });

  it("gives each all-reduce the kernel that does both, in the network lane", () => {
    const sums = fused("llama-2-70b", 2).operations.filter(({ lane }) => lane === "network");
    const kernel = { kind: "all_reduce_norm", shape: { hidden: 8192, ranks: 2 } };
    expect(sums.map((operation) => operation.kernel)).toEqual([kernel, kernel]);
  });

  it("feeds a mixture of experts from the all-reduce of the attention", () => {
    const graph = fused("mixtral-8x7b", 2);
    const readers = graph.dependences.filter(({ from }) => from === "attention_all_reduce");
    expect(readers.map(({ to }) => to)).toEqual(["router", "moe_permute", "mlp_all_reduce"]);
  });

  it("is the same layer on one GPU, which has no all-reduce", () => {
    const { shape } = resolveModel("llama-3-8b");
    expect(fused("llama-3-8b", 1)).toEqual(buildLayerGraph(shape, 1, BOTH));
    expect(modelKernels(shape, 1, "fused")).toEqual(modelKernels(shape, 1));
  });

  it("sends as much as without, and moves less through memory", () => {
    const apart = buildLayerGraph(resolveModel("llama-2-70b").shape, 2, BOTH);
    const sum = (graph: OpGraph, of: "networkBytes" | "memoryBytes", kinds: readonly string[]) =>
      graph.operations
        .filter(({ kernel }) => kinds.includes(kernel.kind))
        .reduce((total, operation) => total + workOf(operation, PART)[of], 0);
    const both = ["all_reduce", "rms_norm"];
    const graph = fused("llama-2-70b", 2);
    expect(sum(graph, "networkBytes", ["all_reduce_norm"])).toBe(sum(apart, "networkBytes", both));
    const memory = sum(graph, "memoryBytes", ["all_reduce_norm"]);
    expect(memory).toBeLessThan(0.6 * sum(apart, "memoryBytes", both));
  });
});
