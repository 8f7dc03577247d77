import type { ModelFamily } from "./model-shape.ts";

/**
 * What a configuration class of transformers 5.24.0 does where a key is missing or null. Where 4.57.6
 * differs, docs/models.md says so. A test compares the rules with an installed transformers.
 */
export interface FamilyRules {
  /** Class name that `architectures` gives. */
  architecture: string;
  /** KV heads where the key is missing. */
  kvHeads: number | "query heads";
  /** Whether a null stands for as many KV heads as query heads. Elsewhere it is an error. */
  kvHeadsMayBeNull: boolean;
  /** Head size where the key is missing; undefined: the hidden size over the query heads. */
  headSize?: number;
  /** `max_position_embeddings`. */
  positions: number;
  /** `rope_theta`. */
  rotaryBase: number;
  /** `rms_norm_eps`. */
  normEpsilon: number;
  /** Which layers attend to a window only. */
  window: WindowRule;
  /** Bias of query, key and value: always, never, or as `qkv_bias` says, which defaults to true. */
  qkvBias: "always" | "never" | "by key";
  qkNorm: boolean;
  mlp: "dense" | "mixtral" | "qwen2_moe" | "qwen3_moe";
}

export interface WindowRule {
  /** Whether `use_sliding_window`, which defaults to false, switches the window on. */
  hasSwitch: boolean;
  /** `sliding_window` where the key is missing; null: no window. */
  missing: number | null;
  /** Whether `layer_types` decides where it stands. Elsewhere transformers does not read it. */
  readsLayerTypes: boolean;
  /**
   * Layers with a window where `layer_types` does not decide. `never`: the family reads no
   * `sliding_window`. `upper`: from `max_window_layers` on. `even below`: each with an even index
   * below `max_window_layers`.
   */
  layers: "never" | "all" | "upper" | "even below";
}

/** `max_window_layers` where the key is missing. */
export const DEFAULT_MAX_WINDOW_LAYERS = 28;

export const FAMILIES: Readonly<Record<ModelFamily, FamilyRules>> = {
  llama: {
    architecture: "LlamaForCausalLM",
    kvHeads: "query heads",
    kvHeadsMayBeNull: true,
    positions: 2048,
    rotaryBase: 1e4,
    normEpsilon: 1e-6,
    window: { hasSwitch: false, missing: null, readsLayerTypes: false, layers: "never" },
    qkvBias: "never",
    qkNorm: false,
    mlp: "dense",
  },
  mistral: {
    architecture: "MistralForCausalLM",
    kvHeads: 8,
    kvHeadsMayBeNull: true,
    positions: 131072,
    rotaryBase: 1e4,
    normEpsilon: 1e-6,
    window: { hasSwitch: false, missing: 4096, readsLayerTypes: false, layers: "all" },
    qkvBias: "never",
    qkNorm: false,
    mlp: "dense",
  },
  mixtral: {
    architecture: "MixtralForCausalLM",
    kvHeads: 8,
    kvHeadsMayBeNull: true,
    positions: 131072,
    rotaryBase: 1e6,
    normEpsilon: 1e-5,
    window: { hasSwitch: false, missing: null, readsLayerTypes: false, layers: "all" },
    qkvBias: "never",
    qkNorm: false,
    mlp: "mixtral",
  },
  qwen2: {
    architecture: "Qwen2ForCausalLM",
    kvHeads: 32,
    kvHeadsMayBeNull: true,
    positions: 32768,
    rotaryBase: 1e4,
    normEpsilon: 1e-6,
    window: { hasSwitch: true, missing: 4096, readsLayerTypes: true, layers: "upper" },
    qkvBias: "always",
    qkNorm: false,
    mlp: "dense",
  },
  qwen2_moe: {
    architecture: "Qwen2MoeForCausalLM",
    kvHeads: 16,
    kvHeadsMayBeNull: false,
    positions: 32768,
    rotaryBase: 1e4,
    normEpsilon: 1e-6,
    window: { hasSwitch: true, missing: 4096, readsLayerTypes: true, layers: "even below" },
    qkvBias: "by key",
    qkNorm: false,
    mlp: "qwen2_moe",
  },
  qwen3: {
    architecture: "Qwen3ForCausalLM",
    kvHeads: 32,
    kvHeadsMayBeNull: true,
    headSize: 128,
    positions: 32768,
    rotaryBase: 1e4,
    normEpsilon: 1e-6,
    window: { hasSwitch: true, missing: 4096, readsLayerTypes: true, layers: "upper" },
    qkvBias: "never",
    qkNorm: true,
    mlp: "dense",
  },
  qwen3_moe: {
    architecture: "Qwen3MoeForCausalLM",
    kvHeads: 4,
    kvHeadsMayBeNull: false,
    positions: 32768,
    rotaryBase: 1e4,
    normEpsilon: 1e-6,
    window: { hasSwitch: true, missing: 4096, readsLayerTypes: false, layers: "all" },
    qkvBias: "never",
    qkNorm: true,
    mlp: "qwen3_moe",
  },
};
