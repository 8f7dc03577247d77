import type { PlannerError } from "../errors.ts";
import type { ConfigReader } from "./config-reader.ts";

/**
 * Scales that were found beforehand, over samples, and are stored with the weights. Every kernel here
 * takes a row's scale from the row itself, so a checkpoint that has others would compute something else.
 */

/** Keys under which a quantiser says how the KV cache is quantised. */
const CACHE_KEYS = ["kv_cache_scheme", "kv_cache_quant_algo"];

/** Ends of the names of stored scales, with what they scale. */
const STORED: readonly (readonly [RegExp, string])[] = [
  [/\.(input|act|activation|output)_scale$/, "a static scale of activations"],
  [/\.([qkv]|kv|prob)_scale$/, "a static scale of attention"],
];

/** What the tensor of a checkpoint scales, such as "a static scale of activations"; undefined for others. */
export function staticScaleOf(tensor: string): string | undefined {
  return STORED.find(([name]) => name.test(tensor))?.[1];
}

/** The error of a configuration whose activations have static scales, at the key that says so. */
export function staticActivations(section: ConfigReader, key: string): PlannerError {
  return section.unsupported(
    key,
    `activations have static scales, found beforehand, and here each token gets its own as it comes; this is ${section.text(key)}`,
    "Use the bf16 checkpoint with --precision fp8, or one with dynamic activations, such as llm-compressor's FP8_DYNAMIC.",
  );
}

/**
 * Refuses a checkpoint with scales for the keys and values of its cache.
 *
 * @throws PlannerError `E_INVALID_MODEL` at the key that says so
 */
export function requireNoCacheScales(quantisation: ConfigReader): void {
  const key = CACHE_KEYS.find((each) => quantisation.value(each) !== undefined);
  if (key === undefined) return;
  throw quantisation.unsupported(
    key,
    "the KV cache has static scales, found beforehand, and here each token and KV head gets its own as it comes",
    "Use the bf16 checkpoint, or one made without them; --kv-cache fp8 puts the cache in FP8.",
  );
}
