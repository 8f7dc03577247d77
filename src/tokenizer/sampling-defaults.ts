import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type JsonObject, readObjectFile } from "./json-object.ts";

/** Keys by which transformers and vLLM choose tokens where a request says nothing, with values that change none. */
const NEUTRAL: Readonly<Record<string, readonly unknown[]>> = {
  // Without sampling, the likeliest token comes.
  do_sample: [true],
  temperature: [1],
  top_k: [0, -1],
  top_p: [1],
  min_p: [0],
  typical_p: [1],
  epsilon_cutoff: [0],
  eta_cutoff: [0],
  repetition_penalty: [1],
  presence_penalty: [0],
  frequency_penalty: [0],
  encoder_repetition_penalty: [1],
  length_penalty: [1],
  diversity_penalty: [0],
  penalty_alpha: [0],
  no_repeat_ngram_size: [0],
  num_beams: [1],
  num_beam_groups: [1],
  num_return_sequences: [1],
  max_new_tokens: [],
  min_new_tokens: [0],
  // What transformers has without the key.
  max_length: [20],
  min_length: [0],
  bad_words_ids: [[]],
  suppress_tokens: [[]],
  begin_suppress_tokens: [[]],
  forced_bos_token_id: [],
  forced_eos_token_id: [],
  exponential_decay_length_penalty: [],
  sequence_bias: [[], {}],
  guidance_scale: [1],
  watermarking_config: [],
};

/**
 * Sampling that a checkpoint asks for by its `generation_config.json` where a request says nothing.
 * The server goes by OpenAI's defaults instead.
 *
 * @returns keys with their values, to be told
 * @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE`
 */
export function samplingDefaults(folder: string): string[] {
  const value = readObjectFile(join(folder, "generation_config.json"))?.value ?? {};
  const isGreedy = value.do_sample === false;
  return Object.keys(NEUTRAL)
    .filter((key) => isAsked(value, key) && (!isGreedy || !OF_SAMPLING.has(key)))
    .map((key) => `${key} ${JSON.stringify(value[key])}`);
}

/** Without sampling, these have no say. */
const OF_SAMPLING: ReadonlySet<string> = new Set(["temperature", "top_k", "top_p", "min_p"]);

function isAsked(value: JsonObject, key: string): boolean {
  const given = value[key];
  if (given === undefined || given === null) return false;
  return !NEUTRAL[key]?.some((neutral) => isDeepStrictEqual(neutral, given));
}
