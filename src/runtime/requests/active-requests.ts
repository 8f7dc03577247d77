import { Heap } from "./heap.ts";
import type { RequestListener } from "./request.ts";
import type { Sequence } from "./sequence.ts";

/** A request that has not ended. */
export interface ActiveRequest {
  sequence: Sequence;
  listener: RequestListener;
  /** Tokens that end it; undefined when none does. */
  eosTokens: ReadonlySet<number> | undefined;
  /** Infinity where there is none. */
  deadlineUs: number;
}

/** So many that have ended may stay among those with a deadline. */
const FEW = 64;

/** All requests that have not ended, by id and by deadline. */
export class ActiveRequests {
  readonly #byId = new Map<number, ActiveRequest>();
  readonly #byDeadline = new Heap<ActiveRequest>((a, b) => a.deadlineUs - b.deadlineUs);
  #withDeadline = 0;

  get size(): number {
    return this.#byId.size;
  }

  get(id: number): ActiveRequest | undefined {
    return this.#byId.get(id);
  }

  all(): ActiveRequest[] {
    return [...this.#byId.values()];
  }

  add(request: ActiveRequest): void {
    this.#byId.set(request.sequence.id, request);
    if (request.deadlineUs === Number.POSITIVE_INFINITY) return;
    this.#withDeadline++;
    this.#byDeadline.push(request);
  }

  remove({ sequence, deadlineUs }: ActiveRequest): void {
    this.#byId.delete(sequence.id);
    if (deadlineUs === Number.POSITIVE_INFINITY) return;
    this.#withDeadline--;
    if (this.#byDeadline.size > 2 * this.#withDeadline + FEW) {
      this.#byDeadline.retain((request) => this.#isActive(request));
    }
  }

  /** Takes out a request whose deadline has passed; undefined when there is none. */
  expired(nowUs: number): ActiveRequest | undefined {
    for (;;) {
      const first = this.#byDeadline.peek();
      if (first === undefined || first.deadlineUs > nowUs) return undefined;
      this.#byDeadline.pop();
      if (this.#isActive(first)) return first;
    }
  }

  #isActive({ sequence }: ActiveRequest): boolean {
    return this.#byId.has(sequence.id);
  }
}
