import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { compareStandings, type Standing, verdictOf } from "../../src/gate/verdict.ts";
import { planFixture } from "../support/plan-fixture.ts";

const LIMITS = { tolerance: 0.005, spread: 0.02 };

function standing(figures: Partial<Standing["predicted"]>, measuredUs?: number): Standing {
  const { predicted, workload } = planFixture();
  return {
    workload,
    predicted: { ...predicted, ...figures },
    ...(measuredUs === undefined ? {} : { measured: { periodUs: measuredUs, spread: 0.01 } }),
  };
}

describe("verdict on a plan", () => {
  it.each([
    [1000, "same"],
    [1004, "same"],
    [1015, "ambiguous"],
    [1030, "worse"],
    [985, "ambiguous"],
    [960, "better"],
  ])("calls a period of %d instead of 1000 %s", (periodUs, verdict) => {
    const changes = compareStandings(standing({ periodUs: 1000 }), standing({ periodUs }), LIMITS);
    expect(verdictOf(changes)).toBe(verdict);
  });

  it("calls a weaker proof of the same plan worse, and says so", () => {
    const changes = compareStandings(standing({ gap: 0.001 }), standing({ gap: 0.02 }), LIMITS);
    expect(verdictOf(changes)).toBe("worse");
    expect(changes.find(({ verdict }) => verdict === "worse")?.text).toBe(
      "gap to the bound 0.10% -> 2.00%",
    );
  });

  it("says nothing of a wider gap to a bound of another plan: its period is judged", () => {
    const verdictAt = (periodUs: number, gap: number | null) =>
      verdictOf(
        compareStandings(
          standing({ periodUs: 1000, gap: 0.001 }),
          standing({ periodUs, gap }),
          LIMITS,
        ),
      );
    expect([960, 1000, 1030].map((periodUs) => verdictAt(periodUs, 0.02))).toEqual([
      "better",
      "worse",
      "worse",
    ]);
    expect(verdictAt(960, null)).toBe("ambiguous");
  });

  it.each([
    [10_000, 10_400, "better"],
    [10_000, 10_030, "same"],
    [10_000, 9_900, "ambiguous"],
    [10_000, 9_600, "worse"],
  ])(
    "compares plans of two dense batches by tokens/s: %d to %d is %s",
    (before, after, verdict) => {
      const base = standing({ tokensPerSecondPerGpu: before, periodUs: 1000 });
      const head = standing({ tokensPerSecondPerGpu: after, periodUs: 1200 });
      const denseBatchTokens = 2 * base.workload.denseBatchTokens;
      const larger = { ...head, workload: { ...head.workload, denseBatchTokens } };
      const changes = compareStandings(base, larger, LIMITS);
      expect(verdictOf(changes)).toBe(verdict);
      expect(changes[0]?.text).toMatch(
        /^predicted tokens\/s per GPU 10,000 -> .*, dense batch \d+ -> /,
      );
    },
  );

  it("calls a plan worse whose search ended before it had a bound", () => {
    const [proven, unproven] = [0.001, null].map((gap) => standing({ gap })) as [
      Standing,
      Standing,
    ];
    const changes = compareStandings(proven, unproven, LIMITS);
    expect(verdictOf(changes)).toBe("worse");
    expect(changes[1]?.text).toBe("gap to the bound 0.10% -> none proven");
    expect(verdictOf(compareStandings(unproven, proven, LIMITS))).toBe("better");
    expect(verdictOf(compareStandings(unproven, unproven, LIMITS))).toBe("same");
  });

  it("compares measurements where both have one, within their own spread", () => {
    const of = (head: number) =>
      verdictOf(compareStandings(standing({}, 1000), standing({}, head), LIMITS));
    expect([of(1000), of(1008), of(1030), of(950)]).toEqual([
      "same",
      "ambiguous",
      "worse",
      "better",
    ]);
    expect(compareStandings(standing({}, 1000), standing({}), LIMITS)).toHaveLength(2);
  });

  it("never calls a plan worse than itself", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e5, noNaN: true }), (periodUs) => {
        const plan = standing({ periodUs }, periodUs);
        expect(verdictOf(compareStandings(plan, plan, LIMITS))).toBe("same");
      }),
    );
  });
});
