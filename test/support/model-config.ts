import { parseText } from "../../src/files/read-document.ts";
import { parseHuggingFaceConfig } from "../../src/model/hugging-face-config.ts";
import type { Model, ModelFamily } from "../../src/model/model-shape.ts";

export type Config = Record<string, unknown>;

/** Llama 3 8B. */
export const LLAMA = {
  architectures: ["LlamaForCausalLM"],
  hidden_act: "silu",
  hidden_size: 4096,
  intermediate_size: 14336,
  num_attention_heads: 32,
  num_hidden_layers: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
  max_position_embeddings: 8192,
};

/** Qwen1.5-MoE-A2.7B, with the switch of its window off. */
export const QWEN2_MOE = {
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

const ARCHITECTURE_OF: Readonly<Record<ModelFamily, string>> = {
  llama: "LlamaForCausalLM",
  mistral: "MistralForCausalLM",
  mixtral: "MixtralForCausalLM",
  qwen2: "Qwen2ForCausalLM",
  qwen2_moe: "Qwen2MoeForCausalLM",
  qwen3: "Qwen3ForCausalLM",
  qwen3_moe: "Qwen3MoeForCausalLM",
};

/** A small configuration of a family that is accepted without a warning; its keys may be replaced. */
export function configOf(family: ModelFamily, keys: Config = {}): Config {
  const base = family === "qwen2_moe" || family === "qwen3_moe" ? QWEN2_MOE : LLAMA;
  const own: Partial<Record<ModelFamily, Config>> = {
    mistral: { sliding_window: null },
    mixtral: { num_local_experts: 8, num_experts_per_tok: 2 },
    qwen3_moe: { shared_expert_intermediate_size: null },
  };
  return { ...base, architectures: [ARCHITECTURE_OF[family]], ...own[family], ...keys };
}

/** The model of a configuration, by way of its text. */
export function parseConfig(config: Config): Model {
  const text = JSON.stringify(config, undefined, 2);
  return parseHuggingFaceConfig(parseText("config.json", text), "mine");
}
