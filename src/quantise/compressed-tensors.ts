/**
 * What a `config.json` says of a checkpoint in FP8 with a scale for each output channel, and one for
 * each token of activations as they come: the scheme that compressed-tensors calls FP8_DYNAMIC.
 */
export const COMPRESSED_TENSORS = {
  quant_method: "compressed-tensors",
  format: "float-quantized",
  quantization_status: "compressed",
  config_groups: {
    group_0: {
      targets: ["Linear"],
      weights: { num_bits: 8, type: "float", symmetric: true, strategy: "channel", dynamic: false },
      input_activations: {
        num_bits: 8,
        type: "float",
        symmetric: true,
        strategy: "token",
        dynamic: true,
      },
      output_activations: null,
    },
  },
  ignore: ["lm_head"],
  kv_cache_scheme: null,
} as const;
