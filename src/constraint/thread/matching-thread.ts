import { Worker } from "node:worker_threads";
import type { TokenMask } from "../../step/serving-step.ts";
import { SchemaFault } from "../schema-fault.ts";
import type { TokenVocabulary } from "../token-vocabulary.ts";
import type { MatchingAnswer, MatchingOrder } from "./matching-worker.ts";

/** Threads run compiled code; run from source, as tests do, this takes what the build left. */
const WORKER_FILE = import.meta.url.endsWith(".js")
  ? "./matching-worker.js"
  : "../../../dist/constraint/thread/matching-worker.js";

type Unnumbered<Order> = Order extends unknown ? Omit<Order, "id"> : never;

interface Waiting {
  resolve(mask: TokenMask | undefined): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** An order took longer than it may. */
export class TooSlow extends Error {
  override readonly name = "TooSlow";
}

/**
 * Follows outputs through formats on a thread of its own, so that steps go on while one compiles.
 * Once an order takes too long, or the library fails, the thread ends with all that it followed.
 */
export class MatchingThread {
  readonly #worker: Worker;
  readonly #limitMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #orders = 0;
  #failure: Error | undefined;

  /** @param limitMs for one order, those before it included */
  constructor(vocabulary: TokenVocabulary, limitMs: number) {
    this.#limitMs = limitMs;
    this.#worker = new Worker(new URL(WORKER_FILE, import.meta.url), { workerData: vocabulary });
    this.#worker.on("message", (answer: MatchingAnswer) => this.#settle(answer));
    this.#worker.on("error", (error: Error) => this.#fail(error));
    this.#worker.on("exit", (code) =>
      this.#fail(new Error(`the thread of formats ended with ${code}`)),
    );
    // Not before: a listener holds the process up again.
    this.#worker.unref();
  }

  /** Whether nothing can be ordered any more. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * @returns what may come next, where an output goes on
   * @throws SchemaFault where outputs cannot be held to a format; TooSlow behind its limit
   */
  order(work: Unnumbered<MatchingOrder>): Promise<TokenMask | undefined> {
    const id = this.#orders++;
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      const tooLong = `a format took more than ${this.#limitMs / 1000} s`;
      const timer = setTimeout(() => this.#fail(new TooSlow(tooLong)), this.#limitMs);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#worker.ref();
      this.#worker.postMessage({ id, ...work } as MatchingOrder);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle({ id, mask, fault, place }: MatchingAnswer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (fault === undefined) waiting?.resolve(mask);
    else waiting?.reject(place === undefined ? new Error(fault) : new SchemaFault(place, fault));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#failure);
    }
    this.#waiting.clear();
    void this.#worker.terminate();
  }
}
