import type { ConfigReader } from "./config-reader.ts";
import type { ModelFamily } from "./model-shape.ts";

/**
 * Rejects what would make the layers differ from one another, or from the operations that plans
 * are made of.
 *
 * @throws PlannerError `E_INVALID_MODEL` at the key
 */
export function rejectUnsupported(config: ConfigReader, family: ModelFamily, layers: number): void {
  rejectOtherOperations(config, family);
  rejectSlidingWindow(config, family, layers);
  if (family === "qwen2_moe" || family === "qwen3_moe") rejectMixedMlps(config);
}

function rejectOtherOperations(config: ConfigReader, family: ModelFamily): void {
  const activation = config.value("hidden_act") ?? "silu";
  if (activation !== "silu") {
    throw config.unsupported(
      "hidden_act",
      `the activation ${JSON.stringify(activation)} has no kernel here`,
      "Only models with silu are supported.",
    );
  }
  for (const key of ["attention_bias", "mlp_bias"]) {
    if (config.booleanOr(key, false)) {
      throw config.unsupported(
        key,
        `${family} models with this bias are not supported`,
        "Only the biases of Qwen2's query, key and value are.",
      );
    }
  }
  if (config.value("quantization_config") !== undefined) {
    throw config.unsupported(
      "quantization_config",
      "weights are planned as bf16, and these are quantised",
      "Use the config.json of the unquantised model.",
    );
  }
}

function rejectSlidingWindow(config: ConfigReader, family: ModelFamily, layers: number): void {
  const layerTypes = config.value("layer_types");
  if (Array.isArray(layerTypes) && layerTypes.some((type) => type !== "full_attention")) {
    throw config.unsupported(
      "layer_types",
      "layers with different kinds of attention are not supported",
      "Only models with full attention in every layer are.",
    );
  }
  if (config.value("sliding_window") === undefined || !usesWindow(config, family, layers)) return;
  const window = config.positiveInteger("sliding_window");
  const longest = config.value("max_position_embeddings");
  if (typeof longest === "number" && window >= longest) return;
  throw config.unsupported(
    "sliding_window",
    `attention limited to a window of ${window} tokens is not supported`,
    "If your contexts stay below the window, set it to null.",
  );
}

/** The Qwen families have a switch for the window, and full attention in their first layers. */
function usesWindow(config: ConfigReader, family: ModelFamily, layers: number): boolean {
  if (!family.startsWith("qwen")) return true;
  if (!config.booleanOr("use_sliding_window", false)) return false;
  return (
    config.value("max_window_layers") === undefined || config.count("max_window_layers") < layers
  );
}

function rejectMixedMlps(config: ConfigReader): void {
  const denseLayers = config.value("mlp_only_layers");
  if (denseLayers !== undefined && !(Array.isArray(denseLayers) && denseLayers.length === 0)) {
    throw config.unsupported(
      "mlp_only_layers",
      "a plan holds for all layers, but some of these have experts and some a dense MLP",
      "Only models with experts in every layer are supported.",
    );
  }
  const step = config.positiveIntegerOr("decoder_sparse_step", 1);
  if (step !== 1) {
    throw config.unsupported(
      "decoder_sparse_step",
      `a plan holds for all layers, but only every ${step}th of these has experts`,
      "Only models with experts in every layer are supported.",
    );
  }
}
