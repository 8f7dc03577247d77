/** Weight of one request in the mean: so some hundred requests count. */
const WEIGHT = 1 / 64;
/** However short outputs are, this much of the limit counts. */
const LEAST = 1 / 64;
/** What a preemption makes of the share: it was too small. */
const GROWTH = 1.25;

/**
 * How much of what requests may generate they do generate, as a mean over those that ended by
 * themselves. Clients that leave their limit out get a large one; if all of it counted, few requests
 * would run. It starts at 1, and grows again when requests are preempted.
 */
export class OutputShare {
  #share = 1;

  get value(): number {
    return this.#share;
  }

  ended(tokens: number, maxTokens: number): void {
    this.#share = Math.max(LEAST, this.#share + WEIGHT * (tokens / maxTokens - this.#share));
  }

  preempted(): void {
    this.#share = Math.min(1, this.#share * GROWTH);
  }
}
