import { describe, expect, it } from "@jest/globals";
import { unmeasuredWork } from "../../src/ir/unmeasured-work.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";

describe("unmeasuredWork", () => {
  it.each([
    ["llama-3-8b", []],
    ["mixtral-8x7b", []],
    ["qwen2-7b", ["the bias of queries, keys and values"]],
    ["qwen3-30b-a3b", ["the norm of queries and keys"]],
  ])("of %s is %j", (id, work) => {
    expect(unmeasuredWork(resolveModel(id).shape, ["rope_kv_append head=128"])).toEqual(work);
  });

  it.each([
    ["qwen2-7b", "bias=true"],
    ["qwen3-30b-a3b", "qkNorm=true"],
  ])("of %s is nothing where a kernel with %s was measured", (id, word) => {
    const names = ["gemm k=1 n=1", `rope_kv_append head=128 ${word}`];
    expect(unmeasuredWork(resolveModel(id).shape, names)).toEqual([]);
  });
});
