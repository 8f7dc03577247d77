import { nearestBf16 } from "../../../bf16.ts";
import type {
  SamplingParameters,
  TokenHistory,
  TokenLogprob,
  TokenMask,
} from "../../../step/serving-step.ts";
import { isAllowed } from "../../../step/token-mask.ts";
import { philoxUniform } from "./philox.ts";

/** Why a row of logits gives no token: one is NaN, one is plus infinity, all are minus infinity. */
export type LogitFault = "nan" | "infinite" | "empty";

/** The next token of a row. */
export interface Choice {
  /** 0 after a fault. */
  token: number;
  fault: LogitFault | undefined;
  /** The chosen token's, then the likeliest ones'; empty where none were asked for. */
  logprobs: readonly TokenLogprob[];
}

/** Largest number of bf16: adjusted values are kept finite. */
const MOST = (2 - 2 ** -7) * 2 ** 127;

/**
 * Chooses the next token from logits (all bf16), by the definition that the GPU's kernel follows
 * (`native-kernels/sampling/slot_sampling.h`): weights in float64, adjusted logits in float32 as there.
 *
 * @param logits of the whole vocabulary; minus infinity excludes a token
 * @param history the request's tokens so far; penalties look at them
 * @param position of the token to be chosen, in its sequence
 * @param uniform instead of the number that follows from seed and position
 */
export function chooseToken(
  logits: ArrayLike<number>,
  parameters: SamplingParameters,
  history: TokenHistory,
  position: number,
  uniform = philoxUniform(parameters.seed, position),
): Choice {
  const fault = faultOf(logits);
  if (fault !== undefined) return { token: 0, fault, logprobs: [] };
  const values = adjustedLogits(logits, parameters, history);
  const token =
    parameters.temperature === 0
      ? indexOfLargest(values)
      : draw(values, keptTokens(values, parameters), parameters.temperature, uniform);
  return { token, fault, logprobs: logprobsOf(logits, token, parameters.logprobs) };
}

/** The same logits, but for minus infinity where a mask lets no token through. */
export function maskedLogits(logits: Float64Array, mask: TokenMask): Float64Array {
  return logits.map((logit, token) => (isAllowed(mask, token) ? logit : Number.NEGATIVE_INFINITY));
}

/** The lowest of those with the largest value. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let token = 1; token < values.length; token++) {
    if (at(values, token) > at(values, best)) best = token;
  }
  return best;
}

/** Logits after biases and penalties, each operation rounded to float32. */
export function adjustedLogits(
  logits: ArrayLike<number>,
  { logitBias, repetitionPenalty, presencePenalty, frequencyPenalty }: SamplingParameters,
  { prompt, output }: TokenHistory,
): Float64Array {
  const values = Float64Array.from(logits);
  const round = Math.fround;
  for (const { token, bias } of logitBias) {
    values[token] = round(at(values, token) + round(bias));
  }
  const counts = new Map<number, number>();
  for (const token of output) counts.set(token, (counts.get(token) ?? 0) + 1);
  for (const token of new Set([...prompt, ...output])) {
    const value = at(values, token);
    const penalty = round(repetitionPenalty);
    values[token] = round(value > 0 ? value / penalty : value * penalty);
  }
  for (const [token, count] of counts) {
    const often = round(round(frequencyPenalty) * count);
    values[token] = round(round(at(values, token) - often) - round(presencePenalty));
  }
  return values.map((value) =>
    value === Number.NEGATIVE_INFINITY ? value : Math.min(Math.max(value, -MOST), MOST),
  );
}

/**
 * Tokens that top-k, min-p and top-p keep: a prefix of the order of falling values, the lower token
 * first among equals. Filters see values rounded to bf16, as logits are.
 */
export function keptTokens(
  values: Float64Array,
  { temperature, topK, topP, minP }: SamplingParameters,
): number[] {
  const rounded = values.map(nearestBf16);
  const order = Array.from(rounded.keys())
    .filter((token) => at(rounded, token) > Number.NEGATIVE_INFINITY)
    .sort((a, b) => at(rounded, b) - at(rounded, a) || a - b);
  const peak = at(rounded, order[0] as number);
  const weights = order.map((token) => Math.exp((at(rounded, token) - peak) / temperature));
  let count = topK > 0 ? Math.min(topK, order.length) : order.length;
  const light = weights.findIndex((weight) => weight < minP);
  if (light >= 0) count = Math.min(count, light);
  if (topP < 1) count = prefixOfMass(weights.slice(0, count), topP);
  return order.slice(0, count);
}

/** The first kept token, by number, at which those up to it hold more than `uniform` of their mass. */
function draw(
  values: Float64Array,
  kept: readonly number[],
  temperature: number,
  uniform: number,
): number {
  const tokens = kept.toSorted((a, b) => a - b);
  const peak = values.reduce((most, value) => Math.max(most, value));
  const weights = tokens.map((token) => Math.exp((at(values, token) - peak) / temperature));
  const target = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  let upTo = 0;
  const found = weights.findIndex((weight) => {
    upTo += weight;
    return upTo > target;
  });
  return tokens.at(found) as number;
}

function prefixOfMass(weights: readonly number[], share: number): number {
  const wanted = share * weights.reduce((sum, weight) => sum + weight, 0);
  let upTo = 0;
  const last = weights.findIndex((weight) => {
    upTo += weight;
    return upTo >= wanted;
  });
  return last < 0 ? weights.length : last + 1;
}

function logprobsOf(logits: ArrayLike<number>, token: number, wanted: number): TokenLogprob[] {
  if (wanted === 0) return [];
  const peak = at(logits, indexOfLargest(logits));
  let mass = 0;
  for (let each = 0; each < logits.length; each++) mass += Math.exp(at(logits, each) - peak);
  const logprobOf = (each: number) => ({
    token: each,
    logprob: at(logits, each) - peak - Math.log(mass),
  });
  const likeliest = Array.from({ length: logits.length }, (_, each) => each)
    .filter((each) => at(logits, each) > Number.NEGATIVE_INFINITY)
    .sort((a, b) => at(logits, b) - at(logits, a) || a - b);
  return [token, ...likeliest.slice(0, wanted)].map(logprobOf);
}

function faultOf(logits: ArrayLike<number>): LogitFault | undefined {
  let peak = Number.NEGATIVE_INFINITY;
  for (let token = 0; token < logits.length; token++) {
    const logit = at(logits, token);
    if (Number.isNaN(logit)) return "nan";
    peak = Math.max(peak, logit);
  }
  if (peak === Number.POSITIVE_INFINITY) return "infinite";
  return peak === Number.NEGATIVE_INFINITY ? "empty" : undefined;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}
