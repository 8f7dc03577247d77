import type { FinishReason } from "../../../src/runtime/requests/request.ts";
import type { RequestHandle, Runtime } from "../../../src/runtime/serving/runtime.ts";

/** Of the requests, those that their clients leave at a step. */
const CANCELLED_A_STEP = 0.004;
const MOST_PROMPT_TOKENS = 2000;
const MOST_OUTPUT_TOKENS = 400;
const PRIORITIES = 3;
/** A request in so many has a deadline, of so much time at most. */
const REQUESTS_A_DEADLINE = 10;
const MOST_DEADLINE_US = 20e6;

/** How the requests of a load have ended, by their reason. */
export type Endings = Partial<Record<FinishReason | "refused", number>>;

/** Keeps so many requests of random lengths, priorities and deadlines open, and cancels some at random. */
export class RandomLoad {
  readonly endings: Endings = {};
  readonly #open = new Map<number, RequestHandle>();
  readonly #most: number;
  readonly #vocabularySize: number;
  readonly #random: () => number;

  /** @param random uniform from 0 to 1 */
  constructor(most: number, vocabularySize: number, random: () => number) {
    this.#most = most;
    this.#vocabularySize = vocabularySize;
    this.#random = random;
  }

  get open(): number {
    return this.#open.size;
  }

  /** Cancels some, and submits others in place of those that have ended. */
  step(runtime: Runtime, nowUs: number): void {
    for (const handle of this.#open.values()) {
      if (this.#random() < CANCELLED_A_STEP) handle.cancel();
    }
    while (this.#open.size < this.#most) this.#submit(runtime, nowUs);
  }

  #submit(runtime: Runtime, nowUs: number): void {
    const promptTokens = this.#skewed(MOST_PROMPT_TOKENS);
    let ended = false;
    const handle = runtime.submit(
      {
        prompt: Int32Array.from({ length: promptTokens }, () => this.#below(this.#vocabularySize)),
        maxTokens: this.#skewed(MOST_OUTPUT_TOKENS),
        priority: this.#below(PRIORITIES),
        ...(this.#below(REQUESTS_A_DEADLINE) === 0 && {
          deadlineUs: nowUs + this.#random() * MOST_DEADLINE_US,
        }),
      },
      (event) => {
        if (event.kind === "token") return;
        const reason = event.kind === "finished" ? event.reason : "refused";
        this.endings[reason] = (this.endings[reason] ?? 0) + 1;
        ended = true;
        // A refusal comes before there is a handle.
        if (reason !== "refused") this.#open.delete(handle.id);
      },
    );
    if (!ended) this.#open.set(handle.id, handle);
  }

  #below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }

  /** 1 to a bound, small ones more often. */
  #skewed(most: number): number {
    return 1 + Math.floor(most * this.#random() ** 2);
  }
}
