import type { KvCache } from "../kv/kv-cache.ts";
import { KvProjection } from "../kv/kv-projection.ts";
import type { Sequence } from "../requests/sequence.ts";
import type { WaitingQueue } from "../requests/waiting-queue.ts";
import { OutputShare } from "./output-share.ts";
import type { RunningSet } from "./running-set.ts";

/** How much of what a sequence may still generate counts when the peak of KV use is projected. */
export interface AdmissionOptions {
  /** Sequences that may run at once. */
  slots: number;
  /**
   * 1: all of it, so that no one is preempted. Below 1: more run, and some may be preempted. Or as
   * much as requests were seen to generate.
   */
  outputShare: number | "learned";
}

/** Admits waiting sequences in their turn, as long as the projected peak of KV use fits the cache. */
export class Admission {
  readonly #cache: KvCache;
  readonly #projection: KvProjection;
  readonly #options: AdmissionOptions;
  readonly #learned = new OutputShare();
  readonly #freeSlots: number[];

  constructor(cache: KvCache, options: AdmissionOptions) {
    this.#cache = cache;
    this.#options = options;
    this.#projection = new KvProjection(cache.capacityTokens, cache.pageTokens, options.slots);
    this.#freeSlots = Array.from(
      { length: options.slots },
      (_, index) => options.slots - 1 - index,
    );
  }

  /** Requests that have a slot. */
  get running(): number {
    return this.#options.slots - this.#freeSlots.length;
  }

  /**
   * @param rows that prompts may fill
   * @param step number of the step
   */
  admit(queue: WaitingQueue, running: RunningSet, rows: number, step: number): void {
    let usable = running.prompts.reduce((sum, prompt) => sum + usableRows(prompt, rows), 0);
    if (queue.size === 0 || usable >= rows) return;
    this.#project(running.all);
    for (;;) {
      const next = queue.peek();
      if (next === undefined || usable >= rows || this.#freeSlots.length === 0) return;
      next.promptTokens = next.prompt.length + next.emitted.length;
      // Looked up anew in each step: while it waits, others come to hold its pages, and give them up.
      const pages = this.#knownPages(next);
      if (running.all.length > 0 && !this.#fits(next, this.#cache.heldAmong(pages))) return;
      queue.shift();
      this.#start(next, pages, step);
      this.#projection.add(this.#projected(next));
      running.add(next);
      usable += usableRows(next, rows);
    }
  }

  /** A sequence that runs ends by itself. */
  ended({ emitted, maxTokens }: Sequence): void {
    this.#learned.ended(emitted.length, maxTokens);
  }

  /** Pages have run out. */
  preempted(): void {
    this.#learned.preempted();
  }

  /** Takes slot and pages from a sequence that ran. */
  leave(sequence: Sequence): void {
    this.#cache.release(sequence);
    this.#freeSlots.push(sequence.slot);
    sequence.slot = -1;
    sequence.cachedTokens = 0;
    sequence.tabledTokens = 0;
    sequence.knownSampling = "none";
  }

  #start(sequence: Sequence, pages: readonly number[], step: number): void {
    sequence.slot = this.#freeSlots.pop() as number;
    sequence.state = "prefilling";
    sequence.endsAtStep = step + sequence.tokensLeft;
    this.#cache.share(sequence, pages);
    sequence.cachedTokens = pages.length * this.#cache.pageTokens;
  }

  /** At least one token has to go through the model, since the next is sampled behind it. */
  #knownPages(sequence: Sequence): number[] {
    return this.#cache.sharedPages(sequence, sequence.promptTokens - 1);
  }

  #project(running: readonly Sequence[]): void {
    this.#projection.clear();
    for (const sequence of running) this.#projection.add(this.#projected(sequence));
  }

  /** @param held pages of others that it would share */
  #fits(sequence: Sequence, held: number): boolean {
    const { tokens, stepsLeft } = this.#projected(sequence);
    return this.#projection.fits(
      { tokens: tokens - held * this.#cache.pageTokens, stepsLeft },
      this.#cache.uncountedTokens,
    );
  }

  /** What is admitted counts with its whole prompt, whether that is in the cache yet or not. */
  #projected({ promptTokens, cachedTokens, countedElsewhere, tokensLeft }: Sequence) {
    return {
      tokens: Math.max(promptTokens, cachedTokens) - countedElsewhere * this.#cache.pageTokens,
      stepsLeft: Math.ceil(tokensLeft * this.#share),
    };
  }

  get #share(): number {
    const { outputShare } = this.#options;
    return outputShare === "learned" ? this.#learned.value : outputShare;
  }
}

/** Of a prompt that is longer than a step, half a step's rows are sure. */
function usableRows({ promptLeft }: Sequence, rows: number): number {
  return promptLeft > rows ? rows / 2 : promptLeft;
}
