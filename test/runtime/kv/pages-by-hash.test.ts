import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { PagesByHash } from "../../../src/runtime/kv/pages-by-hash.ts";

const PAGES = 12;
/** Some are equal, and some share a bucket without being equal. */
const HASHES = [0, 1, 16, 17, 33, -1, -16, 0x7fff_ffff, -0x8000_0000];

describe("pages by their hash", () => {
  it("finds each page that is in by its own hash, and no other", () => {
    const change = fc.record({
      page: fc.nat({ max: PAGES - 1 }),
      hash: fc.constantFrom(...HASHES),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const pages = new PagesByHash(PAGES);
        const isIn = new Map<number, number>();
        for (const { page, hash } of changes) {
          if (isIn.delete(page)) pages.remove(page);
          else {
            pages.add(page, hash);
            isIn.set(page, hash);
          }
          for (const wanted of HASHES) {
            const seen: number[] = [];
            pages.find(wanted, (each) => {
              seen.push(each);
              return false;
            });
            const expected = [...isIn].filter(([, own]) => own === wanted).map(([each]) => each);
            expect(seen.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
          }
        }
      }),
    );
  });

  it("gives the page that passes among those of one hash", () => {
    const pages = new PagesByHash(PAGES);
    for (const page of [3, 5, 7]) pages.add(page, 9);
    expect(pages.find(9, (page) => page === 5)).toBe(5);
    expect(pages.find(8, () => true)).toBeUndefined();
  });
});
