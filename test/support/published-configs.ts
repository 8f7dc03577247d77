import type { Config } from "./model-config.ts";

/** Hidden size, intermediate size, layers, query heads, KV heads, vocabulary. */
type Sizes = [number, number, number, number, number, number];

function config(architecture: string, sizes: Sizes, keys: Config = {}): Config {
  const [hidden, intermediate, layers, queryHeads, kvHeads, vocabulary] = sizes;
  return {
    architectures: [`${architecture}ForCausalLM`],
    hidden_size: hidden,
    intermediate_size: intermediate,
    num_hidden_layers: layers,
    num_attention_heads: queryHeads,
    num_key_value_heads: kvHeads,
    vocab_size: vocabulary,
    hidden_act: "silu",
    initializer_range: 0.02,
    tie_word_embeddings: false,
    torch_dtype: "bfloat16",
    use_cache: true,
    ...keys,
  };
}

const TIED = { tie_word_embeddings: true };

const LLAMA_31 = {
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
  rope_type: "llama3",
};

/** As Qwen's files have it: a window that is switched off. */
const UNUSED_WINDOW = {
  use_sliding_window: false,
  sliding_window: 131072,
  max_window_layers: 28,
  use_mrope: false,
};

const QWEN3 = { head_dim: 128, attention_bias: false, sliding_window: null, rope_scaling: null };

/** Configurations as their publishers have them, but for keys that say nothing, with their exact parameters. */
export const PUBLISHED: readonly [name: string, config: Config, parameters: number][] = [
  [
    "Llama 1 7B",
    config("Llama", [4096, 11008, 32, 32, 32, 32000], { max_sequence_length: 2048 }),
    6_738_415_616,
  ],
  [
    "CodeLlama 34B",
    config("Llama", [8192, 22016, 48, 64, 8, 32000], { rope_theta: 1e6, pretraining_tp: 1 }),
    33_743_970_304,
  ],
  [
    "Llama 3.2 1B",
    config("Llama", [2048, 8192, 16, 32, 8, 128256], {
      ...TIED,
      head_dim: 64,
      rope_scaling: { ...LLAMA_31, factor: 32 },
    }),
    1_235_814_400,
  ],
  [
    "SmolLM2 1.7B",
    config("Llama", [2048, 8192, 24, 32, 32, 49152], {
      ...TIED,
      is_llama_config: true,
      rope_interleaved: false,
      "transformers.js_config": { dtype: "q4" },
    }),
    1_711_376_384,
  ],
  ["Yi 34B", config("Llama", [7168, 20480, 60, 56, 8, 64000]), 34_388_917_248],
  [
    "Mistral Nemo",
    config("Mistral", [5120, 14336, 40, 32, 8, 131072], { head_dim: 128, sliding_window: null }),
    12_247_782_400,
  ],
  [
    "Mistral Small 3",
    config("Mistral", [5120, 32768, 40, 32, 8, 131072], { head_dim: 128, sliding_window: null }),
    23_572_403_200,
  ],
  [
    "Qwen2.5 0.5B",
    config("Qwen2", [896, 4864, 24, 14, 2, 151936], { ...TIED, ...UNUSED_WINDOW }),
    494_032_768,
  ],
  [
    "DeepSeek-R1-Distill-Qwen 7B",
    config("Qwen2", [3584, 18944, 28, 28, 4, 152064], UNUSED_WINDOW),
    7_615_616_512,
  ],
  ["QwQ 32B", config("Qwen2", [5120, 27648, 64, 40, 8, 152064], UNUSED_WINDOW), 32_763_876_352],
  [
    "Qwen1.5 MoE A2.7B",
    config("Qwen2Moe", [2048, 5632, 24, 16, 16, 151936], {
      decoder_sparse_step: 1,
      moe_intermediate_size: 1408,
      shared_expert_intermediate_size: 5632,
      num_experts: 60,
      num_experts_per_tok: 4,
      norm_topk_prob: false,
      router_aux_loss_coef: 0.001,
    }),
    14_315_784_192,
  ],
  [
    "Qwen3 0.6B",
    config("Qwen3", [1024, 3072, 28, 16, 8, 151936], { ...TIED, ...QWEN3 }),
    596_049_920,
  ],
  [
    "Qwen3 8B as transformers 5 saves it",
    config("Qwen3", [4096, 12288, 36, 32, 8, 151936], {
      head_dim: 128,
      torch_dtype: undefined,
      dtype: "bfloat16",
      layer_types: Array(36).fill("full_attention"),
      rope_parameters: { rope_theta: 1e6, rope_type: "default" },
    }),
    8_190_735_360,
  ],
  [
    "Llama 3.1 8B",
    config("Llama", [4096, 14336, 32, 32, 8, 128256], { rope_scaling: LLAMA_31 }),
    8_030_261_248,
  ],
  [
    "Llama 3.1 405B",
    config("Llama", [16384, 53248, 126, 128, 8, 128256], { rope_scaling: LLAMA_31 }),
    405_853_388_800,
  ],
  ["Llama 2 13B", config("Llama", [5120, 13824, 40, 40, 40, 32000]), 13_015_864_320],
  ["TinyLlama 1.1B", config("Llama", [2048, 5632, 22, 32, 4, 32000]), 1_100_048_384],
  ["SOLAR 10.7B", config("Llama", [4096, 14336, 48, 32, 8, 32000]), 10_731_524_096],
  ["DeepSeek LLM 7B", config("Llama", [4096, 11008, 30, 32, 32, 102400]), 6_910_365_696],
  [
    "Mistral 7B v0.3",
    config("Mistral", [4096, 14336, 32, 32, 8, 32768], { sliding_window: null }),
    7_248_023_552,
  ],
  [
    "Mixtral 8x7B",
    config("Mixtral", [4096, 14336, 32, 32, 8, 32000], {
      ...{ num_local_experts: 8, num_experts_per_tok: 2, sliding_window: null },
    }),
    46_702_792_704,
  ],
  [
    "Mixtral 8x22B v0.3",
    config("Mixtral", [6144, 16384, 56, 48, 8, 32768], {
      ...{ num_local_experts: 8, num_experts_per_tok: 2, sliding_window: null },
    }),
    140_630_071_296,
  ],
  [
    "Qwen3 30B A3B",
    config("Qwen3Moe", [2048, 6144, 48, 32, 4, 151936], {
      ...{ ...QWEN3, use_sliding_window: false, decoder_sparse_step: 1, mlp_only_layers: [] },
      ...{ moe_intermediate_size: 768, num_experts: 128, num_experts_per_tok: 8 },
      norm_topk_prob: true,
    }),
    30_532_122_624,
  ],
];

/** Those that are not planned, with the key that says why. */
export const NOT_PLANNED: readonly [name: string, config: Config, key: string][] = [
  [
    "Mistral 7B v0.1",
    config("Mistral", [4096, 14336, 32, 32, 8, 32000], { sliding_window: 4096 }),
    "sliding_window",
  ],
  ["Granite", config("Granite", [4096, 12800, 40, 32, 8, 49152]), "architectures"],
  ["Phi 3", config("Phi3", [3072, 8192, 32, 32, 32, 32064]), "architectures"],
  [
    "Granite under Llama's name",
    config("Llama", [4096, 12800, 40, 32, 8, 49152], { embedding_multiplier: 12 }),
    "embedding_multiplier",
  ],
  [
    "Qwen2.5 7B 1M",
    config("Qwen2", [3584, 18944, 28, 28, 4, 152064], {
      dual_chunk_attention_config: { chunk_size: 262144 },
    }),
    "dual_chunk_attention_config",
  ],
  [
    "Granite code 3B",
    config("Llama", [2560, 10240, 32, 32, 32, 49152], { attention_bias: true, mlp_bias: true }),
    "attention_bias",
  ],
  ["Gemma 2 9B", config("Gemma2", [3584, 14336, 42, 16, 8, 256000]), "architectures"],
  ["OLMo 2 7B", config("Olmo2", [4096, 11008, 32, 32, 32, 100352]), "architectures"],
  ["DeepSeek V3", config("DeepseekV3", [7168, 18432, 61, 128, 128, 129280]), "architectures"],
];
