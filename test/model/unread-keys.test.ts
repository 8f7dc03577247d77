import { describe, expect, it } from "@jest/globals";
import type { ModelFamily } from "../../src/model/model-shape.ts";
import { type Config, configOf, parseConfig } from "../support/model-config.ts";
import { plannerError } from "../support/planner-error.ts";

const parse = (family: ModelFamily, keys: Config) => parseConfig(configOf(family, keys));

const FAMILIES: ModelFamily[] = [
  "llama",
  "mistral",
  "mixtral",
  "qwen2",
  "qwen2_moe",
  "qwen3",
  "qwen3_moe",
];

describe("keys that deny what every model of a family has", () => {
  it.each<[ModelFamily, string, string]>([
    ["qwen3", "qk_norm", "norms"],
    ["qwen3_moe", "use_qk_layernorm", "norms"],
    ["qwen2", "attention_bias", "biases"],
    ["qwen2", "use_qkv_bias", "biases"],
  ])("are warned of: %s with %s", (family, key, what) => {
    const { warnings } = parse(family, { [key]: false });
    expect(warnings).toEqual([expect.stringMatching(`\`${key}\` is false, .* with ${what} of`)]);
  });

  it.each<[ModelFamily, Config]>([
    ["llama", { qk_norm: false, attention_bias: false }],
    ["qwen3", { attention_bias: false }],
    ["qwen2_moe", { qkv_bias: false }],
  ])("are none where the family has no such thing, or reads them: %s, %j", (family, keys) => {
    expect(parse(family, keys).warnings).toBeUndefined();
  });
});

describe("keys of generation", () => {
  it.each(["num_beams", "num_beam_groups", "num_return_sequences"])(
    "are told where they make several sequences of a request: %s",
    (key) => {
      expect(parse("llama", { [key]: 4 }).warnings).toEqual([
        `\`${key}\` is 4, and not applied: the plan decodes one sequence for each request`,
      ]);
      expect(parse("llama", { [key]: 1 }).warnings).toBeUndefined();
    },
  );

  it.each<Config>([
    { temperature: 0.6, top_p: 0.9, do_sample: true, repetition_penalty: 1.1 },
    { max_length: 4096, max_new_tokens: 32, min_length: 0, early_stopping: false },
    { use_cache: false, suppress_tokens: [1], forced_eos_token_id: 2 },
  ])("are passed over where they choose tokens, which no plan depends on: %j", (keys) => {
    expect(parse("llama", keys).warnings).toBeUndefined();
  });
});

describe("keys that a family does not honour", () => {
  it.each<[ModelFamily, Config]>([
    ["llama", { qkv_bias: true }],
    ["qwen2_moe", { attention_bias: true }],
    ["llama", { partial_rotary_factor: 0.5 }],
    ["llama", { rope_parameters: { rope_theta: 1e4, partial_rotary_factor: 0.5 } }],
    ["mistral", { attn_logit_softcapping: 50 }],
    ["llama", { embedding_multiplier: 12 }],
    ["llama", { attention_multiplier: 1 }],
    ["llama", { logits_scaling: 8 }],
    ["llama", { scale_depth: 1.4 }],
    ["qwen2", { dual_chunk_attention_config: { chunk_size: 262144 } }],
    ["llama", { kv_lora_rank: 512 }],
    ["qwen2", { use_qk_norm: true }],
    ["llama", { no_rope_layers: [1, 1, 1, 0] }],
    ["llama", { num_local_experts: 16 }],
    ["mixtral", { n_shared_experts: 1 }],
    ["mixtral", { shared_expert_intermediate_size: 5632 }],
    ["qwen3_moe", { scoring_func: "sigmoid" }],
    ["qwen3_moe", { routed_scaling_factor: 2.5 }],
    ["qwen3", { attention_bias: true }],
    ["mistral", { rotary_pct: 0.25 }],
    ["llama", { activation: "gelu" }],
    ["llama", { attention_window: [512, 512] }],
    ["llama", { norm_type: "layernorm" }],
    ["llama", { residual_scale: 0.5 }],
    ["llama", { peft_type: "LORA" }],
  ])("refuses %s with %j", (family, keys) => {
    const error = plannerError(() => parse(family, keys));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.position?.line).toBeGreaterThan(1);
    expect(
      parse(family, { ...keys, [Object.keys(keys)[0] as string]: null }).warnings,
    ).toBeUndefined();
  });

  it("warns of a model in code of the checkpoint's own, and of no other code", () => {
    const code = "modeling_llama_yarn.LlamaForCausalLM";
    const { warnings } = parse("llama", { auto_map: { AutoModelForCausalLM: code } });
    expect(warnings).toEqual([expect.stringContaining(code)]);
    const tokenizer = { auto_map: { AutoTokenizer: ["tokenization_own.OwnTokenizer", null] } };
    expect(parse("llama", tokenizer).warnings).toBeUndefined();
  });

  it.each<[ModelFamily, Config]>([
    ["llama", { activation: "swiglu", norm_type: "rmsnorm", residual_scale: 1 }],
    ["llama", { qkv_bias: false, mlp_bias: false, attention_bias: null }],
    ["llama", { embedding_multiplier: 1, logits_scaling: 1.0, final_logit_softcapping: null }],
    ["llama", { num_local_experts: 0, no_rope_layers: [1, 1], rope_interleaved: false }],
    ["qwen2", { qkv_bias: true, attention_bias: true, use_mrope: false }],
    ["qwen3", { use_qk_norm: true }],
    ["qwen3_moe", { shared_expert_intermediate_size: 0, qkv_bias: false }],
    ["mixtral", { num_experts: 8, router_jitter_noise: 0.1 }],
    ["llama", { pruned_heads: {}, pretraining_tp: 2, _name_or_path: "x", auto_map: { a: "b" } }],
    ["llama", { bos_token_id: 1, eos_token_id: [2, 3], initializer_range: 0.02, use_cache: true }],
  ])("accepts %s with %j, which bring nothing", (family, keys) => {
    expect(parse(family, keys)).toEqual(parse(family, {}));
  });

  it("warns by name of keys whose meaning is not known", () => {
    const { warnings, shape } = parse("llama", {
      novel_gating: 0.3,
      other: "x",
      unset: null,
      rope_scaling: { type: "linear", factor: 2, twist: 4 },
    });
    expect(shape).toEqual(parse("llama", {}).shape);
    expect(warnings).toEqual([
      expect.stringMatching(/^not read: `novel_gating`, `other`, `rope_scaling.twist`\./),
    ]);
  });

  it.each(FAMILIES)("has nothing to say of a plain %s", (family) => {
    expect(parse(family, {}).warnings).toBeUndefined();
  });
});
