import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parseText } from "../../src/files/read-document.ts";
import { parseHuggingFaceConfig } from "../../src/model/hugging-face-config.ts";
import type { ModelFamily } from "../../src/model/model-shape.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { type Config, configOf, LLAMA, parseConfig, QWEN2_MOE } from "../support/model-config.ts";
import { plannerError } from "../support/planner-error.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

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
    expect(parseConfig(LLAMA)).toEqual({ id: "mine", layers, shape, maxPositions: 8192 });
  });

  it("gives Llama as many KV heads as query heads when the file names none", () => {
    expect(parseConfig(without(LLAMA, "num_key_value_heads")).shape.kvHeads).toBe(32);
  });

  it("gives Qwen2 a bias of query, key and value and no QK norm", () => {
    const { shape } = parseConfig({ ...LLAMA, architectures: ["Qwen2ForCausalLM"] });
    expect([shape.family, shape.qkvBias, shape.qkNorm]).toEqual(["qwen2", true, false]);
  });

  it("gives Qwen3 a QK norm and heads of 128 unless told otherwise", () => {
    const qwen3 = { ...LLAMA, architectures: ["Qwen3ForCausalLM"], num_attention_heads: 64 };
    const { shape } = parseConfig(qwen3);
    expect([shape.family, shape.headSize, shape.qkvBias, shape.qkNorm]).toEqual([
      "qwen3",
      128,
      false,
      true,
    ]);
    expect(parseConfig({ ...qwen3, head_dim: 64 }).shape.headSize).toBe(64);
  });

  it("refuses null for a size of a head that Qwen3 has of its own", () => {
    const config = configOf("qwen3", { head_dim: null });
    expect(plannerError(() => parseConfig(config)).message).toBe("`head_dim` is null");
    expect(parseConfig(configOf("llama", { head_dim: null })).shape.headSize).toBe(128);
  });

  it.each(["rms_norm_eps", "max_position_embeddings", "hidden_act", "tie_word_embeddings"])(
    "warns of null as %s, which is taken as missing",
    (key) => {
      const { warnings, shape } = parseConfig({ ...LLAMA, [key]: null });
      expect(warnings).toEqual([expect.stringMatching(new RegExp(`^\`${key}\` is null`))]);
      expect(shape).toEqual(parseConfig(LLAMA).shape);
    },
  );

  it("divides the hidden size among the heads in the other families", () => {
    expect(parseConfig({ ...LLAMA, num_attention_heads: 64 }).shape.headSize).toBe(64);
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
    expect(parseConfig(mixtral)).toEqual({ id: "mine", layers, shape, maxPositions: 8192 });
  });

  it("reads the experts and the shared expert of Qwen2-MoE", () => {
    const { shape } = parseConfig(QWEN2_MOE);
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
    expect(parseConfig(qwen3Moe)).toEqual(expected);
    const savedByTransformers5 = { ...without(qwen3Moe, "num_experts"), num_local_experts: 128 };
    expect(parseConfig(savedByTransformers5)).toEqual(expected);
  });

  it.each([
    ["Qwen2MoeForCausalLM", true, undefined],
    ["Qwen2MoeForCausalLM", undefined, false],
    ["Qwen3MoeForCausalLM", true, undefined],
    ["Qwen3MoeForCausalLM", false, false],
  ])("reads whether %s renormalises its experts' weights (%j)", (architecture, key, found) => {
    const shared = architecture.startsWith("Qwen2") ? 5632 : 0;
    const config = {
      ...{ ...QWEN2_MOE, shared_expert_intermediate_size: shared },
      ...{ architectures: [architecture], norm_topk_prob: key },
    };
    const { mlp } = parseConfig(config).shape;
    expect(mlp).toMatchObject({ kind: "moe", experts: 60 });
    expect("renormalizedExpertWeights" in mlp).toBe(found === false);
    expect((mlp as { renormalizedExpertWeights?: boolean }).renormalizedExpertWeights).toBe(found);
  });

  it("takes the family from model_type when no architecture is named", () => {
    const config = { ...without(LLAMA, "architectures"), model_type: "llama" };
    expect(parseConfig(config).shape.family).toBe("llama");
  });

  it.each<[ModelFamily, unknown, number]>([
    ["llama", null, 32],
    ["mistral", null, 32],
    ["mixtral", null, 32],
    ["qwen2", null, 32],
    ["qwen3", null, 32],
    ["mistral", undefined, 8],
    ["mixtral", undefined, 8],
    ["qwen2", undefined, 32],
    ["qwen2_moe", undefined, 16],
    ["qwen3", undefined, 32],
    ["qwen3_moe", undefined, 4],
  ])("gives %s with %j KV heads %d of them", (family, num_key_value_heads, found) => {
    expect(parseConfig(configOf(family, { num_key_value_heads })).shape.kvHeads).toBe(found);
  });

  it.each<ModelFamily>(["qwen2_moe", "qwen3_moe"])(
    "needs the KV heads that %s has null of",
    (family) => {
      const error = plannerError(() =>
        parseConfig(configOf(family, { num_key_value_heads: null })),
      );
      expect([error.code, error.message]).toEqual([
        "E_INVALID_FILE",
        "`num_key_value_heads` is null",
      ]);
    },
  );

  it("takes swish for silu, which it is in transformers", () => {
    expect(parseConfig({ ...LLAMA, hidden_act: "swish" })).toEqual(parseConfig(LLAMA));
  });

  it.each<[ModelFamily, string]>([
    ["mixtral", "num_local_experts"],
    ["qwen3_moe", "num_experts"],
  ])("asks for the number of experts by the key of %s", (family, key) => {
    const config = configOf(family, { num_experts: undefined, num_local_experts: undefined });
    expect(plannerError(() => parseConfig(config)).message).toBe(`lacks the key \`${key}\``);
  });

  it("does not choose between two numbers of experts", () => {
    const config = configOf("mixtral", { num_experts: 16 });
    expect(plannerError(() => parseConfig(config)).message).toContain(
      "`num_local_experts` beside it",
    );
  });

  it("reads whether the embeddings are tied", () => {
    expect(parseConfig({ ...LLAMA, tie_word_embeddings: true }).shape.tiedEmbeddings).toBe(true);
  });

  it("names an unknown architecture at its place, and suggests none", () => {
    const config = { ...LLAMA, architectures: ["LLamaForCausalLm2"] };
    const error = plannerError(() => parseConfig(config));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain("LLamaForCausalLm2");
    expect(error.remedy).toMatch(/^Supported: LlamaForCausalLM, /);
    expect(error.position).toEqual({ path: "config.json", line: 2, column: 20 });
    const byType = { ...without(LLAMA, "architectures"), model_type: "llama4_text" };
    expect(plannerError(() => parseConfig(byType)).remedy).toMatch(/^Supported: llama, mistral, /);
  });

  it("warns of a model_type of another family", () => {
    const { shape, warnings } = parseConfig({ ...LLAMA, model_type: "granite" });
    expect(shape.family).toBe("llama");
    expect(warnings).toEqual([expect.stringContaining('`model_type` "granite"')]);
  });

  it("does not take a property of every object for an architecture", () => {
    const config = { ...LLAMA, architectures: ["constructor"] };
    expect(plannerError(() => parseConfig(config)).code).toBe("E_INVALID_MODEL");
  });

  it.each([
    "hidden_size",
    "num_attention_heads",
    "num_hidden_layers",
    "intermediate_size",
    "vocab_size",
  ])("names the missing key %s", (key) => {
    const error = plannerError(() => parseConfig(without(LLAMA, key)));
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
    ["rms_norm_eps", "small"],
    ["rope_theta", "1e6"],
  ])("rejects %s: %j at its place", (key, value) => {
    const config = { ...LLAMA, [key]: value };
    const error = plannerError(() => parseConfig(config));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(key);
    expect(error.position?.line).toBeGreaterThanOrEqual(lineOf(config, key));
    expect(error.position?.line).toBeLessThanOrEqual(lineOf(config, key) + 1);
  });

  it.each([
    [{ ...QWEN2_MOE, mlp_only_layers: [0, 1] }, "mlp_only_layers"],
    [{ ...QWEN2_MOE, decoder_sparse_step: 2 }, "decoder_sparse_step"],

    [{ ...QWEN2_MOE, num_experts_per_tok: 61 }, "num_experts_per_tok"],
    [{ ...LLAMA, hidden_act: "gelu" }, "hidden_act"],
    [{ ...LLAMA, attention_bias: true }, "attention_bias"],
    [{ ...LLAMA, mlp_bias: true }, "mlp_bias"],
    [{ ...LLAMA, num_key_value_heads: 5 }, "num_key_value_heads"],
    [{ ...LLAMA, num_attention_heads: 24 }, "num_attention_heads"],
    [{ ...LLAMA, head_dim: 127 }, "head_dim"],
  ])("rejects what it cannot honour (%#: %s)", (config, key) => {
    const error = plannerError(() => parseConfig(config as Record<string, unknown>));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain(key as string);
    expect(error.position?.line).toBeGreaterThan(1);
    expect(error.remedy).toBeDefined();
  });

  it.each([
    [{ peft_type: "LORA", r: 16 }, "adapter_config.json"],
    [{ metadata: {}, weight_map: {} }, "the index"],
    [{ dim: 4096, n_layers: 32 }, "params.json"],
    [{ eos_token_id: 2, temperature: 0.6 }, "generation_config.json"],
  ])("names another file of a checkpoint (%j)", (file, name) => {
    const error = plannerError(() => parseConfig(file));
    expect(error.message).toContain(`looks like ${name === "the index" ? name : ""}`);
    expect(error.message).toContain(name);
    expect(error.remedy).toContain("config.json of the model itself");
  });

  it("words how few layers have experts for any step", () => {
    const error = plannerError(() => parseConfig({ ...QWEN2_MOE, decoder_sparse_step: 3 }));
    expect(error.message).toContain("only one of every 3 of these has experts");
  });

  it("names architectures beside the one that it plans", () => {
    const architectures = ["LlamaForCausalLM", "MistralForCausalLM"];
    expect(parseConfig({ ...LLAMA, architectures }).warnings).toEqual([
      '`architectures` also names "MistralForCausalLM": the plan is of the first, LlamaForCausalLM',
    ]);
    const twice = ["LlamaForCausalLM", "LlamaForCausalLM"];
    expect(parseConfig({ ...LLAMA, architectures: twice }).warnings).toBeUndefined();
  });

  it.each(["short_factor", "long_factor"])("refuses a %s of another length", (key) => {
    const factors = { short_factor: Array(64).fill(1), long_factor: Array(64).fill(2) };
    const configWith = (lists: object) => ({
      ...LLAMA,
      original_max_position_embeddings: 4096,
      rope_scaling: { rope_type: "longrope", ...factors, ...lists },
    });
    expect(parseConfig(configWith({})).shape.headSize).toBe(128);
    const error = plannerError(() => parseConfig(configWith({ [key]: Array(48).fill(1) })));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain(
      `\`rope_scaling.${key}\`: it has 48 numbers for the 64 pairs of a head of 128 dimensions`,
    );
  });

  describe("of a Mistral 3", () => {
    const text_config = {
      ...configOf("mistral", { architectures: undefined }),
      model_type: "mistral",
    };
    const file = (text: Config, keys: Config = {}) => ({
      architectures: ["Mistral3ForConditionalGeneration"],
      model_type: "mistral3",
      vision_config: { model_type: "pixtral", hidden_size: 1024 },
      image_token_index: 10,
      spatial_merge_size: 2,
      text_config: text,
      ...keys,
    });

    it("reads the language model, and says that images are not planned", () => {
      const { warnings, shape } = parseConfig(file(text_config));
      const tied = file({ ...text_config, tie_word_embeddings: false });
      expect(parseConfig({ ...tied, tie_word_embeddings: true }).warnings?.join()).toContain(
        "`tie_word_embeddings` is true, and false in `text_config`",
      );
      expect(shape).toEqual(parseConfig(configOf("mistral")).shape);
      expect(warnings).toEqual([expect.stringContaining("without images")]);
    });

    it("names the keys by where they stand", () => {
      const lacking = file(without(text_config, "hidden_size"));
      expect(plannerError(() => parseConfig(lacking)).message).toBe(
        "lacks the key `text_config.hidden_size`",
      );
      const wrong = file({ ...text_config, hidden_act: "gelu" });
      const error = plannerError(() => parseConfig(wrong));
      expect(error.message).toContain("`text_config.hidden_act`");
      expect(error.position?.line).toBe(lineOf(wrong, "hidden_act"));
    });

    it("warns of keys around it that are not known", () => {
      const { warnings = [] } = parseConfig(file(text_config, { projector_twist: 2 }));
      expect(warnings).toContainEqual(expect.stringContaining("not read: `projector_twist`"));
    });

    it.each([
      [undefined, "lacks the key `text_config`"],
      [{ model_type: "ministral3" }, '`text_config.model_type`: "ministral3"'],
    ])("refuses another language model (%j)", (text, message) => {
      const error = plannerError(() => parseConfig(file(text as unknown as Config)));
      expect(error.message).toContain(message);
    });
  });

  it("rejects a file that is no object", () => {
    const error = plannerError(() => parseHuggingFaceConfig(parseText("c.json", "[1]"), "mine"));
    expect(error.code).toBe("E_INVALID_FILE");
  });
});

describe("resolveModel with a path", () => {
  it("warns of an adapter beside the model", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "config.json"), JSON.stringify(LLAMA));
    expect(resolveModel(folder).warnings).toBeUndefined();
    writeFileSync(join(folder, "adapter_config.json"), "{}");
    expect(resolveModel(folder).warnings).toEqual([expect.stringContaining("an adapter lies")]);
  });

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
