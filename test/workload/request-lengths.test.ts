import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { LENGTH_DISTRIBUTIONS, QUANTILE_LEVELS } from "../../src/workload/length-quantiles.ts";
import {
  decodeShare,
  lengthsOf,
  meanDecodeContext,
  meanPromptPosition,
} from "../../src/workload/request-lengths.ts";

const request = fc.record({
  promptTokens: fc.integer({ min: 1, max: 500 }),
  outputTokens: fc.integer({ min: 1, max: 500 }),
});

describe("request lengths", () => {
  it("follow from constant lengths", () => {
    const lengths = lengthsOf("1024/512", [{ promptTokens: 1024, outputTokens: 512 }]);
    expect(decodeShare(lengths)).toBeCloseTo(1 / 3, 12);
    expect(meanDecodeContext(lengths)).toBe(1280);
    expect(meanPromptPosition(lengths)).toBe(512);
    expect(lengths.longestRequest).toBe(1536);
  });

  it("weigh the context of long outputs more", () => {
    const lengths = lengthsOf("two", [
      { promptTokens: 100, outputTokens: 10 },
      { promptTokens: 1000, outputTokens: 90 },
    ]);
    // 10 steps at a mean of 105 tokens and 90 steps at 1045.
    expect(meanDecodeContext(lengths)).toBeCloseTo((10 * 105 + 90 * 1045) / 100, 9);
  });

  it("agree with counting every decode step of every request", () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 20 }), (requests) => {
        const contexts = requests.flatMap(({ promptTokens, outputTokens }) =>
          Array.from({ length: outputTokens }, (_, step) => promptTokens + step + 0.5),
        );
        const counted = contexts.reduce((a, b) => a + b, 0) / contexts.length;
        expect(meanDecodeContext(lengthsOf("any", requests))).toBeCloseTo(counted, 6);
      }),
    );
  });
});

describe("built-in length distributions", () => {
  const cases = LENGTH_DISTRIBUTIONS.map((entry) => [entry.moments.name, entry] as const);

  it("are those of the contract", () => {
    expect(cases.map(([name]) => name)).toEqual(["sharegpt", "lmsys", "splitwise"]);
  });

  it.each(cases)("%s has quantiles that never fall", (_, distribution) => {
    for (const quantiles of [distribution.promptQuantiles, distribution.outputQuantiles]) {
      expect(quantiles).toHaveLength(QUANTILE_LEVELS.length);
      expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
      expect(quantiles[0]).toBeGreaterThanOrEqual(1);
    }
  });

  it.each(cases)("%s has quantiles whose mean is the exact one within 5%%", (_, distribution) => {
    const { moments, promptQuantiles, outputQuantiles } = distribution;
    expect(Math.abs(meanOf(promptQuantiles) / moments.meanPrompt - 1)).toBeLessThan(0.05);
    expect(Math.abs(meanOf(outputQuantiles) / moments.meanOutput - 1)).toBeLessThan(0.05);
  });

  it.each(cases)("%s has moments that a distribution can have", (_, { moments }) => {
    expect(moments.meanPromptSquared).toBeGreaterThan(moments.meanPrompt ** 2);
    expect(moments.meanOutputSquared).toBeGreaterThan(moments.meanOutput ** 2);
    // Cauchy-Schwarz.
    expect(moments.meanPromptTimesOutput ** 2).toBeLessThan(
      moments.meanPromptSquared * moments.meanOutputSquared,
    );
  });
});

/** Mean of a distribution that is linear between its quantiles. */
function meanOf(quantiles: readonly number[]): number {
  return QUANTILE_LEVELS.slice(1).reduce((mean, level, index) => {
    const width = level - (QUANTILE_LEVELS[index] ?? 0);
    return mean + (width * ((quantiles[index] ?? 0) + (quantiles[index + 1] ?? 0))) / 2;
  }, 0);
}
