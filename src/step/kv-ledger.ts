import { kvSlots, type Step } from "./step.ts";

/** A slot of the KV cache that does not hold what a step relies on. */
export interface KvFault {
  /** The request that reads or writes it. */
  id: number;
  /** Position of the token in its sequence. */
  position: number;
  slot: number;
  /** What the slot holds instead, or who else writes it in this step; undefined: nothing. */
  found: KvToken | undefined;
}

/** A token of a request. */
export interface KvToken {
  id: number;
  position: number;
}

/**
 * Keeps book of which token's KV lies in which slot of the cache, from step to step, and so finds
 * stale pages before anything is computed.
 */
export class KvLedger {
  readonly #pageTokens: number;
  readonly #isSame: (held: KvToken, wanted: KvToken) => boolean;
  readonly #holds = new Map<number, KvToken>();

  /**
   * @param isSame whether the KV of one token serves for the other; only a token's own does when left
   *   out, which is right where requests share no pages
   */
  constructor(pageTokens: number, isSame: (held: KvToken, wanted: KvToken) => boolean = equal) {
    this.#pageTokens = pageTokens;
    this.#isSame = isSame;
  }

  /**
   * Enters the tokens that a step appends.
   *
   * @returns slots that two tokens of the step are written to, and cached tokens that are not where
   *   the page table says
   */
  enter(step: Step): KvFault[] {
    const faults: KvFault[] = [];
    const writtenNow = new Set<number>();
    for (const [row, slot] of kvSlots(step, this.#pageTokens).entries()) {
      const id = step.sequences[step.sequenceOf[row] as number]?.id ?? null;
      if (id === null) continue;
      const position = step.positions[row] as number;
      if (writtenNow.has(slot)) faults.push({ id, position, slot, found: this.#holds.get(slot) });
      writtenNow.add(slot);
      this.#holds.set(slot, { id, position });
    }
    for (const { id, pages, cachedTokens } of step.sequences) {
      if (id === null) continue;
      for (let position = 0; position < cachedTokens; position++) {
        const page = pages[Math.floor(position / this.#pageTokens)] as number;
        const slot = page * this.#pageTokens + (position % this.#pageTokens);
        const found = this.#holds.get(slot);
        if (found === undefined || !this.#isSame(found, { id, position })) {
          faults.push({ id, position, slot, found });
        }
      }
    }
    return faults;
  }
}

function equal(held: KvToken, wanted: KvToken): boolean {
  return held.id === wanted.id && held.position === wanted.position;
}
