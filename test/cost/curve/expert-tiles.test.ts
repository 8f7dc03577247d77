import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { expertTiles } from "../../../src/cost/curve/expert-tiles.ts";

const MIXTRAL = { experts: 8, topk: 2 };

/** The expectation of ceil(share / rows) over binomial shares, summed up term by term. */
function exactly(tokens: number, rows: number, { experts, topk }: typeof MIXTRAL): number {
  const chosen = topk / experts;
  let [probability, sum] = [(1 - chosen) ** tokens, 0];
  for (let share = 1; share <= tokens; share++) {
    probability *= ((tokens - share + 1) / share) * (chosen / (1 - chosen));
    sum += probability * Math.ceil(share / rows);
  }
  return sum;
}

describe("tiles that an expert needs on average", () => {
  it.each([
    [64, 64],
    [450, 64],
    [450, 128],
    [512, 128],
    [1000, 128],
    [2048, 128],
  ])("are those of a binomial share: %i tokens, tiles of %i", (tokens, rows) => {
    const exact = exactly(tokens, rows, MIXTRAL);
    expect(Math.abs(expertTiles(tokens, rows, MIXTRAL) / exact - 1)).toBeLessThan(0.01);
  });

  it("are one more than full tiles for half of the experts where the mean share fills them", () => {
    expect(expertTiles(1024, 128, MIXTRAL)).toBeCloseTo(2.5, 1);
  });

  it("are whole tiles where every expert gets every token", () => {
    expect(expertTiles(256, 128, { experts: 4, topk: 4 })).toBe(2);
    expect(expertTiles(257, 128, { experts: 4, topk: 4 })).toBe(3);
  });

  it("grow with the tokens", () => {
    const sizes = fc.integer({ min: 1, max: 4096 });
    fc.assert(
      fc.property(sizes, sizes, fc.constantFrom(64, 128, 256), (a, b, rows) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        const least = expertTiles(few, rows, MIXTRAL) - 1e-9;
        expect(expertTiles(many, rows, MIXTRAL)).toBeGreaterThanOrEqual(least);
      }),
    );
  });
});
