/** A sequence as the projection sees it. */
export interface ProjectedSequence {
  /** Tokens in the cache that are counted for it. */
  tokens: number;
  /** Steps in which it will append a token. */
  stepsLeft: number;
}

/** Standard deviation of a number uniform in [0, 1). */
const UNIFORM_DEVIATION = Math.sqrt(1 / 12);
const DEVIATIONS = 3;

/**
 * How many tokens the KV cache will hold at most, if every running sequence appends a token a step
 * until it reaches its limit, and then gives its pages back.
 *
 * The peak lies where one of them ends. Sequences stand in the order of their ends, the last first:
 * when the j-th of them ends, those before it and itself hold their tokens and j x its steps more.
 */
export class KvProjection {
  readonly #capacityTokens: number;
  readonly #pageTokens: number;
  readonly #tokens: Float64Array;
  readonly #stepsLeft: Int32Array;
  #count = 0;

  /** @param most sequences that may run at once */
  constructor(capacityTokens: number, pageTokens: number, most: number) {
    this.#capacityTokens = capacityTokens;
    this.#pageTokens = pageTokens;
    this.#tokens = new Float64Array(most);
    this.#stepsLeft = new Int32Array(most);
  }

  clear(): void {
    this.#count = 0;
  }

  /** Takes O(sequences that end before it): few, when they are added by their ends, the last first. */
  add({ tokens, stepsLeft }: ProjectedSequence): void {
    let at = this.#count++;
    for (; at > 0 && (this.#stepsLeft[at - 1] as number) < stepsLeft; at--) {
      this.#stepsLeft[at] = this.#stepsLeft[at - 1] as number;
      this.#tokens[at] = this.#tokens[at - 1] as number;
    }
    this.#stepsLeft[at] = stepsLeft;
    this.#tokens[at] = tokens;
  }

  /** Most tokens at once, with one more sequence. */
  peakWith({ tokens, stepsLeft }: ProjectedSequence): number {
    let [held, holders, peak] = [0, 0, 0];
    let isIn = false;
    for (let index = 0; index < this.#count; index++) {
      const steps = this.#stepsLeft[index] as number;
      if (!isIn && steps < stepsLeft) {
        isIn = true;
        held += tokens;
        peak = Math.max(peak, held + ++holders * stepsLeft);
      }
      held += this.#tokens[index] as number;
      peak = Math.max(peak, held + ++holders * steps);
    }
    return isIn ? peak : Math.max(peak, held + tokens + (holders + 1) * stepsLeft);
  }

  /** @param uncountedTokens that are held beside those of the sequences */
  fits(sequence: ProjectedSequence, uncountedTokens: number): boolean {
    const held = this.peakWith(sequence) + uncountedTokens;
    return held + this.#unusedTokens(this.#count + 1) <= this.#capacityTokens;
  }

  /**
   * Tokens that fit the last pages of so many sequences and are not there: half a page each, and
   * three standard deviations of the sum.
   */
  #unusedTokens(sequences: number): number {
    const most = this.#pageTokens - 1;
    const spread = DEVIATIONS * UNIFORM_DEVIATION * this.#pageTokens * Math.sqrt(sequences);
    return Math.min(sequences * most, (sequences * most) / 2 + spread);
  }
}
