import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../src/generated/plan.ts";
import { type GainTrust, searchVerdict } from "../../src/report/search-verdict.ts";
import { planFixture } from "../support/plan-fixture.ts";

const TRUST: GainTrust = { gain: 0.062, leastGain: 0.0199, asked: false, keptApart: 0 };

/** A plan with other figures of its prediction. */
function planWith(kind: Plan["kind"], figures: Partial<Plan["predicted"]> = {}): Plan {
  const plan = planFixture();
  return { ...plan, kind, predicted: { ...plan.predicted, ...figures } };
}

describe("the verdict of a search", () => {
  it("says that overlap pays, by how much, how sure that is, and what is proven", () => {
    const plan = planWith("overlapped", {
      ...{ periodUs: 100, sequentialUs: 106.2, speedup: 1.062 },
      tokensPerSecondPerGpu: 100_000,
    });
    expect(searchVerdict(plan, TRUST)).toEqual([
      "Overlap pays: 100.0 µs per layer, 100,000 tokens/s per GPU.",
      "1.062x as fast as the best sequential plan, which takes 106.2 µs. The prediction of the gain may be wrong by 1.99%.",
      "Proven: no plan in the space searched is more than 2.04% faster by this profile.",
    ]);
  });

  it("tells what to expect from what is predicted", () => {
    const [, gain] = searchVerdict(planWith("overlapped", { promisedSpeedup: 1.047 }), TRUST);
    expect(gain).toContain("Expect 1.047x on a GPU, since plans that searches chose fell short.");
  });

  it("promises no gain that rests on what nobody measured", () => {
    const plan = planWith("overlapped");
    const standIns = ["gemm beside all_reduce: slowdowns of other pairs"];
    const [verdict] = searchVerdict({ ...plan, profile: { ...plan.profile, standIns } }, TRUST);
    expect(verdict).toMatch(/^Overlap should pay, but not all that it rests on was measured: /);
  });

  it("says what a gain lacks that is not trusted", () => {
    const [verdict, gain] = searchVerdict(planWith("sequential"), { ...TRUST, gain: 0.005 });
    expect(verdict).toMatch(/^Overlap does not pay here\. One kernel after the other: /);
    expect(gain).toBe(
      "The best overlapped plan found gains 0.50%, but that prediction may be wrong by 1.99%.",
    );
  });

  it("says which command measures what runs apart because nobody has", () => {
    const lines = searchVerdict(planWith("sequential"), { ...TRUST, keptApart: 3 });
    expect(lines).toHaveLength(4);
    expect(lines[3]).toMatch(
      /^3 pairs of kernels run apart that nobody measured side by side\. `nanoflow-plan profile --model \S+( --tp \d)?` measures them; --min-gain 0 takes others for them\.$/,
    );
  });

  it("says what was asked for", () => {
    const asked = { gain: 0.03, leastGain: 0.05, asked: true, keptApart: 0 };
    expect(searchVerdict(planWith("sequential"), asked)[1]).toBe(
      "The best overlapped plan found gains 3.00%; more than 5.00% was asked for.",
    );
    expect(searchVerdict(planWith("overlapped"), { ...asked, gain: 0.08 })[1]).toMatch(/µs\.$/);
  });

  it.each([0, -0.02, 1e-12])("promises nothing where nothing was gained: %d", (gain) => {
    const lines = searchVerdict(planWith("sequential"), { ...TRUST, gain });
    expect(lines[1]).toBe("No overlapped plan that was found is faster.");
  });

  it("tells a cut without overlap from overlap", () => {
    const [verdict] = searchVerdict(planWith("nano-batch-only"), TRUST);
    expect(verdict).toMatch(/^Cutting the batch pays, overlap does not: /);
  });

  it("claims no proof where the search has none", () => {
    const plan = planWith("overlapped", { lowerBoundUs: null, gap: null });
    expect(searchVerdict(plan, TRUST)[2]).toBe(
      "Nothing is proven: the search ended before it had a bound.",
    );
  });
});
