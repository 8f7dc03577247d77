import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { phaseOf } from "../../src/plan-set/phase.ts";
import { gridOf } from "../../src/plan-set/set-grid.ts";

describe("the phase of a step", () => {
  it("follows from its tokens, for every step that a set has a plan for", () => {
    const streams = fc
      .tuple(fc.integer({ min: 1, max: 4096 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .chain(([denseBatchTokens, share]) => {
        const decodeTokens = Math.floor(denseBatchTokens * share);
        return fc.record({
          denseBatchTokens: fc.constant(denseBatchTokens),
          decodeTokens: fc.constant(decodeTokens),
          mostDecodeTokens: fc.integer({ min: Math.max(1, decodeTokens), max: denseBatchTokens }),
        });
      });
    fc.assert(
      fc.property(streams, (stream) => {
        for (const { phase, tokens, decodeTokens } of gridOf(stream)) {
          expect(phaseOf({ denseBatchTokens: tokens, decodeTokens }, stream)).toBe(phase);
        }
      }),
    );
  });
});
