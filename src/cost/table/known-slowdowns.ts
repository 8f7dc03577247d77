import type { Slowdowns } from "./pair-table.ts";

/** Numbers of an entry: its key, then the slowdowns on the group and on the remainder. */
const WIDTH = 3;
const FREE = -1;
const FIRST_PLACES = 1024;
/** Entries per place from which on the table grows. */
const MOST_LOAD = 0.75;

/**
 * Slowdowns by number of their pair, in one typed array.
 *
 * A wide search knows hundreds of thousands of them in each thread. A map of objects takes several
 * times the memory, and the garbage collector has to walk all of it.
 */
export class KnownSlowdowns {
  #entries = emptyTable(FIRST_PLACES);
  #count = 0;

  /**
   * @param key whole, from 0 to 2^53 - 1
   * @param find asked for keys that are new
   */
  of(key: number, find: () => Slowdowns | undefined): Slowdowns | undefined {
    const at = placeOf(this.#entries, key);
    if (this.#entries[at] === key) return this.#at(at);
    const found = find();
    this.#add(key, found);
    return found;
  }

  #at(at: number): Slowdowns | undefined {
    const group = this.#entries[at + 1] as number;
    if (Number.isNaN(group)) return undefined;
    return { group, remainder: this.#entries[at + 2] as number };
  }

  #add(key: number, { group, remainder }: Slowdowns = { group: NaN, remainder: NaN }): void {
    this.#count++;
    if (this.#count * WIDTH > this.#entries.length * MOST_LOAD) this.#grow();
    this.#entries.set([key, group, remainder], placeOf(this.#entries, key));
  }

  #grow(): void {
    const before = this.#entries;
    const grown = emptyTable((2 * before.length) / WIDTH);
    for (let at = 0; at < before.length; at += WIDTH) {
      const key = before[at] as number;
      if (key !== FREE) grown.set(before.subarray(at, at + WIDTH), placeOf(grown, key));
    }
    this.#entries = grown;
  }
}

/** @param places a power of two */
function emptyTable(places: number): Float64Array {
  return new Float64Array(places * WIDTH).fill(FREE);
}

/** Where a key's entry begins, or the free place for it: the first of either from its hash on. */
function placeOf(entries: Float64Array, key: number): number {
  const last = entries.length / WIDTH - 1;
  let place = hashOf(key) & last;
  for (;;) {
    const there = entries[place * WIDTH];
    if (there === key || there === FREE) return place * WIDTH;
    place = (place + 1) & last;
  }
}

/** Spreads both halves of a whole number over 32 bits: odd multipliers, as of Knuth and MurmurHash3. */
function hashOf(key: number): number {
  const high = Math.imul(Math.floor(key / 2 ** 32), 0x9e3779b1);
  const mixed = Math.imul((key | 0) ^ high, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
