import { PagesByHash } from "./pages-by-hash.ts";

/** Content before the first page. */
export const NO_CONTENT = 0;

/** Where the tokens of a sequence are found. */
export interface TokenSource {
  tokenAt(position: number): number;
}

/**
 * Finds full pages of the KV cache by the tokens that they hold and all tokens before them.
 *
 * A page's content has a number that is never used again. It stands for the page's tokens and the
 * content of the page before, so equal numbers mean equal tokens from the start. A hash only leads
 * to a page; its tokens are then compared.
 */
export class PrefixIndex {
  readonly #pageTokens: number;
  readonly #tokens: Int32Array;
  /** By page: number of its content, and that of the page before. */
  readonly #content: Float64Array;
  readonly #before: Float64Array;
  readonly #pages: PagesByHash;
  #contents = NO_CONTENT;

  constructor(pages: number, pageTokens: number) {
    this.#pageTokens = pageTokens;
    this.#tokens = new Int32Array(pages * pageTokens);
    this.#content = new Float64Array(pages);
    this.#before = new Float64Array(pages);
    this.#pages = new PagesByHash(pages);
  }

  /**
   * @param before content of the page before
   * @param start position of the page's first token
   */
  find(before: number, source: TokenSource, start: number): number | undefined {
    return this.#findBy(this.#hashOf(before, source, start), before, source, start);
  }

  /** Enters a full page. A content that is known stays with the page that has it. */
  enter(
    page: number,
    before: number,
    source: TokenSource,
    start: number,
  ): { content: number; isNew: boolean } {
    const hash = this.#hashOf(before, source, start);
    const known = this.#findBy(hash, before, source, start);
    if (known !== undefined) return { content: this.contentOf(known), isNew: false };
    for (let index = 0; index < this.#pageTokens; index++) {
      this.#tokens[page * this.#pageTokens + index] = source.tokenAt(start + index);
    }
    const content = ++this.#contents;
    this.#content[page] = content;
    this.#before[page] = before;
    this.#pages.add(page, hash);
    return { content, isNew: true };
  }

  contentOf(page: number): number {
    return this.#content[page] as number;
  }

  /** @param page that was entered */
  forget(page: number): void {
    this.#pages.remove(page);
    this.#content[page] = NO_CONTENT;
  }

  #findBy(hash: number, before: number, source: TokenSource, start: number): number | undefined {
    return this.#pages.find(hash, (page) => this.#holds(page, before, source, start));
  }

  #holds(page: number, before: number, source: TokenSource, start: number): boolean {
    if (this.#before[page] !== before) return false;
    for (let index = 0; index < this.#pageTokens; index++) {
      if (this.#tokens[page * this.#pageTokens + index] !== source.tokenAt(start + index))
        return false;
    }
    return true;
  }

  /** 32 bits; each step mixes as MurmurHash3 (Appleby) does. */
  #hashOf(before: number, source: TokenSource, start: number): number {
    let hash = Math.imul(before, 0x9e3779b1);
    for (let index = 0; index < this.#pageTokens; index++) {
      const mixed = Math.imul(source.tokenAt(start + index), 0xcc9e2d51);
      hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
      hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0x6b64e654;
    }
    return hash ^ (hash >>> 16);
  }
}
