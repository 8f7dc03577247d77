/** What waits for what in every period, by what is waited for. */
export class Waits {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #periods: number[] = [];
  /** Waits for k are at `starts[k]` to `starts[k + 1]`. */
  readonly starts: Int32Array;
  /** Who waits, and how many periods later it is. */
  to = new Int32Array(64);
  periods = new Int32Array(64);
  readonly #next: Int32Array;

  constructor(count: number) {
    this.starts = new Int32Array(count + 1);
    this.#next = new Int32Array(count);
  }

  clear(): void {
    this.#from.length = 0;
    this.#to.length = 0;
    this.#periods.length = 0;
  }

  add(from: number, to: number, periods: number): void {
    this.#from.push(from);
    this.#to.push(to);
    this.#periods.push(periods);
  }

  sort(): void {
    const arcs = this.#from.length;
    if (this.to.length < arcs) {
      this.to = new Int32Array(2 * arcs);
      this.periods = new Int32Array(2 * arcs);
    }
    const { starts, to, periods } = this;
    starts.fill(0);
    for (let arc = 0; arc < arcs; arc++) starts[(this.#from[arc] as number) + 1]!++;
    for (let k = 0; k + 1 < starts.length; k++) {
      starts[k + 1]! += starts[k] as number;
      this.#next[k] = starts[k] as number;
    }
    for (let arc = 0; arc < arcs; arc++) {
      const at = this.#next[this.#from[arc] as number]!++;
      to[at] = this.#to[arc] as number;
      periods[at] = this.#periods[arc] as number;
    }
  }

  /** How much each instruction waits for: nothing of the time before the first period. */
  countInto(waiting: Int32Array, periods: number): void {
    const n = this.starts.length - 1;
    waiting.fill(0);
    for (let arc = 0; arc < this.#to.length; arc++) {
      const to = this.#to[arc] as number;
      for (let period = this.#periods[arc] as number; period < periods; period++) {
        waiting[period * n + to]!++;
      }
    }
  }
}
