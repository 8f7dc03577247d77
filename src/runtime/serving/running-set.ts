import type { Sequence } from "../requests/sequence.ts";

/** The requests that have a slot, sorted for what a step wants of them. */
export class RunningSet {
  /** By the tokens that they may still generate, the most first. */
  #all: Sequence[] = [];
  #decoding: Sequence[] = [];
  #prompts: Sequence[] = [];

  /** Those that run, and since the last refresh perhaps some that do no more. */
  get all(): readonly Sequence[] {
    return this.#all;
  }

  /** Those that want their next token, and may be given one. */
  get decoding(): readonly Sequence[] {
    return this.#decoding;
  }

  /** Those whose prompt is not all in the cache, and that may be given a token behind it. */
  get prompts(): Sequence[] {
    return this.#prompts;
  }

  /**
   * Drops those that run no more. A request that goes on in every step keeps its place, so that the
   * order rarely has to be made anew.
   */
  refresh(): void {
    const all = this.#all;
    // With room for all: to grow such lists in each step is much of its garbage.
    const decoding: Sequence[] = new Array(all.length);
    let decodes = 0;
    this.#prompts = [];
    let [count, last, isSorted] = [0, Number.POSITIVE_INFINITY, true];
    for (let index = 0; index < all.length; index++) {
      const sequence = all[index] as Sequence;
      const { state, tokensLeft } = sequence;
      if (state !== "decoding" && state !== "prefilling") continue;
      if (tokensLeft > last) isSorted = false;
      last = tokensLeft;
      all[count++] = sequence;
      if (!sequence.maySample) continue;
      if (state === "prefilling") this.#prompts.push(sequence);
      else if (tokensLeft > 0) decoding[decodes++] = sequence;
    }
    all.length = count;
    decoding.length = decodes;
    this.#decoding = decoding;
    if (!isSorted) all.sort((a, b) => b.tokensLeft - a.tokensLeft);
  }

  /** Adds one that was admitted. */
  add(sequence: Sequence): void {
    const { tokensLeft } = sequence;
    let [low, high] = [0, this.#all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#all[middle] as Sequence).tokensLeft > tokensLeft) low = middle + 1;
      else high = middle;
    }
    this.#all.splice(low, 0, sequence);
    if (sequence.maySample) this.#prompts.push(sequence);
  }
}
