import { samplingFault } from "../../step/sampling-limits.ts";
import type { RowLogprobs, SamplingParameters, TokenMask } from "../../step/serving-step.ts";

/** Says of one output, token by token, what may come next. */
export interface Guide {
  /**
   * What may come behind the tokens so far.
   *
   * @param token that has come since it was asked last; undefined the first time
   */
  next(token: number | undefined): Promise<TokenMask>;
  /** Nothing will be asked any more. */
  close(): void;
}

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
  /** Tokens to generate before one of `eosTokens` may be sampled; 0 when left out. */
  minTokens?: number;
  /** What is left out is as in `GREEDY`. */
  sampling?: Partial<SamplingParameters>;
  /** Higher goes first; 0 when left out. */
  priority?: number;
  /** Says what may come next in its output, which ends by one of `eosTokens`. */
  guide?: Guide;
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
  | {
      kind: "token";
      token: number;
      index: number;
      /** Where the request's sampling asks for them. */
      logprobs?: RowLogprobs;
      atUs: number;
    }
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
  /** Whether the engine chooses tokens by a mask. */
  takesMasks: boolean;
}

/** @returns why a request can never be served; undefined when it can */
export function refusalOf(
  { prompt, maxTokens, sampling, ...request }: RequestInput,
  bounds: RequestBounds,
): string | undefined {
  if (prompt.length === 0) return "the prompt is empty: give at least one token";
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 1) {
    return `maxTokens is ${maxTokens}: give a whole number from 1 on`;
  }
  if (prompt.length >= bounds.positions) {
    return `the prompt has ${prompt.length} tokens, and the model ${bounds.positions} positions for it and what it generates: shorten it`;
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
  const parameters = { ...GREEDY, ...sampling };
  const fault = samplingFault(parameters, bounds.vocabularySize);
  if (fault !== undefined) return `${fault} is nothing to sample by`;
  const unfit =
    minimumFault({ maxTokens, ...request }, parameters, bounds) ?? guideFault(request, bounds);
  if (unfit !== undefined) return unfit;
  return unknownToken(prompt, bounds.vocabularySize);
}

/** Why its end cannot be held back; undefined when it can, or need not. */
function minimumFault(
  { minTokens = 0, maxTokens, eosTokens = [] }: Omit<RequestInput, "prompt">,
  parameters: SamplingParameters,
  { vocabularySize }: RequestBounds,
): string | undefined {
  if (minTokens === 0) return undefined;
  if (!Number.isSafeInteger(minTokens) || minTokens < 0 || minTokens > maxTokens) {
    return `minTokens is ${minTokens}: give a whole number from 0 to maxTokens, ${maxTokens}`;
  }
  // Engines count what penalties look at; what they are told amid a request starts the count anew.
  if (hasPenalties(parameters)) return "minTokens and penalties do not go together: leave one out";
  const fault = samplingFault(withoutTokens(parameters, eosTokens), vocabularySize);
  return fault && `${fault}, with one for each token that ends the output, is nothing to sample by`;
}

/** Why its output cannot be guided; undefined when it can, or need not. */
function guideFault(
  {
    guide,
    eosTokens = [],
    ignoreEos = false,
    minTokens = 0,
  }: Omit<RequestInput, "prompt" | "maxTokens">,
  { takesMasks }: RequestBounds,
): string | undefined {
  if (guide === undefined) return undefined;
  if (!takesMasks) return "this engine does not hold outputs to a format yet";
  if (eosTokens.length === 0 || ignoreEos) {
    return "an output that is held to a format ends by an end-of-sequence token: let one end it";
  }
  return minTokens === 0 ? undefined : "minTokens and a format do not go together: leave one out";
}

export function hasPenalties(parameters: SamplingParameters): boolean {
  const { repetitionPenalty, presencePenalty, frequencyPenalty } = parameters;
  return repetitionPenalty !== 1 || presencePenalty !== 0 || frequencyPenalty !== 0;
}

/** Engines keep adjusted logits finite: with this bias, a token has no chance beside any other. */
const NEVER = -3e38;

/** The same, but for tokens that are not to be sampled. */
export function withoutTokens(
  parameters: SamplingParameters,
  tokens: Iterable<number>,
): SamplingParameters {
  const banned = new Set(tokens);
  const others = parameters.logitBias.filter(({ token }) => !banned.has(token));
  const bans = [...banned].map((token) => ({ token, bias: NEVER }));
  return { ...parameters, logitBias: [...others, ...bans] };
}

function unknownToken(prompt: ArrayLike<number>, vocabularySize: number): string | undefined {
  for (let index = 0; index < prompt.length; index++) {
    const token = prompt[index] as number;
    if (Number.isInteger(token) && token >= 0 && token < vocabularySize) continue;
    return `token ${index} of the prompt is ${token}: give ids from 0 to ${vocabularySize - 1}`;
  }
  return undefined;
}
