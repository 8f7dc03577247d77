import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { KvProjection, type ProjectedSequence } from "../../../src/runtime/kv/kv-projection.ts";

const MOST = 20;
const PAGE_TOKENS = 4;
const SEQUENCE = fc.record({ tokens: fc.nat(30), stepsLeft: fc.nat(12) });

/** Step by step: each holds one token more until its last step, and then nothing. */
function peakByHand(sequences: readonly ProjectedSequence[]): number {
  const held = Array.from({ length: 13 }, (_, step) =>
    sequences
      .filter(({ stepsLeft }) => stepsLeft >= step)
      .reduce((sum, { tokens }) => sum + tokens + step, 0),
  );
  return Math.max(...held);
}

describe("the projected peak of KV use", () => {
  it("is the most that is held in any step to come", () => {
    fc.assert(
      fc.property(fc.array(SEQUENCE, { maxLength: MOST - 1 }), SEQUENCE, (running, next) => {
        const projection = new KvProjection(1000, PAGE_TOKENS, MOST);
        for (const sequence of running) projection.add(sequence);
        expect(projection.peakWith(next)).toBe(peakByHand([...running, next]));
      }),
    );
  });

  it("lets in what fits with the empty places of last pages, and no more", () => {
    const projection = new KvProjection(100, PAGE_TOKENS, MOST);
    // Up to three empty places.
    expect(projection.fits({ tokens: 90, stepsLeft: 7 }, 0)).toBe(true);
    expect(projection.fits({ tokens: 90, stepsLeft: 8 }, 0)).toBe(false);
    expect(projection.fits({ tokens: 90, stepsLeft: 7 }, 1)).toBe(false);
  });
});
