import type { SamplingParameters, TokenMask } from "../../step/serving-step.ts";
import { KvHolder } from "../kv/kv-cache.ts";
import type { Guide, RequestListener } from "./request.ts";

/**
 * - `waiting`: has no slot; behind it may lie a preemption
 * - `prefilling`: its prompt is not all in the cache
 * - `decoding`: a token a step
 * - `preempted`: gave its pages up, and waits for tokens of steps that are under way
 * - `finished`: has nothing more to do, whatever the reason
 */
export type SequenceState = "waiting" | "prefilling" | "decoding" | "preempted" | "finished";

/** What is asked of a request, once it has been taken. */
export interface SequenceTerms {
  prompt: Int32Array;
  /** Most tokens to generate. */
  maxTokens: number;
  sampling: SamplingParameters;
  /** Tokens to generate before one that ends it may be sampled. */
  minTokens: number;
  /** Higher goes first. */
  priority: number;
  /** Tokens that end it; undefined when none does. */
  eosTokens: ReadonlySet<number> | undefined;
  /** Infinity where there is none. */
  deadlineUs: number;
  listener: RequestListener;
  /** Says what may come next; undefined where anything may. */
  guide: Guide | undefined;
}

const NO_SLOT = -1;

/** A request that has been taken. It knows the limit of its output, and not its length. */
export class Sequence extends KvHolder {
  readonly id: number;
  readonly prompt: Int32Array;
  readonly maxTokens: number;
  readonly sampling: SamplingParameters;
  readonly minTokens: number;
  readonly priority: number;
  readonly eosTokens: ReadonlySet<number> | undefined;
  readonly deadlineUs: number;
  readonly listener: RequestListener;
  readonly guide: Guide | undefined;

  state: SequenceState = "waiting";
  /** Tokens on the host. */
  emitted: number[] = [];
  /** Tokens that steps under way will give. */
  inFlight = 0;
  slot = NO_SLOT;
  /** Tokens whose KV is in the cache, or will be after the steps under way. */
  cachedTokens = 0;
  /** Tokens to go through before the next one is sampled: the prompt and what was emitted then. */
  promptTokens = 0;
  /** Numbers the rows that decoding requests got: the number of its last. */
  turn = 0;
  /** Tokens that the pages in the engine's table have room for. */
  tabledTokens = 0;
  /** What the engine knows of how its slot samples: nothing, without its ends, or all. */
  knownSampling: "none" | "without ends" | "all" = "none";
  /** What its next token may be, where it has a guide that has said so. */
  mask: TokenMask | undefined;
  /** Most tokens whose KV was in the cache, or will be: more than now after a preemption. */
  mostCachedTokens = 0;

  /** @param id in the order of arrival */
  constructor(id: number, terms: SequenceTerms) {
    super();
    this.id = id;
    this.prompt = terms.prompt;
    this.maxTokens = terms.maxTokens;
    this.sampling = terms.sampling;
    this.minTokens = terms.minTokens;
    this.priority = terms.priority;
    this.eosTokens = terms.eosTokens;
    this.deadlineUs = terms.deadlineUs;
    this.listener = terms.listener;
    this.guide = terms.guide;
    this.promptTokens = terms.prompt.length;
  }

  /** Tokens that may still be sampled. */
  get tokensLeft(): number {
    return this.maxTokens - this.emitted.length - this.inFlight;
  }

  get promptLeft(): number {
    return this.promptTokens - this.cachedTokens;
  }

  /** Whether the token that is sampled next may be none that ends it. */
  get mayNotEnd(): boolean {
    return this.eosTokens !== undefined && this.emitted.length + this.inFlight < this.minTokens;
  }

  /** Whether a step may sample its next token: not before its guide has seen all tokens so far. */
  get maySample(): boolean {
    return this.guide === undefined || this.mask !== undefined;
  }

  get isRunning(): boolean {
    return this.state === "prefilling" || this.state === "decoding";
  }

  /** A token of the prompt, or of what was generated since. */
  tokenAt(position: number): number {
    const { prompt, emitted } = this;
    const { length } = prompt;
    return (position < length ? prompt[position] : emitted[position - length]) as number;
  }
}

/** The order of service: by priority, then by arrival. */
export function byTurn(a: Sequence, b: Sequence): number {
  return b.priority - a.priority || a.id - b.id;
}
