import { Heap } from "./heap.ts";
import type { Sequence } from "./sequence.ts";

/** So many that have ended may stay among those with a deadline. */
const FEW = 64;

/** All requests that have been taken and have not finished, in no order and by deadline. */
export class ActiveRequests {
  readonly #all = new Set<Sequence>();
  readonly #byDeadline = new Heap<Sequence>((a, b) => a.deadlineUs - b.deadlineUs);
  #withDeadline = 0;

  get size(): number {
    return this.#all.size;
  }

  all(): Sequence[] {
    return [...this.#all];
  }

  add(sequence: Sequence): void {
    this.#all.add(sequence);
    if (sequence.deadlineUs === Number.POSITIVE_INFINITY) return;
    this.#withDeadline++;
    this.#byDeadline.push(sequence);
  }

  /** To be called when a request has finished. */
  remove(sequence: Sequence): void {
    this.#all.delete(sequence);
    if (sequence.deadlineUs === Number.POSITIVE_INFINITY) return;
    this.#withDeadline--;
    if (this.#byDeadline.size > 2 * this.#withDeadline + FEW) this.#byDeadline.retain(isActive);
  }

  /** Takes out a request whose deadline has passed; undefined when there is none. */
  expired(nowUs: number): Sequence | undefined {
    for (;;) {
      const first = this.#byDeadline.peek();
      if (first === undefined || first.deadlineUs > nowUs) return undefined;
      this.#byDeadline.pop();
      if (isActive(first)) return first;
    }
  }
}

function isActive({ state }: Sequence): boolean {
  return state !== "finished";
}
