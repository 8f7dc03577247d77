/**
 * The memory of one large table after the other.
 *
 * The slowdowns of a problem take up to ten megabytes. A thread that makes a new table for each of its
 * problems waits long for the garbage collector to take the old ones back, and the process keeps the
 * memory that they had at the worst moment.
 */
export class ReusedTable {
  #numbers = new Float64Array(0);

  /** A table of zeros. It takes the place of the one before, which nobody may use any more. */
  zeros(length: number): Float64Array {
    if (length > this.#numbers.length) this.#numbers = new Float64Array(length);
    return this.#numbers.subarray(0, length).fill(0);
  }
}
