import { note } from "../benchmark.ts";

const MS = 1000;

/**
 * Time that a run may take. A round begins only where one as long as the longest of its kind still
 * fits. At the end `signal` ends what is under way.
 */
export class Budget {
  readonly signal: AbortSignal;
  /** Rounds that did not fit, in their order. */
  readonly leftOut: string[] = [];
  readonly #seconds: number | undefined;
  readonly #startMs = performance.now();
  readonly #end = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #longestMs = new Map<string, number>();

  /** @param seconds no bound when left out */
  constructor(seconds: number | undefined, interruption: AbortSignal) {
    this.#seconds = seconds;
    this.signal = AbortSignal.any([interruption, this.#end.signal]);
    if (seconds === undefined) return;
    this.#timer = setTimeout(() => {
      note(`the budget of ${seconds} s is over`);
      this.#end.abort();
    }, seconds * MS);
  }

  get isOver(): boolean {
    return this.#end.signal.aborted;
  }

  /**
   * Runs a round where it fits, and remembers how long it took.
   *
   * @param kind rounds of one kind take about as long
   * @returns undefined where it was left out
   */
  async run<Result>(
    kind: string,
    name: string,
    round: () => Promise<Result>,
  ): Promise<Result | undefined> {
    const startMs = performance.now();
    const leftMs = (this.#seconds ?? Infinity) * MS - (startMs - this.#startMs);
    if (leftMs < (this.#longestMs.get(kind) ?? 0)) {
      note(`left out, as ${(leftMs / MS).toFixed(0)} s of the budget are left: ${name}`);
      this.leftOut.push(name);
      return undefined;
    }
    note(name);
    const result = await round();
    const tookMs = performance.now() - startMs;
    this.#longestMs.set(kind, Math.max(tookMs, this.#longestMs.get(kind) ?? 0));
    return result;
  }

  /** To be called at the end of the run, which the timer would wait for. */
  close(): void {
    clearTimeout(this.#timer);
  }
}
