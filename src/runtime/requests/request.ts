import { samplingFault } from "../../step/sampling-limits.ts";
import type { SamplingParameters } from "../../step/serving-step.ts";

/** A request as it comes to the runtime. */
export interface RequestInput {
  /** Token ids. */
  prompt: ArrayLike<number>;
  /** Most tokens to generate. */
  maxTokens: number;
  /** Tokens that end the output; they are emitted too. */
  eosTokens?: readonly number[];
  /** Goes on behind such a token. */
  ignoreEos?: boolean;
  /** What is left out is as in `GREEDY`. */
  sampling?: Partial<SamplingParameters>;
  /** Higher goes first; 0 when left out. */
  priority?: number;
  /** When it is to end at the latest, on the runtime's clock, µs. */
  deadlineUs?: number;
}

export const GREEDY: SamplingParameters = {
  temperature: 0,
  topK: 0,
  topP: 1,
  minP: 0,
  seed: 0,
  repetitionPenalty: 1,
  presencePenalty: 0,
  frequencyPenalty: 0,
  logitBias: [],
  logprobs: 0,
};

/**
 * - `stop`: a token of `eosTokens`
 * - `length`: `maxTokens`
 * - `error`: `fault` says what
 */
export type FinishReason = "stop" | "length" | "cancelled" | "deadline" | "error";

/** What happens to a request. Times are on the runtime's clock, µs. */
export type RequestEvent =
  | { kind: "token"; token: number; index: number; atUs: number }
  | { kind: "finished"; reason: FinishReason; fault?: string; atUs: number }
  /** Never began; nothing follows. */
  | { kind: "refused"; why: string; atUs: number };

export type RequestListener = (event: RequestEvent) => void;

/** What bounds requests. */
export interface RequestBounds {
  /** Positions of the model. */
  positions: number;
  vocabularySize: number;
  /** Tokens that the KV cache holds. */
  capacityTokens: number;
}

/** @returns why a request can never be served; undefined when it can */
export function refusalOf(
  { prompt, maxTokens, sampling }: RequestInput,
  bounds: RequestBounds,
): string | undefined {
  if (prompt.length === 0) return "the prompt is empty: give at least one token";
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 1) {
    return `maxTokens is ${maxTokens}: give a whole number from 1 on`;
  }
  const tokens = prompt.length + maxTokens;
  const parts = `${prompt.length} prompt tokens and up to ${maxTokens} new ones`;
  if (tokens > bounds.positions) {
    return `${parts} are ${tokens}, and the model has ${bounds.positions} positions: ask for fewer`;
  }
  // The KV of the last token is never needed.
  if (tokens - 1 > bounds.capacityTokens) {
    return `${parts} need the KV of ${tokens - 1} tokens, and the cache holds ${bounds.capacityTokens}: ask for fewer`;
  }
  const fault = samplingFault({ ...GREEDY, ...sampling }, bounds.vocabularySize);
  if (fault !== undefined) return `${fault} is nothing to sample by`;
  return unknownToken(prompt, bounds.vocabularySize);
}

function unknownToken(prompt: ArrayLike<number>, vocabularySize: number): string | undefined {
  for (let index = 0; index < prompt.length; index++) {
    const token = prompt[index] as number;
    if (Number.isInteger(token) && token >= 0 && token < vocabularySize) continue;
    return `token ${index} of the prompt is ${token}: give ids from 0 to ${vocabularySize - 1}`;
  }
  return undefined;
}
