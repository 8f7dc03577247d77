import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { TimingSlice } from "../../src/engine/cuda/process/protocol.ts";
import { compareRounds, operationTimes, outcomeOf } from "../../src/trial/measured-outcome.ts";

const slice = (medianUs: number, clockMhz: number | null = 1500): TimingSlice => ({
  medianUs,
  spread: 0.01,
  samples: 10,
  hostUs: 40,
  clockMhz,
  powerW: null,
  temperatureC: null,
  throttleNames: [],
  cards: [
    { clockMhz, powerW: 690, temperatureC: null },
    { clockMhz: 1600, powerW: null, temperatureC: null },
  ],
});
const slices = (...medians: number[]) => medians.map((medianUs) => slice(medianUs));

describe("the outcome of a measurement", () => {
  it("is the median of the rounds, over the layers", () => {
    const timed = { step: slices(500, 510, 700), layers: slices(400, 440, 404) };
    const outcome = outcomeOf(timed, 4);
    expect(outcome).toMatchObject({ periodUs: 101, stepUs: 510, samples: 30, powerW: null });
    expect(outcome.spread).toBeCloseTo(40 / 404);
  });

  it("leaves out readings that the card did not give", () => {
    const layers = [slice(1, null), slice(1, 1400), slice(1, 1600)];
    expect(outcomeOf({ layers, step: layers }, 1).clockMhz).toBe(1500);
  });

  it("has the readings of each card", () => {
    const layers = [slice(1, 1300), slice(1, 1400), slice(1, 1600)];
    expect(outcomeOf({ layers, step: layers }, 1).cards).toEqual([
      { clockMhz: 1400, powerW: 690 },
      { clockMhz: 1600, powerW: null },
    ]);
  });
});

describe("plans that took turns", () => {
  it("compare by rounds, so that a drift of the card changes nothing", () => {
    const drifting = compareRounds(slices(100, 110, 120), slices(102, 112.2, 122.4));
    expect(drifting).toMatchObject({ verdict: "faster", speedup: expect.closeTo(1.02, 5) });
  });

  it("are the same as soon as one round says otherwise", () => {
    expect(compareRounds(slices(100, 100, 100), slices(110, 110, 99)).verdict).toBe("same");
  });

  it("are the same where the gain of every round is no larger than what rounds differ by", () => {
    expect(compareRounds(slices(100, 100), slices(100.1, 100.6)).verdict).toBe("same");
    expect(compareRounds(slices(100, 100), slices(101, 101.6)).verdict).toBe("faster");
  });

  it("give the opposite verdict the other way round", () => {
    const opposite = { faster: "slower", slower: "faster", same: "same" } as const;
    const rounds = fc.array(
      fc.tuple(
        fc.double({ min: 1, max: 2, noNaN: true }),
        fc.double({ min: 1, max: 2, noNaN: true }),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(rounds, (pairs) => {
        const [a, b] = [slices(...pairs.map(([x]) => x)), slices(...pairs.map(([, y]) => y))];
        expect(compareRounds(b, a).verdict).toBe(opposite[compareRounds(a, b).verdict]);
      }),
    );
  });
});

describe("operations of a trace", () => {
  it("are averaged over the layers, in the order of their first starts", () => {
    const traced = (name: string, layer: number, startUs: number, endUs: number) => ({
      name,
      layer,
      queue: 0,
      startUs,
      endUs,
    });
    const trace = [
      traced("o_proj.0", 0, 10, 20),
      traced("qkv_proj.0", 0, 0, 10),
      traced("qkv_proj.0", 1, 20, 34),
      traced("o_proj.0", 1, 34, 50),
    ];
    expect([...operationTimes({ traces: [trace] })]).toEqual([
      ["qkv_proj.0", 12],
      ["o_proj.0", 13],
    ]);
  });
});
