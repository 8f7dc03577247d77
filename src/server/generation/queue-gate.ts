import type { Runtime } from "../../runtime/serving/runtime.ts";
import { ApiError, badRequest } from "../protocol/api-error.ts";

/** Clients obey no longer wait. */
const MOST_SECONDS = 60;
/** Weight of one end in the mean time between ends. */
const WEIGHT = 1 / 32;

/** Turns requests away where too many wait, and says when to come again. */
export class QueueGate {
  readonly #runtime: Runtime;
  readonly #most: number;
  #lastEndMs: number | undefined;
  #meanMs = 1000;
  /** Requests that are let in and have not been given to the runtime. */
  #coming = 0;

  constructor(runtime: Runtime, most: number) {
    this.#runtime = runtime;
    this.#most = most;
  }

  /**
   * Lets a request in.
   *
   * @param outputs that it asks for
   * @returns to be called when it has been given to the runtime, or will not be
   * @throws ApiError 429; 400 where it can never be let in
   */
  enter(outputs: number): () => void {
    if (outputs > this.#most) {
      throw badRequest(
        `the request asks for ${outputs} outputs, and the queue takes ${this.#most}: ask for fewer`,
        "n",
        "invalid_value",
      );
    }
    const waiting = this.#runtime.state.waiting + this.#coming;
    if (waiting + outputs > this.#most) throw this.#tooMany(waiting);
    this.#coming += outputs;
    let isIn = false;
    return () => {
      if (!isIn) this.#coming -= outputs;
      isIn = true;
    };
  }

  /** A request has ended. */
  ended(nowMs: number): void {
    if (this.#lastEndMs !== undefined) {
      this.#meanMs += WEIGHT * (nowMs - this.#lastEndMs - this.#meanMs);
    }
    this.#lastEndMs = nowMs;
  }

  #tooMany(waiting: number): ApiError {
    const seconds = Math.ceil((waiting * this.#meanMs) / 1000 / 2);
    const retryAfterSeconds = Math.min(Math.max(seconds, 1), MOST_SECONDS);
    return new ApiError(
      429,
      `${waiting} requests wait already: try again in ${retryAfterSeconds}s`,
      { code: "queue_full", retryAfterSeconds },
    );
  }
}
