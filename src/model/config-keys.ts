import type { ModelFamily } from "./model-shape.ts";
import { DTYPE_KEYS, QUANTISATION_MARKS } from "./quantisation.ts";

/** Keys that the reader honours in every family. */
const READ: readonly string[] = [
  "architectures",
  "model_type",
  "hidden_act",
  "hidden_size",
  "intermediate_size",
  "num_hidden_layers",
  "num_attention_heads",
  "num_key_value_heads",
  "head_dim",
  "vocab_size",
  "max_position_embeddings",
  "original_max_position_embeddings",
  "rms_norm_eps",
  "tie_word_embeddings",
  "layer_types",
  "rope_theta",
  "rope_scaling",
  "rope_parameters",
  "partial_rotary_factor",
  // Which files hold the weights: `run --weights` goes by it.
  "transformers_weights",
  ...DTYPE_KEYS,
  ...Object.keys(QUANTISATION_MARKS),
];

const MIXTURE: readonly string[] = ["num_experts", "num_local_experts", "num_experts_per_tok"];

const SWITCHED_WINDOW: readonly string[] = ["use_sliding_window", "sliding_window"];

const QWEN_MIXTURE: readonly string[] = [
  ...MIXTURE,
  "moe_intermediate_size",
  "norm_topk_prob",
  "decoder_sparse_step",
  "mlp_only_layers",
];

/** Keys that the reader honours in this family alone, beyond {@link READ}. */
const READ_BY_FAMILY: Readonly<Record<ModelFamily, readonly string[]>> = {
  llama: ["sliding_window"],
  mistral: ["sliding_window"],
  mixtral: [...MIXTURE, "sliding_window"],
  qwen2: [...SWITCHED_WINDOW, "max_window_layers"],
  qwen2_moe: [
    ...SWITCHED_WINDOW,
    ...QWEN_MIXTURE,
    "max_window_layers",
    "qkv_bias",
    "shared_expert_intermediate_size",
  ],
  qwen3: [...SWITCHED_WINDOW, "max_window_layers"],
  qwen3_moe: [...SWITCHED_WINDOW, ...QWEN_MIXTURE],
};

/** Keys that the family's published files carry and its code does not read. */
const UNREAD_BY_FAMILY: Readonly<Record<ModelFamily, readonly string[]>> = {
  llama: ["max_window_layers", "use_sliding_window"],
  mistral: [],
  mixtral: ["norm_topk_prob"],
  qwen2: ["attention_bias"],
  qwen2_moe: [],
  qwen3: [],
  qwen3_moe: ["max_window_layers"],
};

/** Metadata, training and generation: they change no forward pass of a given checkpoint. */
const HARMLESS: ReadonlySet<string> = new Set([
  // Of every configuration of transformers 4 and 5.
  ...words(`
    auto_map bos_token_id chunk_size_feed_forward classifier_dropout cls_token_id
    decoder_start_token_id eos_token_id finetuning_task id2label is_decoder label2id mask_token_id
    name_or_path output_attentions output_hidden_states pad_token_id prefix problem_type return_dict
    sep_token_id task_specific_params tf_legacy_loss tie_encoder_decoder tokenizer_class torchscript
    transformers_version unk_token_id use_bfloat16 use_cache
  `),
  // Generation.
  ...words(`
    bad_words_ids begin_suppress_tokens diversity_penalty do_sample early_stopping
    encoder_no_repeat_ngram_size exponential_decay_length_penalty forced_bos_token_id
    forced_eos_token_id length_penalty max_length max_new_tokens min_length min_p
    no_repeat_ngram_size num_beam_groups num_beams num_return_sequences output_scores
    remove_invalid_values repetition_penalty return_dict_in_generate suppress_tokens temperature
    top_k top_p typical_p
  `),
  // Training.
  ...words(`
    attention_dropout attn_pdrop embd_pdrop embedding_dropout ffn_dropout gradient_checkpointing
    hidden_dropout hidden_dropout_prob initializer_cutoff_factor initializer_factor
    initializer_range loss_type neftune_noise_alpha output_router_logits resid_pdrop
    residual_dropout router_aux_loss_coef router_jitter_noise router_z_loss_coef
    summary_activation summary_first_dropout summary_proj_to_labels summary_type summary_use_proj
  `),
  // How a framework computes the same: `pretraining_tp` cuts products into slices that are summed.
  ...words(`
    attn_implementation flash_attn num_logits_to_keep pretraining_tp use_flash_attention
    use_flash_attn use_flash_attn_2 use_fused_rms_norm use_kernels
  `),
  // Notes of tools. How long a context may be, `max_position_embeddings` says.
  ...words(`
    is_llama_config max_sequence_length model_max_length seq_length transformers.js_config
    unsloth_fixed unsloth_version
  `),
]);

/** Of a model that also takes images, around the `text_config`. */
const HARMLESS_AROUND: ReadonlySet<string> = new Set(
  words(`
    image_token_id image_token_index multimodal_projector_bias projector_hidden_act
    spatial_merge_size text_config vision_config vision_feature_layer
  `),
);

/** Keys of one meaning, which models of other families are built on. */
export interface Change {
  /** What the keys bring, to be read behind "planned without". */
  what: string;
  keys: readonly string[];
  /** Values that bring nothing, beside null, false, and lists and objects of nothing else. */
  neutral?: readonly unknown[];
}

/** Certain to change the arithmetic or the memory of every family in which they are not honoured. */
export const CHANGES: readonly Change[] = [
  {
    what: "that bias",
    keys: words(`
      add_bias_linear add_qkv_bias attention_bias attention_out_bias attention_output_bias bias
      lm_head_bias mlp_bias o_proj_bias qkv_bias qkv_proj_bias use_bias use_qkv_bias
    `),
  },
  {
    what: "a soft cap of scores or logits",
    keys: words(`
      attn_logit_softcap attn_logit_softcapping final_logit_softcapping logits_soft_cap
      router_logit_softcapping
    `),
    neutral: [0],
  },
  {
    what: "such a multiplier",
    keys: words(`
      attention_in_multiplier attention_out_multiplier embedding_multiplier embedding_scale
      key_multiplier lm_head_multiplier logit_scale logits_scaling mlp_multipliers
      residual_multiplier residual_scale scale_emb scale_embedding
    `),
    neutral: [1],
  },
  {
    what: "such a scale",
    keys: words(`
      attention_multiplier attn_scale attn_temperature_tuning dim_model_base floor_scale
      log_scaling_alpha mup_attn_multiplier mup_base_width mup_scale_emb mup_use_scaling
      mup_width_scale query_pre_attn_scalar scale_attn_by_inverse_layer_idx scale_depth use_mup
    `),
  },
  {
    what: "multi-head latent attention",
    keys: words(`
      index_head_dim index_n_heads index_topk kv_lora_rank q_lora_rank qk_head_dim
      qk_nope_head_dim qk_rope_head_dim v_head_dim
    `),
    neutral: [0],
  },
  {
    what: "that kind of attention",
    keys: words(`
      add_cross_attention alibi attention_chunk_size attention_sink attention_window
      attention_window_size
      attn_output_gate cla_share_factor cross_attention_layers dual_chunk_attention_config
      global_attn_every_n_layers is_encoder_decoder moba_config multi_query num_kv_shared_layers
      parallel_attn parallel_residual sinks sliding_window_pattern sliding_window_size
      sparse_attention_config sparse_config use_alibi use_bidirectional_attention
      use_parallel_residual use_sinks
    `),
    neutral: [0],
  },
  {
    what: "queries and keys that turn in another way",
    keys: words(`
      layer_rope_theta local_rope_theta mrope_section no_rope_layer_interval no_rope_layers
      nope_layer_interval nope_layers position_embedding_type rope_interleave rope_interleaved
      rope_local_base_freq rope_pct rope_ratio rotary_dim rotary_emb_fraction rotary_pct
      rotary_percent use_mrope use_nope
    `),
    neutral: [1, "rope", "rotary"],
  },
  {
    what: "such a norm of queries and keys",
    keys: words("clip_qkv qk_layernorm qk_norm use_qk_layernorm use_qk_norm"),
  },
  {
    what: "other norms than one before attention and one before the MLP",
    keys: words(`
      apply_residual_connection_post_layernorm hc_mult post_norm sandwich_norm use_layer_scale
      use_peri_norm use_post_norm use_sandwich_norm
    `),
  },
  {
    what: "experts like these",
    keys: words(`
      first_k_dense_replace moe_num_experts moe_num_shared_experts n_routed_experts
      n_shared_expert n_shared_experts num_experts num_local_experts num_shared_experts
      shared_expert_intermediate_size shared_intermediate_size
    `),
    neutral: [0],
  },
  {
    what: "routing like this",
    keys: words(`
      interleave_moe_layer_step moe_layer_freq moe_router_enable_expert_bias n_group route_scale
      routed_scaling_factor router_bias router_scaling_factor scoring_func topk_group topk_method
      use_expert_bias
    `),
    neutral: [1, "softmax", "greedy"],
  },
  {
    what: "an MLP like this",
    keys: words(`
      block_configs hidden_size_per_layer_input mlp_layer_types per_layer_config swiglu_alpha
      swiglu_limit use_double_wide_mlp
    `),
    neutral: [0],
  },
  {
    what: "layers of other kinds",
    keys: words(`
      attn_layer_indices attn_layer_period full_attention_interval hybrid_override_pattern
      layer_pattern layers_block_type linear_conv_kernel_dim linear_num_key_heads
      linear_num_value_heads mamba_d_state mamba_expand mamba_n_heads num_key_value_heads_per_layer
      ssm_cfg ssm_state_size
    `),
    neutral: [0],
  },
  {
    what: "that activation",
    keys: words(
      "act_fn activation activation_function activation_type hidden_activation mlp_activation",
    ),
    neutral: ["silu", "swish", "swiglu", "silu_and_mul"],
  },
  {
    what: "such norms",
    keys: words("layernorm_type norm_type normalization normalization_type"),
    neutral: ["rms", "rmsnorm", "rms_norm", "RMSNorm", "RMS"],
  },
  { what: "an adapter", keys: ["peft_type"] },
  { what: "heads that were pruned", keys: ["pruned_heads"] },
];

const CHANGE_OF: ReadonlyMap<string, Change> = new Map(
  CHANGES.flatMap((change) => change.keys.map((key) => [key, change] as const)),
);

/** What a key of a configuration means to this family. */
export type Meaning = "read" | "harmless" | "unknown" | Change;

/**
 * @param isAround whether the key stands around the language model's own configuration
 */
export function meaningOf(key: string, family: ModelFamily, isAround: boolean): Meaning {
  if (READ.includes(key) || READ_BY_FAMILY[family].includes(key)) return "read";
  // transformers keeps keys with an underscore to itself.
  if (HARMLESS.has(key) || UNREAD_BY_FAMILY[family].includes(key) || key.startsWith("_")) {
    return "harmless";
  }
  if (isAround && HARMLESS_AROUND.has(key)) return "harmless";
  return CHANGE_OF.get(key) ?? "unknown";
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
