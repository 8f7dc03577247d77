const NONE = -1;

/**
 * Pages by the hash of what they contain: lists of pages, one a bucket, in typed arrays. A `Map` of
 * as many takes several times as long to change, and is copied whole now and then.
 */
export class PagesByHash {
  readonly #mask: number;
  /** By bucket: its first page. */
  readonly #first: Int32Array;
  /** By page: the next of its bucket, and its hash. */
  readonly #next: Int32Array;
  readonly #hash: Int32Array;

  /** @param pages are numbered below this */
  constructor(pages: number) {
    const buckets = 2 ** Math.ceil(Math.log2(Math.max(1, pages)));
    this.#mask = buckets - 1;
    this.#first = new Int32Array(buckets).fill(NONE);
    this.#next = new Int32Array(pages).fill(NONE);
    this.#hash = new Int32Array(pages);
  }

  /**
   * @param hash 32 bits
   * @returns the first page of this hash that passes; undefined when none does
   */
  find(hash: number, passes: (page: number) => boolean): number | undefined {
    for (
      let page = this.#first[hash & this.#mask] as number;
      page !== NONE;
      page = this.#next[page] as number
    ) {
      if (this.#hash[page] === hash && passes(page)) return page;
    }
    return undefined;
  }

  /** @param page that is not in yet */
  add(page: number, hash: number): void {
    const bucket = hash & this.#mask;
    this.#hash[page] = hash;
    this.#next[page] = this.#first[bucket] as number;
    this.#first[bucket] = page;
  }

  /** @param page that is in */
  remove(page: number): void {
    const bucket = (this.#hash[page] as number) & this.#mask;
    const next = this.#next[page] as number;
    if (this.#first[bucket] === page) {
      this.#first[bucket] = next;
      return;
    }
    let before = this.#first[bucket] as number;
    while (this.#next[before] !== page) before = this.#next[before] as number;
    this.#next[before] = next;
  }
}
