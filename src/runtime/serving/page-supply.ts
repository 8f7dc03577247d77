import type { KvCache } from "../kv/kv-cache.ts";
import { byTurn, type Sequence } from "../requests/sequence.ts";

/**
 * Gives sequences the pages that their next tokens need. Where none is left, the sequence that comes
 * last gives all of its pages up, and computes them again later.
 */
export class PageSupply {
  readonly #cache: KvCache;
  readonly #preempt: (sequence: Sequence) => void;

  /** @param preempt takes pages and slot from a running sequence */
  constructor(cache: KvCache, preempt: (sequence: Sequence) => void) {
    this.#cache = cache;
    this.#preempt = preempt;
  }

  /**
   * @param running all that may hold pages
   * @returns how many of the wanted tokens there is room for
   */
  provide(sequence: Sequence, wanted: number, running: readonly Sequence[]): number {
    const end = sequence.cachedTokens + wanted;
    while (sequence.pagedTokens < end) {
      if (this.#cache.take(sequence) !== undefined) continue;
      if (!this.#makeRoom(sequence, running)) break;
    }
    return Math.min(wanted, sequence.pagedTokens - sequence.cachedTokens);
  }

  /** One that only waits for its last tokens needs its pages no more. Then whoever comes last. */
  #makeRoom(sequence: Sequence, running: readonly Sequence[]): boolean {
    const ended = running.find(
      ({ isRunning, tokensLeft, pages }) => isRunning && tokensLeft === 0 && pages.length > 0,
    );
    if (ended !== undefined) {
      this.#cache.release(ended);
      return true;
    }
    const last = running
      .filter(({ isRunning }) => isRunning)
      .reduce((worst, each) => (byTurn(each, worst) > 0 ? each : worst), sequence);
    if (last === sequence) return false;
    this.#preempt(last);
    return true;
  }
}
