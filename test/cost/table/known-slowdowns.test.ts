import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { KnownSlowdowns } from "../../../src/cost/table/known-slowdowns.ts";

const slowdowns = fc.option(
  fc.record({
    group: fc.double({ min: 1, max: 100, noNaN: true }),
    remainder: fc.double({ min: 1, max: 100, noNaN: true }),
  }),
  { nil: undefined },
);
const keys = fc.oneof(
  fc.integer({ min: 0, max: 5000 }),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
);

describe("known slowdowns", () => {
  it("are those that were found first for the same pair", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(keys, slowdowns), { maxLength: 3000, size: "max" }),
        (asked) => {
          const known = new KnownSlowdowns();
          const first = new Map<number, (typeof asked)[number][1]>();
          for (const [key, found] of asked) {
            if (!first.has(key)) first.set(key, found);
            expect(known.of(key, () => found)).toEqual(first.get(key));
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it("are asked for once, also where there are none", () => {
    const known = new KnownSlowdowns();
    let asked = 0;
    const find = () => {
      asked++;
      return undefined;
    };
    expect([known.of(7, find), known.of(7, find)]).toEqual([undefined, undefined]);
    expect(asked).toBe(1);
  });
});
