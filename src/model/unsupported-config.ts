import type { ConfigReader } from "./config-reader.ts";
import { FAMILIES } from "./families.ts";
import type { ModelFamily } from "./model-shape.ts";

/** `swish` is transformers' other name. */
const SILU = ["silu", "swish"];

/**
 * Rejects what would make the layers differ from one another, or from the operations that plans
 * are made of.
 *
 * @throws PlannerError `E_INVALID_MODEL` at the key
 */
export function rejectUnsupported(config: ConfigReader, family: ModelFamily): void {
  rejectOtherActivation(config);
  if (FAMILIES[family].mlp.startsWith("qwen")) rejectMixedMlps(config);
}

function rejectOtherActivation(config: ConfigReader): void {
  const activation = config.value("hidden_act") ?? "silu";
  if (SILU.some((name) => name === activation)) return;
  throw config.unsupported(
    "hidden_act",
    `the activation ${JSON.stringify(activation)} has no kernel here`,
    "Only models with silu are supported.",
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
      `a plan holds for all layers, but only one of every ${step} of these has experts`,
      "Only models with experts in every layer are supported.",
    );
  }
}
