import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../src/generated/plan.ts";
import { verifyPlan } from "../../src/verify/verify.ts";
import { mutated, planFixture, profileFixture } from "../support/plan-fixture.ts";

const PLAN = planFixture({});

type Sequential = NonNullable<NonNullable<Plan["measured"]>["sequential"]>;

function findingsOf(sequential: Partial<Sequential>, stepUs = 300) {
  const { plan, document } = mutated(PLAN, (copy) => {
    copy.measured = {
      periodUs: 100,
      spread: 0.01,
      samples: 9,
      layers: 2,
      stepUs,
      clockMhz: null,
      powerW: null,
      gpu: "A GPU",
      driverVersion: "580",
      cublasLtVersion: "13",
      measuredAt: "2026-11-29T02:01:59Z",
      command: "nanoflow-plan run plan.yaml",
      sequential: { periodUs: 105, speedup: 1.05, verdict: "faster", ...sequential },
    };
  });
  return verifyPlan(document, plan, profileFixture(PLAN));
}

describe("a recorded measurement", () => {
  it("is accepted where its numbers differ by no more than its rounds", () => {
    expect(findingsOf({ speedup: 1.065 })).toEqual([]);
  });

  it("is refused where a step is shorter than its layers", () => {
    expect(findingsOf({}, 198)).toEqual([]);
    expect(findingsOf({}, 150)).toMatchObject([
      { code: "numbers", message: expect.stringContaining("less than its 2 layers of 100 µs") },
    ]);
  });

  it.each<[Partial<Sequential>, message: RegExp]>([
    [{ speedup: 3.05 }, /is 3\.05, but the measured periods make it 1\.05/],
    [{ periodUs: 98, speedup: 0.98 }, /is faster, but the measured speedup is 0\.98/],
    [{ verdict: "slower" }, /is slower, but the measured speedup is 1\.05/],
  ])("is refused with %j", (sequential, message) => {
    expect(findingsOf(sequential)).toMatchObject([
      { severity: "error", code: "numbers", message: expect.stringMatching(message) },
    ]);
  });
});
