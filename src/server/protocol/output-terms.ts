import { randomInt } from "node:crypto";
import { MOST_BIASES } from "../../step/sampling-limits.ts";
import type { SamplingParameters } from "../../step/serving-step.ts";
import { badRequest } from "./api-error.ts";
import { type Fields, wrong } from "./fields.ts";
import type { OutputTerms } from "./generation-request.ts";
import { requireKnownKeys } from "./read-body.ts";

const MOST_STOPS = 16;
/** Each output keeps as much text back as may become a stop, and matches every character with it. */
const MOST_STOP_CHARACTERS = 1024;
const MOST_PENALTY = 2;
const MOST_BIAS = 100;
const MOST_OUTPUTS = 128;
/** As vLLM and OpenAI have it; the engine could give more. */
export const MOST_TOP_LOGPROBS = 20;
const STREAM_OPTIONS = ["include_usage", "include_obfuscation", "continuous_usage_stats"] as const;
const SEEDS = 2 ** 32;
const MOST_SEED = Number.MAX_SAFE_INTEGER - 1;

/**
 * What both routes say of outputs alike.
 *
 * @param maxTokens where the request names none
 */
export function readTerms(fields: Fields, maxTokens: number | undefined): OutputTerms {
  return {
    maxTokens: mostTokens(fields) ?? maxTokens,
    minTokens: fields.integer("min_tokens", { min: 0 }) ?? 0,
    ignoreEos: fields.boolean("ignore_eos") ?? false,
    stopTokens: fields.integers("stop_token_ids", { min: 0 }),
    stops: readStops(fields),
    includesStop: fields.boolean("include_stop_str_in_output") ?? false,
    skipsSpecialTokens: fields.boolean("skip_special_tokens") ?? true,
    sampling: readSampling(fields),
    seed: seedOf(fields.integer("seed", { max: MOST_SEED })),
  };
}

/** Outputs to each prompt. */
export function readOutputs(fields: Fields): number {
  return fields.integer("n", { min: 1, max: MOST_OUTPUTS }) ?? 1;
}

export function readStreaming(fields: Fields): { streams: boolean; includesUsage: boolean } {
  const streams = fields.boolean("stream") ?? false;
  const options = fields.object("stream_options");
  if (options !== undefined) requireKnownKeys(options, STREAM_OPTIONS);
  if (options !== undefined && !streams) {
    throw badRequest(
      "`stream_options` says nothing without `stream`: set that to true, or leave it out",
      "stream_options",
      "invalid_value",
    );
  }
  if (options?.boolean("continuous_usage_stats") === true) {
    throw badRequest(
      "`stream_options.continuous_usage_stats` is not supported: use `include_usage`",
      "stream_options",
      "unsupported_parameter",
    );
  }
  return { streams, includesUsage: options?.boolean("include_usage") === true };
}

function mostTokens(fields: Fields): number | undefined {
  const chat = fields.integer("max_completion_tokens", { min: 1 });
  const both = fields.integer("max_tokens", { min: 1 });
  return chat ?? both;
}

function readStops(fields: Fields): string[] {
  const stops = fields.strings("stop", MOST_STOPS);
  if (stops.includes("")) throw wrong("stop", "texts that are not empty", "");
  const longest = Math.max(0, ...stops.map(({ length }) => length));
  if (longest > MOST_STOP_CHARACTERS) {
    throw badRequest(
      `\`stop\` has a text of ${longest} characters: give texts of up to ${MOST_STOP_CHARACTERS}`,
      "stop",
      "invalid_value",
    );
  }
  return stops;
}

function readSampling(fields: Fields): Partial<SamplingParameters> {
  const penalty = { min: -MOST_PENALTY, max: MOST_PENALTY };
  return {
    temperature: fields.number("temperature", { min: 0, max: 1000 }) ?? 1,
    topP: fields.number("top_p", { above: 0, max: 1 }) ?? 1,
    topK: Math.max(0, fields.integer("top_k", { min: -1, max: 2 ** 31 - 1 }) ?? 0),
    minP: fields.number("min_p", { min: 0, max: 1 }) ?? 0,
    presencePenalty: fields.number("presence_penalty", penalty) ?? 0,
    frequencyPenalty: fields.number("frequency_penalty", penalty) ?? 0,
    repetitionPenalty: fields.number("repetition_penalty", { above: 0, max: 1000 }) ?? 1,
    logitBias: readBiases(fields),
  };
}

function readBiases(fields: Fields): { token: number; bias: number }[] {
  const biases = fields.object("logit_bias");
  if (biases === undefined) return [];
  if (biases.names.length > MOST_BIASES) {
    throw badRequest(
      `\`logit_bias\` names ${biases.names.length} tokens: give up to ${MOST_BIASES}`,
      "logit_bias",
      "invalid_value",
    );
  }
  return biases.names.map((name) => {
    const bias = biases.value(name);
    if (!/^\d{1,9}$/.test(name)) throw wrong("logit_bias", "token ids as its keys", name);
    if (typeof bias === "number" && Math.abs(bias) <= MOST_BIAS) {
      return { token: Number(name), bias };
    }
    throw wrong("logit_bias", `biases from -${MOST_BIAS} to ${MOST_BIAS}`, bias);
  });
}

/** As vLLM and llama.cpp have it. */
const RANDOM_SEED = -1;

/** Engines take no negative one; these stay apart from the others as far as numbers do. */
function seedOf(asked: number | undefined): number {
  if (asked === undefined || asked === RANDOM_SEED) return randomInt(SEEDS);
  return asked >= 0 ? asked : Number.MAX_SAFE_INTEGER + asked;
}
