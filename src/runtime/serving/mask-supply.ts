import type { Sequence } from "../requests/sequence.ts";

/** Asks the guides of sequences what may come next, and enters it when they say so. */
export class MaskSupply {
  readonly #failed: (sequence: Sequence, fault: string) => void;
  readonly #asked = new Set<Promise<void>>();

  /** @param failed hears of a sequence whose guide cannot go on */
  constructor(failed: (sequence: Sequence, fault: string) => void) {
    this.#failed = failed;
  }

  /** Whether a guide has yet to answer. */
  get isWaiting(): boolean {
    return this.#asked.size > 0;
  }

  /**
   * Asks for the next mask of a sequence, if it has a guide.
   *
   * @param token that has come since it was asked last
   */
  ask(sequence: Sequence, token: number | undefined): void {
    const { guide } = sequence;
    if (guide === undefined) return;
    const answered = guide
      .next(token)
      .then(
        (mask) => {
          sequence.mask = mask;
        },
        (error: Error) => this.#failed(sequence, error.message),
      )
      .finally(() => this.#asked.delete(answered));
    this.#asked.add(answered);
  }

  /** Resolves when one of them has answered; never when none is asked. */
  async any(): Promise<void> {
    await Promise.race(this.#asked);
  }

  /** Resolves when all of them have answered. */
  async all(): Promise<void> {
    await Promise.all(this.#asked);
  }
}
