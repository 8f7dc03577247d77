import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type PairRow, PairTable } from "../../../src/cost/table/pair-table.ts";

const SPLIT = 96;

/** A product of `tokens` that takes so much longer beside decode attention. */
const row = (tokens: number, slowdown: number, context = 0): PairRow => {
  const streaming = [0, 360, 1024] as const;
  return [SPLIT, 0, tokens, context, ...streaming, slowdown, 1.1, 20];
};
const table = (rows: readonly PairRow[]) => new PairTable(rows, ["fast"], ["stream"]);
const at = (pairs: PairTable, tokens: number, context = 0) =>
  pairs.at(
    SPLIT,
    { implementation: "fast", size: { tokens, context } },
    { implementation: "stream", size: { tokens: 360, context: 1024 } },
  )?.group ?? 0;

describe("slowdowns between the sizes of the group that were measured", () => {
  const pairs = table([row(256, 1.8), row(512, 1.4), row(1024, 1.1)]);

  it("are those measured at a measured size", () => {
    expect(at(pairs, 512)).toBeCloseTo(1.4);
  });

  it("lie between those of the two sizes around, whatever was measured further off", () => {
    expect(at(pairs, 2 ** 9.5)).toBeCloseTo(1.25);
    expect(at(pairs, 2 ** 8.25)).toBeCloseTo(1.7);
  });

  it("are the nearest beyond the last size", () => {
    expect(at(pairs, 64)).toBeCloseTo(1.8);
    expect(at(pairs, 4096)).toBeCloseTo(1.1);
  });

  it("never leave the range of what was measured", () => {
    const tokens = fc.integer({ min: 1, max: 4096 });
    const contexts = fc.constantFrom(0, 300, 512, 2048);
    const several = table([row(128, 1.01, 512), row(1024, 1.8, 512), row(512, 1.3, 0)]);
    fc.assert(
      fc.property(tokens, contexts, (size, context) => {
        expect(at(several, size, context)).toBeGreaterThanOrEqual(1.01 - 1e-9);
        expect(at(several, size, context)).toBeLessThanOrEqual(1.8 + 1e-9);
      }),
    );
  });
});
