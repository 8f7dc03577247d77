/** KV cache of one layer on one GPU: a row of keys, then values, for each slot; NaN until written. */
export class PagedKv {
  readonly #rows: Float64Array;
  readonly #rowWidth: number;

  /** @param rowWidth elements of the keys and the values of a token */
  constructor(slots: number, rowWidth: number) {
    this.#rows = new Float64Array(slots * rowWidth).fill(Number.NaN);
    this.#rowWidth = rowWidth;
  }

  /** The row of a slot, not a copy. */
  row(slot: number): Float64Array {
    return this.#rows.subarray(slot * this.#rowWidth, (slot + 1) * this.#rowWidth);
  }
}
