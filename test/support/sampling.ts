import fc from "fast-check";
import type { SamplingParameters } from "../../src/step/serving-step.ts";

/** Of the likeliest token, without anything beside. */
export const PLAIN: SamplingParameters = {
  temperature: 0,
  topK: 0,
  topP: 1,
  minP: 0,
  seed: 0,
  repetitionPenalty: 1,
  presencePenalty: 0,
  frequencyPenalty: 0,
  logitBias: [],
  logprobs: 0,
};

/** A number that bf16 has. */
export function bf16(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  bits[0] = (bits[0] as number) & 0xffff0000;
  return new Float32Array(bits.buffer)[0] as number;
}

/** Logits in bf16, many of them equal, some excluded; the first is not. */
export const logitsArbitrary: fc.Arbitrary<number[]> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -20, max: 20, noNaN: true }).map(bf16) },
      { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
      { weight: 1, arbitrary: fc.constant(Number.NEGATIVE_INFINITY) },
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map(([, ...others]) => [0.5, ...others]);

export const parametersArbitrary: fc.Arbitrary<SamplingParameters> = fc.record({
  temperature: fc.double({ min: 0.1, max: 4, noNaN: true }),
  topK: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 70 })),
  topP: fc.oneof(fc.constant(1), fc.double({ min: 0.01, max: 1, noNaN: true })),
  minP: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
  seed: fc.nat(2 ** 31 - 1),
  repetitionPenalty: fc.constantFrom(1, 1.2, 0.7),
  presencePenalty: fc.constantFrom(0, 0.5, -1),
  frequencyPenalty: fc.constantFrom(0, 0.25, -0.5),
  logitBias: fc.constant([]),
  logprobs: fc.nat(5),
});

/** Sum of (observed - expected)^2 / expected, cells of fewer than five expected ones put together. */
export function chiSquare(observed: readonly number[], shares: readonly number[]) {
  const all = observed.reduce((sum, count) => sum + count, 0);
  let [statistic, cells] = [0, 0];
  const rest = { observed: 0, expected: 0 };
  const add = (count: number, expected: number) => {
    statistic += (count - expected) ** 2 / expected;
    cells++;
  };
  for (const [token, share] of shares.entries()) {
    const expected = share * all;
    const count = observed[token] as number;
    if (expected >= 5) {
      add(count, expected);
      continue;
    }
    rest.observed += count;
    rest.expected += expected;
  }
  // One that may never come makes it infinite.
  if (rest.observed > 0 || rest.expected > 0) add(rest.observed, rest.expected);
  return { statistic, freedom: cells - 1 };
}

/** What chi-square exceeds once in about 10,000 times (Wilson and Hilferty 1931). */
export function chiSquareBound(freedom: number): number {
  const z = 3.72;
  const ninth = 2 / (9 * freedom);
  return freedom * (1 - ninth + z * Math.sqrt(ninth)) ** 3;
}
