import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  adjustedLogits,
  chooseToken,
  keptTokens,
} from "../../../../src/engine/reference/kernels/choose-token.ts";
import { philoxUniform } from "../../../../src/engine/reference/kernels/philox.ts";
import type { SamplingParameters } from "../../../../src/step/serving-step.ts";
import {
  bf16,
  chiSquare,
  chiSquareBound,
  logitsArbitrary,
  PLAIN,
  parametersArbitrary,
} from "../../../support/sampling.ts";

const NOTHING = { prompt: [], output: [] };
const { NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN: NAN } = Number;

const choose = (logits: readonly number[], changes: Partial<SamplingParameters>, position = 1) =>
  chooseToken(logits, { ...PLAIN, ...changes }, NOTHING, position);

const softmax = (logits: readonly number[], temperature: number) => {
  const weights = logits.map((logit) => Math.exp(logit / temperature));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / all);
};

describe("the choice of a token", () => {
  it("is the lowest of the likeliest ones at temperature 0", () => {
    fc.assert(
      fc.property(logitsArbitrary, (logits) => {
        expect(choose(logits, {}).token).toBe(logits.indexOf(Math.max(...logits)));
      }),
    );
  });

  it.each([
    ["nan", [1, NAN, POSITIVE_INFINITY]],
    ["infinite", [1, POSITIVE_INFINITY, NEGATIVE_INFINITY]],
    ["empty", [NEGATIVE_INFINITY, NEGATIVE_INFINITY]],
  ])("fails with `%s`, whatever adjusts the logits", (fault, logits) => {
    for (const temperature of [0, 1]) {
      const logitBias = [{ token: 1, bias: -100 }];
      expect(choose(logits, { temperature, logitBias, logprobs: 2 })).toEqual({
        token: 0,
        fault,
        logprobs: [],
      });
    }
  });

  it("keeps a prefix of the order that each filter alone would keep, and no token less", () => {
    fc.assert(
      fc.property(logitsArbitrary, parametersArbitrary, (logits, parameters) => {
        const { temperature, topK, topP, minP } = parameters;
        const order = [...logits.keys()]
          .filter((token) => (logits[token] as number) > NEGATIVE_INFINITY)
          .sort((a, b) => (logits[b] as number) - (logits[a] as number) || a - b);
        const kept = keptTokens(Float64Array.from(logits), parameters);
        expect(kept).toEqual(order.slice(0, kept.length));
        expect(kept.length).toBeGreaterThan(0);
        const shares = softmax(logits, temperature);
        const most = Math.max(...shares);
        const shareOf = (token: number | undefined) => shares[token as number] as number;
        const allowed = order
          .slice(0, topK === 0 ? order.length : topK)
          .filter((token) => shareOf(token) >= minP * most * (1 - 1e-12));
        const sum = (tokens: readonly number[]) =>
          tokens.reduce((all, token) => all + shareOf(token), 0);
        expect(kept.length).toBeLessThanOrEqual(allowed.length);
        if (topP === 1 && minP === 0) expect(kept).toEqual(allowed);
        // All but the last are not enough, all are.
        const wanted = topP * sum(allowed);
        expect(sum(kept)).toBeGreaterThanOrEqual(wanted * (1 - 1e-9));
        expect(sum(kept.slice(0, -1))).toBeLessThan(wanted * (1 + 1e-9));
      }),
    );
  });

  it("is one of the kept tokens, the same for the same seed and position", () => {
    fc.assert(
      fc.property(logitsArbitrary, parametersArbitrary, fc.nat(9999), (logits, given, position) => {
        const parameters = { ...given, repetitionPenalty: 1 };
        const choice = chooseToken(logits, parameters, NOTHING, position);
        expect(keptTokens(Float64Array.from(logits), parameters)).toContain(choice.token);
        expect(chooseToken(logits, parameters, NOTHING, position)).toEqual(choice);
      }),
    );
  });

  it("takes the token that the random number falls on, in the order of the tokens", () => {
    const logits = [Math.log(2), Math.log(1), Math.log(5)];
    const at = (uniform: number) =>
      chooseToken(logits, { ...PLAIN, temperature: 1 }, NOTHING, 0, uniform).token;
    expect([0.001, 0.249, 0.251, 0.374, 0.376, 0.999].map(at)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it.each([0.5, 1, 2])("comes as often as its share says at temperature %d", (temperature) => {
    const logits = Array.from({ length: 40 }, (_, token) => bf16(Math.sin(7 * token) * 3));
    const counts = logits.map(() => 0);
    for (let position = 0; position < 2000; position++) {
      const { token } = choose(logits, { temperature, seed: 11 }, position);
      counts[token] = (counts[token] as number) + 1;
    }
    const { statistic, freedom } = chiSquare(counts, softmax(logits, temperature));
    expect(statistic).toBeLessThan(chiSquareBound(freedom));
    // The test can fail: the shares of another temperature are refused.
    const other = chiSquare(counts, softmax(logits, temperature * 1.5));
    expect(other.statistic).toBeGreaterThan(chiSquareBound(other.freedom));
  });

  it("takes biases and penalties off the logits as they are defined", () => {
    const logits = [2, -2, 1, 3, NEGATIVE_INFINITY];
    const parameters = {
      ...PLAIN,
      repetitionPenalty: 2,
      presencePenalty: 0.5,
      frequencyPenalty: 0.25,
      logitBias: [
        { token: 2, bias: 7 },
        { token: 4, bias: 100 },
      ],
    };
    const history = { prompt: [0, 1, 4], output: [1, 3, 3] };
    expect([...adjustedLogits(logits, parameters, history)]).toEqual([
      2 / 2,
      -2 * 2 - 0.25 - 0.5,
      1 + 7,
      3 / 2 - 2 * 0.25 - 0.5,
      NEGATIVE_INFINITY,
    ]);
    expect(chooseToken(logits, parameters, history, 1).token).toBe(2);
  });

  it("reports what the model says of the chosen and the likeliest tokens, unadjusted", () => {
    fc.assert(
      fc.property(logitsArbitrary, parametersArbitrary, (logits, parameters) => {
        const { token, logprobs } = chooseToken(logits, parameters, NOTHING, 3);
        const wanted = parameters.logprobs;
        const present = logits.filter((logit) => logit > NEGATIVE_INFINITY).length;
        expect(logprobs).toHaveLength(wanted === 0 ? 0 : 1 + Math.min(wanted, present));
        if (wanted === 0) return;
        const shares = softmax(logits, 1);
        expect(logprobs[0]?.token).toBe(token);
        for (const each of logprobs)
          expect(Math.exp(each.logprob)).toBeCloseTo(shares[each.token] as number, 9);
        const best = logprobs.slice(1).map(({ logprob }) => logprob);
        expect(best).toEqual(best.toSorted((a, b) => b - a));
        expect(Math.exp(best[0] as number)).toBeCloseTo(Math.max(...shares), 9);
      }),
    );
  });
});

describe("random numbers", () => {
  it("are those of Philox4x32-10", () => {
    // First word of the known answer for a counter and a key of zeros.
    expect(philoxUniform(0, 0)).toBe((0x6627e8d5 + 0.5) / 2 ** 32);
  });

  it("differ by all bits of the seed, and by the position", () => {
    const numbers = [0, 1, 2 ** 31, 2 ** 32, 2 ** 52].flatMap((seed) =>
      [0, 1, 70_000].map((position) => philoxUniform(seed, position)),
    );
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) {
      expect(number).toBeGreaterThan(0);
      expect(number).toBeLessThan(1);
    }
  });
});
