import { PagePool } from "./page-pool.ts";
import { NO_CONTENT, PrefixIndex, type TokenSource } from "./prefix-index.ts";

/** One that holds pages of the KV cache. */
export class KvHolder {
  /** In the order of positions. Replaced, never emptied: steps under way still look at it. */
  pages: number[] = [];
  /** Tokens that these have room for. */
  pagedTokens = 0;
  /** Pages among these that the projection counts for another holder, which ends later. */
  countedElsewhere = 0;
  /** First pages that the index knows, and the content of the last of them. */
  enteredPages = 0;
  content = NO_CONTENT;
  /** Step by which it ends if it goes on in every step. */
  endsAtStep = 0;
}

/** Pages by what becomes of them. */
export interface KvUse {
  held: number;
  /** Held by nobody and kept for a later request that begins alike. */
  kept: number;
  free: number;
}

/**
 * Deals the pages of the KV cache to sequences. Sequences that begin with the same tokens share full
 * pages, which nobody writes any more: so nothing is ever copied.
 */
export class KvCache {
  readonly pageTokens: number;
  readonly #pool: PagePool;
  readonly #index: PrefixIndex | undefined;
  /** By page: the sequence that the projection counts it for. */
  readonly #countedFor: (KvHolder | undefined)[];
  #countedForNobody = 0;

  /**
   * @param pages of the cache, the scrap page included
   * @param sharesPrefixes whether pages are kept and shared
   */
  constructor(pages: number, pageTokens: number, sharesPrefixes: boolean) {
    this.pageTokens = pageTokens;
    this.#index = sharesPrefixes ? new PrefixIndex(pages, pageTokens) : undefined;
    this.#pool = new PagePool(pages, (page) => this.#index?.forget(page));
    this.#countedFor = new Array(pages).fill(undefined);
  }

  get use(): KvUse {
    const { size, available, idle } = this.#pool;
    return { held: size - available, kept: idle, free: available - idle };
  }

  /** Tokens that all pages hold. */
  get capacityTokens(): number {
    return this.#pool.size * this.pageTokens;
  }

  /** Tokens of held pages that no running sequence is counted for. */
  get uncountedTokens(): number {
    return this.#countedForNobody * this.pageTokens;
  }

  /** Full pages at the start of a sequence that the cache has. */
  sharedPages(source: TokenSource, tokens: number): number[] {
    const pages: number[] = [];
    let content = NO_CONTENT;
    for (
      let end = this.pageTokens;
      this.#index !== undefined && end <= tokens;
      end += this.pageTokens
    ) {
      const page = this.#index.find(content, source, end - this.pageTokens);
      if (page === undefined) break;
      content = this.#index.contentOf(page);
      pages.push(page);
    }
    return pages;
  }

  /** How many of the pages a sequence holds now. */
  heldAmong(pages: readonly number[]): number {
    return pages.filter((page) => this.#pool.holders(page) > 0).length;
  }

  /** Gives a sequence without pages the pages that it shares with others. */
  share(holder: KvHolder, pages: readonly number[]): void {
    for (const page of pages) {
      const isHeld = this.#pool.holders(page) > 0;
      const other = this.#countedFor[page];
      this.#pool.share(page);
      holder.pages.push(page);
      if (other !== undefined && other.endsAtStep >= holder.endsAtStep) {
        holder.countedElsewhere++;
        continue;
      }
      if (other !== undefined) other.countedElsewhere++;
      else if (isHeld) this.#countedForNobody--;
      this.#countedFor[page] = holder;
    }
    holder.pagedTokens = holder.pages.length * this.pageTokens;
    holder.enteredPages = pages.length;
    holder.content = this.#index?.contentOf(pages.at(-1) ?? 0) ?? NO_CONTENT;
  }

  /** @returns the new last page of a sequence; undefined when all pages are held */
  take(holder: KvHolder): number | undefined {
    const page = this.#pool.take();
    if (page === undefined) return undefined;
    holder.pages.push(page);
    holder.pagedTokens += this.pageTokens;
    this.#countedFor[page] = holder;
    return page;
  }

  /**
   * Keeps full pages of a sequence for others. A sequence that gave its pages up has none.
   *
   * @param tokens whose KV is there and known to be numbers
   */
  enter(holder: KvHolder & TokenSource, tokens: number): void {
    if (this.#index === undefined) return;
    while ((holder.enteredPages + 1) * this.pageTokens <= tokens) {
      const page = holder.pages[holder.enteredPages];
      if (page === undefined) return;
      const start = holder.enteredPages * this.pageTokens;
      const { content, isNew } = this.#index.enter(page, holder.content, holder, start);
      if (isNew) this.#pool.keep(page);
      holder.content = content;
      holder.enteredPages++;
    }
  }

  /** Takes all pages from a sequence. Its last pages are the first whose content goes. */
  release(holder: KvHolder): void {
    for (let index = holder.pages.length - 1; index >= 0; index--) {
      const page = holder.pages[index] as number;
      this.#pool.release(page);
      const isHeld = this.#pool.holders(page) > 0;
      const counted = this.#countedFor[page];
      if (counted === holder) {
        this.#countedFor[page] = undefined;
        if (isHeld) this.#countedForNobody++;
      } else if (counted === undefined && !isHeld) this.#countedForNobody--;
    }
    Object.assign(holder, new KvHolder());
  }
}
