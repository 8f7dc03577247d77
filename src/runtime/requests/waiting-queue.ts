import { Heap } from "./heap.ts";
import { byTurn, type Sequence } from "./sequence.ts";

/** So few that are cancelled may stay among the others. */
const FEW = 64;

/**
 * Waiting sequences by priority and arrival. Those that are cancelled stay until their turn, or until
 * they are more than the others.
 */
export class WaitingQueue {
  readonly #heap = new Heap(byTurn);
  #size = 0;

  /** Sequences that wait. */
  get size(): number {
    return this.#size;
  }

  add(sequence: Sequence): void {
    this.#size++;
    this.#heap.push(sequence);
  }

  /** To be called when a waiting sequence has finished. */
  dropped(): void {
    this.#size--;
    if (this.#heap.size > 2 * this.#size + FEW) this.#heap.retain(isWaiting);
  }

  /** The first; undefined when nobody waits. */
  peek(): Sequence | undefined {
    for (;;) {
      const first = this.#heap.peek();
      if (first === undefined || isWaiting(first)) return first;
      this.#heap.pop();
    }
  }

  /** Takes out what `peek` gave. */
  shift(): void {
    this.#heap.pop();
    this.#size--;
  }
}

function isWaiting({ state }: Sequence): boolean {
  return state === "waiting";
}
