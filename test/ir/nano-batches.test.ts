import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { DISTRIBUTIONS, joined, splitBatch } from "../../src/ir/nano-batches.ts";
import { plannerError } from "../support/planner-error.ts";

const BATCH = {
  tokens: 2048,
  decodeTokens: 683,
  prefillTokens: 1365,
  decodeContext: 1280,
  prefillContext: 64,
};

describe("splitBatch", () => {
  it("is the batch itself without cuts", () => {
    expect(splitBatch(BATCH, [])).toEqual([{ start: 0, end: 2048, part: BATCH }]);
  });

  it("gives each nano-batch its share of decode tokens and the context before it", () => {
    expect(splitBatch(BATCH, [768])).toEqual([
      {
        start: 0,
        end: 768,
        part: { ...BATCH, tokens: 768, decodeTokens: 256, prefillTokens: 512 },
      },
      {
        start: 768,
        end: 2048,
        part: {
          ...BATCH,
          tokens: 1280,
          decodeTokens: 427,
          prefillTokens: 853,
          prefillContext: 64 + 512,
        },
      },
    ]);
  });

  it("fills the first or the last nano-batches with decode tokens when told so", () => {
    const decodeTokens = (distribution: (typeof DISTRIBUTIONS)[number]) =>
      splitBatch(BATCH, [512, 1024], distribution).map(({ part }) => part.decodeTokens);
    expect(decodeTokens("decode-first")).toEqual([512, 171, 0]);
    expect(decodeTokens("prefill-first")).toEqual([0, 0, 683]);
  });

  it("loses no token, whatever batch, cuts and distribution", () => {
    const cases = fc.integer({ min: 1, max: 4096 }).chain((tokens) =>
      fc.record({
        tokens: fc.constant(tokens),
        decodeTokens: fc.integer({ min: 0, max: tokens }),
        distribution: fc.constantFrom(...DISTRIBUTIONS),
        cuts: fc
          .uniqueArray(fc.integer({ min: 1, max: Math.max(1, tokens - 1) }), { maxLength: 6 })
          .map((cuts) => cuts.filter((cut) => cut < tokens).sort((a, b) => a - b)),
      }),
    );
    fc.assert(
      fc.property(cases, ({ tokens, decodeTokens, distribution, cuts }) => {
        const batch = { ...BATCH, tokens, decodeTokens, prefillTokens: tokens - decodeTokens };
        const nanoBatches = splitBatch(batch, cuts, distribution);
        let [next, decode, prefill] = [0, 0, 0];
        for (const { start, end, part } of nanoBatches) {
          expect(start).toBe(next);
          expect(part.tokens).toBe(end - start);
          expect(part.decodeTokens + part.prefillTokens).toBe(part.tokens);
          expect(part.prefillTokens).toBeGreaterThanOrEqual(0);
          const exact = (decodeTokens * part.tokens) / tokens;
          if (distribution === "proportional")
            expect(Math.abs(part.decodeTokens - exact)).toBeLessThan(1);
          next = end;
          decode += part.decodeTokens;
          prefill += part.prefillTokens;
        }
        expect([next, decode, prefill]).toEqual([tokens, decodeTokens, tokens - decodeTokens]);
      }),
    );
  });

  it.each([[[0]], [[2048]], [[512, 512]], [[1024, 512]], [[12.5]]])(
    "rejects the cuts %j",
    (cuts) => {
      expect(plannerError(() => splitBatch(BATCH, cuts)).code).toBe("E_INTERNAL");
    },
  );
});

describe("joined", () => {
  it.each(DISTRIBUTIONS)("makes the batch of its nano-batches again: %s", (distribution) => {
    expect(joined(splitBatch(BATCH, [512, 1280], distribution)).part).toEqual(BATCH);
  });
});
