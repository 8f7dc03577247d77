import { describe, expect, it } from "@jest/globals";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { splitBatch } from "../../src/ir/nano-batches.ts";
import { instantiate, type NanoGraph } from "../../src/ir/nano-graph.ts";
import type { BatchPart } from "../../src/ir/op-graph.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";

const { shape } = resolveModel("llama-3-8b");

function batchOf(decodeTokens: number, prefillTokens: number): BatchPart {
  const tokens = decodeTokens + prefillTokens;
  return { tokens, decodeTokens, prefillTokens, decodeContext: 1280, prefillContext: 0 };
}

function instantiated(batch: BatchPart, cuts: number[], tensorParallel = 1): NanoGraph {
  return instantiate(buildLayerGraph(shape, tensorParallel, batch), splitBatch(batch, cuts));
}

function edges({ nanoOperations, dependences }: NanoGraph): string[] {
  return dependences.map(({ from, to, distance }) => {
    const place = distance === 0 ? "" : `@-${distance}`;
    return `${nanoOperations[to]?.id} < ${nanoOperations[from]?.id}${place}`;
  });
}

describe("instantiate", () => {
  it("is the layer itself for one nano-batch", () => {
    const batch = batchOf(640, 1408);
    const graph = buildLayerGraph(shape, 2, batch);
    const { nanoOperations, dependences } = instantiated(batch, [], 2);
    expect(nanoOperations.map(({ id }) => id)).toEqual(
      graph.operations.map(({ name }) => `${name}.0`),
    );
    expect(dependences).toHaveLength(graph.dependences.length);
    expect(nanoOperations[0]).toMatchObject({ nanoBatch: 0, tokens: [0, 2048], part: batch });
  });

  it("keeps nano-batches apart except where attention needs earlier tokens", () => {
    const nanoGraph = instantiated(batchOf(640, 1408), [512, 1024]);
    const across = edges(nanoGraph).filter((edge) => {
      const [consumer, producer] = edge.split(" < ").map((id) => /\.(\d)/.exec(id)?.[1]);
      return consumer !== producer;
    });
    expect(across).toEqual([
      "prefill_attention.1 < rope_kv_append.0",
      "prefill_attention.2 < rope_kv_append.0",
      "prefill_attention.2 < rope_kv_append.1",
    ]);
  });

  it("carries the distance to the next layer", () => {
    const found = edges(instantiated(batchOf(640, 1408), [1024]));
    expect(found).toContain("attention_norm.0 < down_proj.0@-1");
    expect(found).toContain("attention_norm.1 < mlp_norm.1@-1");
  });

  it("lets operations that are cut coarser wait for all their producers, and keep all consumers waiting", () => {
    const batch = batchOf(512, 512);
    const graph = buildLayerGraph(shape, 1, batch);
    const coarse = ["o_proj", "mlp_norm", "gate_up_proj", "silu_mul", "down_proj"];
    const coarser = Object.fromEntries(coarse.map((name) => [name, [0, 1]]));
    const nanoGraph = instantiate(graph, splitBatch(batch, [256, 512]), coarser);
    const piecesOf = (name: string) =>
      nanoGraph.nanoOperations
        .filter(({ operation }) => operation.name === name)
        .map(({ id, tokens }) => [id, ...tokens]);
    expect(piecesOf("down_proj")).toEqual([
      ["down_proj.0", 0, 256],
      ["down_proj.1", 256, 1024],
    ]);
    const found = edges(nanoGraph);
    const waitsOf = (id: string) => found.filter((edge) => edge.startsWith(`${id} `));
    expect(waitsOf("o_proj.1")).toEqual(
      [
        "decode_attention.1",
        "decode_attention.2",
        "prefill_attention.1",
        "prefill_attention.2",
      ].map((producer) => `o_proj.1 < ${producer}`),
    );
    expect(waitsOf("attention_norm.2")).toEqual([
      "attention_norm.2 < down_proj.1@-1",
      "attention_norm.2 < mlp_norm.1@-1",
    ]);
    expect(waitsOf("attention_norm.0")).toContain("attention_norm.0 < down_proj.0@-1");
  });

  it("leaves out attention without tokens and bridges it", () => {
    // One decode token among 64: largest remainder gives it to the first nano-batch.
    const nanoGraph = instantiated(batchOf(1, 63), [32]);
    const ids = nanoGraph.nanoOperations.map(({ id }) => id);
    expect(ids).toContain("decode_attention.0");
    expect(ids).not.toContain("decode_attention.1");
    const found = edges(nanoGraph);
    expect(found).toContain("o_proj.1 < rope_kv_append.1");
    expect(found).not.toContain("o_proj.0 < rope_kv_append.0");
    expect(new Set(found).size).toBe(found.length);
  });

  it("does not wait for other nano-batches through what is left out", () => {
    const found = edges(instantiated(batchOf(63, 1), [32]));
    const ofOutput = found.filter((edge) => edge.startsWith("o_proj.1 "));
    expect(ofOutput.every((edge) => edge.endsWith(".1"))).toBe(true);
  });

  it("orders every pair of nano-operations that the layer's chain orders", () => {
    const nanoGraph = instantiated(batchOf(1, 255), [64, 128]);
    const reachable = new Set<number>([0]);
    for (const { from, to, distance } of nanoGraph.dependences.toSorted((a, b) => a.to - b.to)) {
      if (distance === 0 && reachable.has(from)) reachable.add(to);
    }
    const own = nanoGraph.nanoOperations.filter(({ nanoBatch }) => nanoBatch === 0);
    for (const nanoOperation of own) {
      expect(reachable.has(nanoGraph.nanoOperations.indexOf(nanoOperation))).toBe(true);
    }
  });
});
