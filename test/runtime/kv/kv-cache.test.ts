import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { KvCache, KvHolder } from "../../../src/runtime/kv/kv-cache.ts";
import { SCRAP_PAGE } from "../../../src/step/step.ts";

const PAGE_TOKENS = 4;

class Holder extends KvHolder {
  readonly tokens: readonly number[];

  constructor(tokens: readonly number[]) {
    super();
    this.tokens = tokens;
  }

  tokenAt(position: number): number {
    return this.tokens[position] as number;
  }
}

/** Shares what is known and takes pages for the rest; undefined when there are too few. */
function served(cache: KvCache, tokens: readonly number[]): Holder | undefined {
  const holder = new Holder(tokens);
  cache.share(holder, cache.sharedPages(holder, tokens.length - 1));
  while (holder.pagedTokens < tokens.length) {
    if (cache.take(holder) !== undefined) continue;
    cache.release(holder);
    return undefined;
  }
  return holder;
}

const TOKENS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

describe("the KV cache", () => {
  it("finds full pages by their tokens and all tokens before them", () => {
    const cache = new KvCache(16, PAGE_TOKENS, true);
    const holder = served(cache, TOKENS) as Holder;
    cache.enter(holder, 9);
    const pagesOf = (tokens: readonly number[]) =>
      cache.sharedPages(new Holder(tokens), tokens.length);
    expect(pagesOf(TOKENS)).toEqual(holder.pages.slice(0, 2));
    expect(pagesOf(TOKENS.slice(0, 7))).toEqual(holder.pages.slice(0, 1));
    expect(pagesOf([1, 2, 3, 4, 5, 6, 7, 9])).toEqual(holder.pages.slice(0, 1));
    expect(pagesOf([0, 2, 3, 4, 5, 6, 7, 8])).toEqual([]);
    expect(pagesOf([5, 6, 7, 8])).toEqual([]);
  });

  it("knows no page before the KV in it is right", () => {
    const cache = new KvCache(16, PAGE_TOKENS, true);
    const holder = served(cache, TOKENS) as Holder;
    cache.enter(holder, 7);
    expect(cache.sharedPages(new Holder(TOKENS), 9)).toEqual(holder.pages.slice(0, 1));
  });

  it("forgets the pages that were let go of first, and the end of a sequence before its start", () => {
    const cache = new KvCache(1 + 6, PAGE_TOKENS, true);
    for (const start of [0, 100]) {
      const holder = served(
        cache,
        TOKENS.map((token) => token + start),
      ) as Holder;
      cache.enter(holder, 9);
      cache.release(holder);
    }
    expect(cache.use).toEqual({ held: 0, kept: 4, free: 2 });
    served(cache, [50, 51, 52, 53, 54, 55, 56, 57, 58]);
    expect(cache.use).toEqual({ held: 3, kept: 3, free: 0 });
    const pages = (start: number) =>
      cache.sharedPages(new Holder(TOKENS.map((token) => token + start)), 9).length;
    expect([pages(0), pages(100)]).toEqual([1, 2]);
  });

  it("counts a shared page once: for the holder that ends last, or for nobody", () => {
    const cache = new KvCache(16, PAGE_TOKENS, true);
    const first = served(cache, TOKENS) as Holder;
    first.endsAtStep = 5;
    cache.enter(first, 9);
    const second = new Holder(TOKENS);
    second.endsAtStep = 9;
    cache.share(second, first.pages.slice(0, 2));
    const third = new Holder(TOKENS);
    third.endsAtStep = 7;
    cache.share(third, first.pages.slice(0, 2));
    expect([first, second, third].map(({ countedElsewhere }) => countedElsewhere)).toEqual([
      2, 0, 2,
    ]);
    cache.release(second);
    expect(cache.uncountedTokens).toBe(2 * PAGE_TOKENS);
    cache.release(first);
    cache.release(third);
    expect(cache.uncountedTokens).toBe(0);
    expect(cache.use.held).toBe(0);
  });

  it("deals each page to one holder unless its content is theirs too, and loses none", () => {
    const pages = 12;
    const act = fc.record({
      tokens: fc.array(fc.nat(1), { minLength: 1, maxLength: 20 }),
      releases: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), fc.boolean(), (acts, shares) => {
        const cache = new KvCache(pages, PAGE_TOKENS, shares);
        const holders: Holder[] = [];
        for (const { tokens, releases } of acts) {
          const holder = served(cache, tokens);
          if (holder !== undefined) {
            cache.enter(holder, tokens.length);
            holders.push(holder);
          }
          const [gone] = holders.splice(releases, 1);
          if (gone !== undefined) cache.release(gone);
          const contents = new Map<number, string>();
          for (const each of holders) {
            for (const [index, page] of each.pages.entries()) {
              expect(page).not.toBe(SCRAP_PAGE);
              const isFull = (index + 1) * PAGE_TOKENS <= each.tokens.length;
              const content = `${each.tokens.slice(0, (index + 1) * PAGE_TOKENS)}`;
              const known = contents.get(page);
              if (known !== undefined) expect([isFull, content]).toEqual([true, known]);
              contents.set(page, content);
            }
          }
          const { held, kept, free } = cache.use;
          expect([held, held + kept + free]).toEqual([contents.size, pages - 1]);
        }
        for (const holder of holders) cache.release(holder);
        expect(cache.use.held).toBe(0);
        expect(cache.uncountedTokens).toBe(0);
      }),
    );
  });
});
