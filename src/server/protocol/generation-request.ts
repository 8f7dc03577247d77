import type { SamplingParameters } from "../../step/serving-step.ts";
import type { AskedFormat } from "./response-format.ts";

/** What a prompt is before it is encoded. */
export type PromptSource =
  | { kind: "text"; text: string; addSpecialTokens: boolean }
  | { kind: "tokens"; tokens: readonly number[] };

/** How outputs come about and end. */
export interface OutputTerms {
  /** Undefined: as many as the context leaves. */
  maxTokens: number | undefined;
  minTokens: number;
  ignoreEos: boolean;
  stopTokens: readonly number[];
  stops: readonly string[];
  includesStop: boolean;
  skipsSpecialTokens: boolean;
  sampling: Partial<SamplingParameters>;
  /** Of the first output; each further one has the next. */
  seed: number;
}

/** A request to generate, as its body says it. */
export interface GenerationRequest {
  /** A served name. */
  model: string;
  prompts: readonly PromptSource[];
  /** Outputs to each prompt. */
  outputs: number;
  terms: OutputTerms;
  /** Likeliest tokens to name beside each token; undefined: no log probabilities. */
  topLogprobs: number | undefined;
  /** What each output has to be; undefined: anything. */
  format: AskedFormat | undefined;
  /** Whether outputs begin with their prompt. */
  echoes: boolean;
  streams: boolean;
  includesUsage: boolean;
}
