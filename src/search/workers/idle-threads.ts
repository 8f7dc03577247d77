import type { Worker } from "node:worker_threads";

/** How long a thread waits for the next search, ms. A plan set asks for the next one at once. */
const KEPT_MS = 1000;

/**
 * Threads between two searches. What a thread has loaded and compiled took half a second of CPU time,
 * which is as long as many a search takes.
 */
export class IdleThreads {
  readonly #ends = new Map<Worker, NodeJS.Timeout>();

  take(): Worker | undefined {
    for (const [thread, end] of this.#ends) {
      clearTimeout(end);
      this.#ends.delete(thread);
      thread.ref();
      return thread;
    }
    return undefined;
  }

  /** Keeps a thread that has nothing to do. It ends after a while, and does not hold up the process. */
  keep(thread: Worker): void {
    // Not those that Node itself listens with: it would not read messages any more.
    for (const event of ["message", "error", "exit"]) thread.removeAllListeners(event);
    thread.on("exit", () => this.#ends.delete(thread));
    thread.unref();
    const end = setTimeout(() => {
      this.#ends.delete(thread);
      void thread.terminate();
    }, KEPT_MS);
    this.#ends.set(thread, end.unref());
  }
}
