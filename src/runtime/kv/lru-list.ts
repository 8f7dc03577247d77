const NONE = -1;

/** Numbers below a bound, each at most once, from the one that was added first; all in O(1). */
export class LruList {
  readonly #before: Int32Array;
  readonly #behind: Int32Array;
  #oldest = NONE;
  #newest = NONE;
  #size = 0;

  constructor(bound: number) {
    this.#before = new Int32Array(bound).fill(NONE);
    this.#behind = new Int32Array(bound).fill(NONE);
  }

  get size(): number {
    return this.#size;
  }

  /** @param item not in the list */
  add(item: number): void {
    this.#before[item] = this.#newest;
    this.#behind[item] = NONE;
    if (this.#newest === NONE) this.#oldest = item;
    else this.#behind[this.#newest] = item;
    this.#newest = item;
    this.#size++;
  }

  /** @param item in the list */
  remove(item: number): void {
    const before = this.#before[item] as number;
    const behind = this.#behind[item] as number;
    if (before === NONE) this.#oldest = behind;
    else this.#behind[before] = behind;
    if (behind === NONE) this.#newest = before;
    else this.#before[behind] = before;
    this.#size--;
  }

  /** Takes the oldest out; undefined when the list is empty. */
  takeOldest(): number | undefined {
    const item = this.#oldest;
    if (item === NONE) return undefined;
    this.remove(item);
    return item;
  }
}
