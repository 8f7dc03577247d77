/**
 * Does work once the runtime has had its turn: what came of a step is made text of while the next
 * one runs, and not before it is submitted.
 */
export class Turn {
  #work = new Set<() => void>();
  #isComing = false;

  /** The same work is done once, however often it is asked for. */
  take(work: () => void): void {
    this.#work.add(work);
    if (this.#isComing) return;
    this.#isComing = true;
    setImmediate(() => this.#do());
  }

  #do(): void {
    this.#isComing = false;
    const all = this.#work;
    this.#work = new Set();
    for (const each of all) {
      try {
        each();
      } catch (error) {
        // The work of others goes on, and with it the process.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }
}
