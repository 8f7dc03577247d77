/** Routers of experts stay as they are; libraries would take them for products. */
const ROUTERS = "re:.*\\.gate$";

/**
 * What a `config.json` says of a checkpoint in FP8 with a scale for each output channel, and one for
 * each token of activations as they come: the scheme that compressed-tensors calls FP8_DYNAMIC.
 */
export const compressedTensors = (hasExperts: boolean) => ({
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
  ignore: hasExperts ? ["lm_head", ROUTERS] : ["lm_head"],
  kv_cache_scheme: null,
});
