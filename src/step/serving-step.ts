import type { Step } from "./step.ts";

/** In `tokenIds`: the token that the row's sequence sampled last, which may not be on the host yet. */
export const LAST_SAMPLED = -1;

/** One entry of the page table that engines keep: `pages[index]` of a slot. */
export interface PageEntry {
  slot: number;
  index: number;
  page: number;
}

/** How the next token of a slot is chosen; set when a request takes the slot. */
export interface SamplingParameters {
  /** 0: greedy. */
  temperature: number;
  /** 0: all. */
  topK: number;
  topP: number;
  minP: number;
  /** A sampled token depends on this and its position alone. */
  seed: number;
  repetitionPenalty: number;
  presencePenalty: number;
  frequencyPenalty: number;
  logitBias: readonly { token: number; bias: number }[];
  /** Log probabilities of so many most likely tokens are wanted; 0: none. */
  logprobs: number;
}

/** Tokens that a request has when it takes its slot, as penalties count them. */
export interface TokenHistory {
  prompt: readonly number[];
  /** What it had sampled before it lost its last slot. */
  output: readonly number[];
}

/** What a slot samples by from this step on. */
export interface SlotSampling {
  slot: number;
  parameters: SamplingParameters;
  /** Only where there are penalties; engines count what is sampled from then on. */
  history?: TokenHistory;
}

/** Tokens that may be chosen: one bit a token, from the lowest bit of the first word on. */
export type TokenMask = Int32Array;

/**
 * A step of serving: sequences have slots, in which engines keep their page tables, sampling
 * parameters and last sampled tokens from step to step.
 */
export interface ServingStep extends Step {
  /** [sequences]; padding has slot -1. */
  slots: Int32Array;
  /** Entries of the page tables that are new in this step; applied before it runs. */
  pageEntries: readonly PageEntry[];
  /** Slots whose sampling parameters are new in this step. */
  sampling: readonly SlotSampling[];
  /** By position in the sampled rows: of those whose next token is held to a format. */
  masks?: ReadonlyMap<number, TokenMask>;
}

/**
 * Natural logarithm of a token's probability, by the model's own logits at temperature 1; under a
 * mask, among the tokens that it lets through.
 */
export interface TokenLogprob {
  token: number;
  logprob: number;
}

/** Log probabilities of a row. */
export interface RowLogprobs {
  chosen: TokenLogprob;
  /** As many as were asked for, or as there are; best first. */
  likeliest: readonly TokenLogprob[];
}

/** What a step gave. */
export interface ServedStep {
  /** [sampled rows]; 0 where there is none. */
  tokens: Int32Array;
  /** Positions in the sampled rows that gave no token, with why. */
  failures: readonly { row: number; fault: string }[];
  /** By position in the sampled rows: of those that gave a token and whose slot asks. */
  logprobs?: ReadonlyMap<number, RowLogprobs>;
  /** On the engine's own clock: GPU time, or simulated time; µs. */
  deviceUs: number;
}

/** An engine that serves: steps run in the order of their submission. */
export interface ServingEngine {
  /** Steps that may be under way at once, 2 or more where the next is submitted while one runs. */
  readonly depth: number;
  /** Resolves when the engine dies, also between steps; missing where it cannot. */
  readonly died?: Promise<Error>;
  /** True where steps may have masks. */
  readonly takesMasks?: boolean;
  /** Resolves when the step's tokens are on the host. */
  submit(program: string, step: ServingStep): Promise<ServedStep>;
  close(): Promise<void>;
}
