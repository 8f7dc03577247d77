import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { spread, type Wish } from "../../../src/report/chart/spread.ts";

const WISHES = fc
  .array(
    fc.record({
      centre: fc.double({ min: 0, max: 100, noNaN: true }),
      width: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 12 },
  )
  .map((wishes): Wish[] => wishes.toSorted((a, b) => a.centre - b.centre));

function startsOf(wishes: readonly Wish[], centres: readonly number[]) {
  return wishes.map(({ width }, index) => ({ from: (centres[index] ?? 0) - width / 2, width }));
}

describe("labels of a row", () => {
  it("stay apart, in order and inside, and are refused only where they do not fit", () => {
    fc.assert(
      fc.property(WISHES, (wishes) => {
        const centres = spread(wishes, 0, 100);
        const total = wishes.reduce((sum, { width }) => sum + width, 0);
        expect(centres === undefined).toBe(total > 100);
        let free = -1e-9;
        for (const { from, width } of startsOf(wishes, centres ?? [])) {
          if (centres === undefined) return;
          expect(from).toBeGreaterThanOrEqual(free - 1e-9);
          free = from + width;
        }
        expect(free).toBeLessThanOrEqual(100 + 1e-9);
      }),
    );
  });

  it("stay where they wish to be when there is room", () => {
    const wishes = [
      { centre: 10, width: 4 },
      { centre: 20, width: 4 },
    ];
    expect(spread(wishes, 0, 100)).toEqual([10, 20]);
  });

  it("share the shift between labels that wish for the same place", () => {
    const wishes = [
      { centre: 50, width: 4 },
      { centre: 50, width: 4 },
    ];
    expect(spread(wishes, 0, 100)).toEqual([48, 52]);
  });
});
