import { describe, expect, it } from "@jest/globals";
import { type DecodeRange, dealDecoding } from "../../../src/runtime/rows/deal-decoding.ts";
import { sequenceOf } from "../../support/sequences.ts";

/** With so much KV each. */
function sequences(kvTokens: readonly number[]) {
  return kvTokens.map((tokens, id) => {
    const sequence = sequenceOf(id);
    sequence.cachedTokens = tokens;
    return sequence;
  });
}

/** KV that the decoding sequences of each range read, a row of the range. */
function kvARow(kvTokens: readonly number[], ranges: readonly DecodeRange[]): number[] {
  const dealt = dealDecoding(sequences(kvTokens), ranges);
  let at = 0;
  return ranges.map(({ rows, decoding }) => {
    const own = dealt.slice(at, at + decoding);
    at += decoding;
    return own.reduce((sum, { cachedTokens }) => sum + cachedTokens, 0) / rows;
  });
}

const full = (rows: number): DecodeRange => ({ rows, decoding: rows });

describe("decoding sequences", () => {
  it("go to ranges by KV, whatever the order in which they came", () => {
    const rising = Array.from({ length: 400 }, (_, index) => 100 + 10 * index);
    for (const kvTokens of [rising, rising.toReversed()]) {
      const shares = kvARow(kvTokens, [full(250), full(90), full(60)]);
      for (const share of shares) expect(share / 2095).toBeCloseTo(1, 1);
    }
  });

  it("leave a range with rows for others its share of KV, as far as contexts allow", () => {
    const kvTokens = Array.from({ length: 300 }, (_, index) => 1000 + 2 * index);
    const shares = kvARow(kvTokens, [{ rows: 220, decoding: 200 }, full(100)]);
    expect((shares[0] as number) / (shares[1] as number)).toBeCloseTo(1, 1);
  });

  it("are each dealt once", () => {
    const kvTokens = [5, 9000, 40, 41, 42, 7000, 3, 100, 100, 100];
    const dealt = dealDecoding(sequences(kvTokens), [
      full(3),
      { rows: 4, decoding: 0 },
      { rows: 6, decoding: 5 },
      full(2),
    ]);
    expect(dealt.map(({ id }) => id).sort((a, b) => a - b)).toEqual([...kvTokens.keys()]);
  });

  it("stay in their order where one range takes all", () => {
    const all = sequences([3, 1, 2]);
    expect(
      dealDecoding(all, [
        { rows: 8, decoding: 3 },
        { rows: 4, decoding: 0 },
      ]),
    ).toBe(all);
  });
});
