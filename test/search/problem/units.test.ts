import { describe, expect, it } from "@jest/globals";
import { buildLayerGraph } from "../../../src/ir/layer-graph.ts";
import { splitBatch } from "../../../src/ir/nano-batches.ts";
import { type PrecisionOptions, withPrecision } from "../../../src/model/precision.ts";
import { resolveModel } from "../../../src/model/resolve-model.ts";
import { unitGraphOf } from "../../../src/search/problem/unit-graph.ts";

const BATCH = {
  tokens: 512,
  decodeTokens: 192,
  prefillTokens: 320,
  decodeContext: 1024,
  prefillContext: 0,
};

function unitsOf(precision: PrecisionOptions): string[] {
  const { shape } = withPrecision(resolveModel("llama-3-8b"), precision);
  // The first nano-batch has decode tokens alone.
  const nanoBatches = splitBatch(BATCH, [128], "decode-first");
  const { groups, nanoOperations } = unitGraphOf(buildLayerGraph(shape, 1, BATCH), nanoBatches, {});
  const nameOf = (position: number) => {
    const { operation, nanoBatch } = nanoOperations[position] ?? {};
    return `${operation?.name}.${nanoBatch}`;
  };
  return groups.map((members) => members.map(nameOf).join(" "));
}

describe("the units of a layer", () => {
  it("have the small operations behind the kernel that makes their input", () => {
    expect(unitsOf({})).toEqual([
      "attention_norm.0 qkv_proj.0 rope_kv_append.0",
      "attention_norm.1 qkv_proj.1 rope_kv_append.1",
      "decode_attention.0",
      "decode_attention.1",
      "prefill_attention.1",
      "o_proj.0 mlp_norm.0",
      "o_proj.1 mlp_norm.1",
      "gate_up_proj.0 silu_mul.0",
      "gate_up_proj.1 silu_mul.1",
      "down_proj.0",
      "down_proj.1",
    ]);
  });

  it("have what waits for another lane before the kernel that takes its output", () => {
    const units = unitsOf({ precision: "fp8" });
    expect(units).toContain("prefill_attention.1");
    expect(units).toContain("attention_quantise.0 o_proj.0 mlp_norm.0");
    expect(units).toContain("attention_quantise.1 o_proj.1 mlp_norm.1");
  });
});
