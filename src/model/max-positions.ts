import type { ConfigReader } from "./config-reader.ts";
import type { ModelFamily } from "./model-shape.ts";

/** What transformers takes for `max_position_embeddings` where a configuration leaves it out. */
const DEFAULT_POSITIONS: Readonly<Record<ModelFamily, number>> = {
  llama: 2048,
  mistral: 131072,
  qwen2: 32768,
  qwen3: 32768,
  mixtral: 131072,
  qwen2_moe: 32768,
  qwen3_moe: 32768,
};

/** Scalings that stretch positions by `factor`. Others already count in `max_position_embeddings`. */
const STRETCHING = ["linear", "dynamic", "yarn"];

/**
 * Tokens of the longest request, prompt and output together, that a model has positions for.
 * `max_position_embeddings`, times the factor of linear, dynamic and YaRN scaling, as serving
 * engines take it; with YaRN the factor is of `original_max_position_embeddings`.
 *
 * @throws PlannerError `E_INVALID_FILE` when the key is no positive integer
 */
export function maxPositions(config: ConfigReader, family: ModelFamily): number {
  const positions = config.positiveIntegerOr("max_position_embeddings", DEFAULT_POSITIONS[family]);
  const scaling = scalingOf(config);
  const type = String(scaling.rope_type ?? scaling.type ?? "");
  const { factor, original_max_position_embeddings: original } = scaling;
  if (!STRETCHING.includes(type) || typeof factor !== "number" || !(factor > 0)) return positions;
  const stretched = type === "yarn" && typeof original === "number" ? original : positions;
  return Math.floor(stretched * factor);
}

/** Under its key of transformers 4, or of 5. */
function scalingOf(config: ConfigReader): Record<string, unknown> {
  const scaling = config.value("rope_scaling") ?? config.value("rope_parameters");
  return typeof scaling === "object" && scaling !== null
    ? (scaling as Record<string, unknown>)
    : {};
}
