import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parseText } from "../../src/files/read-document.ts";
import { parseHuggingFaceConfig } from "../../src/model/hugging-face-config.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { plannerError } from "../support/planner-error.ts";

const LLAMA = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_act: "silu",
  hidden_size: 4096,
  intermediate_size: 14336,
  num_attention_heads: 32,
  num_hidden_layers: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
  max_position_embeddings: 8192,
};

const QWEN2_MOE = {
  architectures: ["Qwen2MoeForCausalLM"],
  hidden_size: 2048,
  num_attention_heads: 16,
  num_key_value_heads: 16,
  num_hidden_layers: 24,
  vocab_size: 151936,
  intermediate_size: 5632,
  moe_intermediate_size: 1408,
  shared_expert_intermediate_size: 5632,
  num_experts: 60,
  num_experts_per_tok: 4,
  decoder_sparse_step: 1,
  mlp_only_layers: [],
  use_sliding_window: false,
  sliding_window: 32768,
};

function parse(config: Record<string, unknown>) {
  const text = JSON.stringify(config, null, 2);
  return parseHuggingFaceConfig(parseText("config.json", text), "mine");
}

function without(config: Record<string, unknown>, key: string) {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}

/** Line of a key in the indented JSON of a configuration. */
function lineOf(config: Record<string, unknown>, key: string) {
  return (
    JSON.stringify(config, null, 2)
      .split("\n")
      .findIndex((l) => l.includes(`"${key}"`)) + 1
  );
}

describe("parseHuggingFaceConfig", () => {
  it("reads Llama 3 8B as the built-in model has it", () => {
    const { layers, shape } = resolveModel("llama-3-8b");
    expect(parse(LLAMA)).toEqual({ id: "mine", layers, shape, maxPositions: 8192 });
  });

  it("gives Llama as many KV heads as query heads when the file names none", () => {
    expect(parse(without(LLAMA, "num_key_value_heads")).shape.kvHeads).toBe(32);
  });

  it("gives Qwen2 a bias of query, key and value and no QK norm", () => {
    const { shape } = parse({ ...LLAMA, architectures: ["Qwen2ForCausalLM"] });
    expect([shape.family, shape.qkvBias, shape.qkNorm]).toEqual(["qwen2", true, false]);
  });

  it("gives Qwen3 a QK norm and heads of 128 unless told otherwise", () => {
    const qwen3 = { ...LLAMA, architectures: ["Qwen3ForCausalLM"], num_attention_heads: 64 };
    const { shape } = parse(qwen3);
    expect([shape.family, shape.headSize, shape.qkvBias, shape.qkNorm]).toEqual([
      "qwen3",
      128,
      false,
      true,
    ]);
    expect(parse({ ...qwen3, head_dim: 64 }).shape.headSize).toBe(64);
  });

  it("divides the hidden size among the heads in the other families", () => {
    expect(parse({ ...LLAMA, num_attention_heads: 64 }).shape.headSize).toBe(64);
  });

  it("reads Mixtral as the built-in model has it", () => {
    const { layers, shape } = resolveModel("mixtral-8x7b");
    const mixtral = {
      ...LLAMA,
      architectures: ["MixtralForCausalLM"],
      vocab_size: 32000,
      num_local_experts: 8,
      num_experts_per_tok: 2,
      sliding_window: null,
    };
    expect(parse(mixtral)).toEqual({ id: "mine", layers, shape, maxPositions: 8192 });
  });

  it("reads the experts and the shared expert of Qwen2-MoE", () => {
    const { shape } = parse(QWEN2_MOE);
    expect(shape.qkvBias).toBe(true);
    expect(shape.mlp).toEqual({
      kind: "moe",
      experts: 60,
      expertsPerToken: 4,
      expertIntermediateSize: 1408,
      sharedExpertIntermediateSize: 5632,
      renormalizedExpertWeights: false,
    });
  });

  it("reads Qwen3-MoE as the built-in model has it", () => {
    const { layers, shape } = resolveModel("qwen3-30b-a3b");
    const qwen3Moe = {
      ...without(QWEN2_MOE, "shared_expert_intermediate_size"),
      architectures: ["Qwen3MoeForCausalLM"],
      num_attention_heads: 32,
      num_key_value_heads: 4,
      head_dim: 128,
      num_hidden_layers: 48,
      moe_intermediate_size: 768,
      num_experts: 128,
      num_experts_per_tok: 8,
      norm_topk_prob: true,
    };
    const expected = { id: "mine", layers, shape, maxPositions: 32768 };
    expect(parse(qwen3Moe)).toEqual(expected);
    const savedByTransformers5 = { ...without(qwen3Moe, "num_experts"), num_local_experts: 128 };
    expect(parse(savedByTransformers5)).toEqual(expected);
  });

  it.each([
    ["Qwen2MoeForCausalLM", true, undefined],
    ["Qwen2MoeForCausalLM", undefined, false],
    ["Qwen3MoeForCausalLM", true, undefined],
    ["Qwen3MoeForCausalLM", false, false],
  ])("reads whether %s renormalises its experts' weights (%j)", (architecture, key, found) => {
    const config = { ...QWEN2_MOE, architectures: [architecture], norm_topk_prob: key };
    const { mlp } = parse(config).shape;
    expect(mlp).toMatchObject({ kind: "moe", experts: 60 });
    expect("renormalizedExpertWeights" in mlp).toBe(found === false);
    expect((mlp as { renormalizedExpertWeights?: boolean }).renormalizedExpertWeights).toBe(found);
  });

  it("takes the family from model_type when no architecture is named", () => {
    expect(parse(without(LLAMA, "architectures")).shape.family).toBe("llama");
  });

  it("reads whether the embeddings are tied", () => {
    expect(parse({ ...LLAMA, tie_word_embeddings: true }).shape.tiedEmbeddings).toBe(true);
  });

  it("names the nearest architecture for an unknown one, at its place", () => {
    const config = { ...LLAMA, architectures: ["LLamaForCausalLm2"] };
    const error = plannerError(() => parse(config));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain("LLamaForCausalLm2");
    expect(error.remedy).toContain("nearest known one is LlamaForCausalLM");
    expect(error.position).toEqual({ path: "config.json", line: 2, column: 20 });
  });

  it("does not take a property of every object for an architecture", () => {
    const config = { ...LLAMA, architectures: ["constructor"] };
    expect(plannerError(() => parse(config)).code).toBe("E_INVALID_MODEL");
  });

  it.each([
    "hidden_size",
    "num_attention_heads",
    "num_hidden_layers",
    "intermediate_size",
    "vocab_size",
  ])("names the missing key %s", (key) => {
    const error = plannerError(() => parse(without(LLAMA, key)));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(`lacks the key \`${key}\``);
    expect(error.position?.path).toBe("config.json");
  });

  it.each([
    ["hidden_size", "4096"],
    ["hidden_size", 0],
    ["num_hidden_layers", -1],
    ["vocab_size", 1.5],
    ["num_key_value_heads", [8]],
    ["tie_word_embeddings", "yes"],
    ["head_dim", true],
  ])("rejects %s: %j at its place", (key, value) => {
    const config = { ...LLAMA, [key]: value };
    const error = plannerError(() => parse(config));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(key);
    expect(error.position?.line).toBeGreaterThanOrEqual(lineOf(config, key));
    expect(error.position?.line).toBeLessThanOrEqual(lineOf(config, key) + 1);
  });

  it.each([
    [{ ...QWEN2_MOE, mlp_only_layers: [0, 1] }, "mlp_only_layers"],
    [{ ...QWEN2_MOE, decoder_sparse_step: 2 }, "decoder_sparse_step"],
    [{ ...QWEN2_MOE, use_sliding_window: true, max_window_layers: 10 }, "sliding_window"],
    [{ ...QWEN2_MOE, num_experts_per_tok: 61 }, "num_experts_per_tok"],
    [{ ...LLAMA, architectures: ["MistralForCausalLM"], sliding_window: 4096 }, "sliding_window"],
    [{ ...LLAMA, layer_types: ["full_attention", "sliding_attention"] }, "layer_types"],
    [{ ...LLAMA, hidden_act: "gelu" }, "hidden_act"],
    [{ ...LLAMA, attention_bias: true }, "attention_bias"],
    [{ ...LLAMA, mlp_bias: true }, "mlp_bias"],
    [{ ...LLAMA, quantization_config: { bits: 4 } }, "quantization_config"],
    [{ ...LLAMA, num_key_value_heads: 5 }, "num_key_value_heads"],
    [{ ...LLAMA, num_attention_heads: 24 }, "num_attention_heads"],
  ])("rejects what it cannot honour (%#: %s)", (config, key) => {
    const error = plannerError(() => parse(config as Record<string, unknown>));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain(key as string);
    expect(error.position?.line).toBeGreaterThan(1);
    expect(error.remedy).toBeDefined();
  });

  it("accepts a window that no context can exceed", () => {
    const config = { ...LLAMA, architectures: ["MistralForCausalLM"], sliding_window: 8192 };
    expect(parse(config).shape.family).toBe("mistral");
  });

  it("accepts a window that Qwen keeps to layers that the model does not have", () => {
    const config = { ...QWEN2_MOE, use_sliding_window: true, max_window_layers: 24 };
    expect(parse(config).layers).toBe(24);
  });

  it("rejects a file that is no object", () => {
    const error = plannerError(() => parseHuggingFaceConfig(parseText("c.json", "[1]"), "mine"));
    expect(error.code).toBe("E_INVALID_FILE");
  });
});

describe("resolveModel with a path", () => {
  it("names the model after the folder of its config.json", () => {
    const folder = mkdtempSync(join(tmpdir(), "model-"));
    try {
      mkdirSync(join(folder, "my-llama"));
      writeFileSync(join(folder, "my-llama", "config.json"), JSON.stringify(LLAMA));
      expect(resolveModel(join(folder, "my-llama", "config.json")).id).toBe("my-llama");
      expect(resolveModel(join(folder, "my-llama"))).toEqual({
        ...resolveModel("llama-3-8b"),
        id: "my-llama",
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("points at a syntax error", () => {
    const folder = mkdtempSync(join(tmpdir(), "model-"));
    const path = join(folder, "broken.json");
    try {
      writeFileSync(path, '{\n  "hidden_size": 4096,\n  "vocab_size":');
      const error = plannerError(() => resolveModel(path));
      expect(error.code).toBe("E_INVALID_FILE");
      expect(error.position?.path).toBe(path);
      expect(error.position?.line).toBeGreaterThan(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
