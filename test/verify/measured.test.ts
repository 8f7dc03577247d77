import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../src/generated/plan.ts";
import { verifyPlan } from "../../src/verify/verify.ts";
import { mutated, planFixture, profileFixture } from "../support/plan-fixture.ts";

const PLAN = planFixture({});

type Measured = NonNullable<Plan["measured"]>;
type Sequential = NonNullable<Measured["sequential"]>;

function findingsOf(sequential: Partial<Sequential>, stepUs = 300, more: Partial<Measured> = {}) {
  const { plan, document } = mutated(PLAN, (copy) => {
    copy.measured = {
      periodUs: 100,
      spread: 0.01,
      samples: 9,
      layers: 2,
      stepUs,
      clockMhz: null,
      powerW: null,
      gpu: "NVIDIA H200",
      driverVersion: "580",
      cublasLtVersion: "13",
      measuredAt: "2026-11-29T02:01:59Z",
      command: "nanoflow-plan run plan.yaml --layers 2 --compare",
      sequential: { periodUs: 105, speedup: 1.05, verdict: "faster", ...sequential },
      ...more,
    };
  });
  const { profile, ...file } = profileFixture(PLAN);
  const power = { capW: 700, idleW: 100 };
  return verifyPlan(document, plan, { ...file, profile: { ...profile, power } });
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

  it("is noted where the clock is far below the one predicted, which may be the card's fault", () => {
    const { clockMhz } = PLAN.predicted;
    expect(findingsOf({}, 300, { clockMhz: 0.85 * clockMhz })).toEqual([]);
    expect(findingsOf({}, 300, { clockMhz: 0.5 * clockMhz })).toMatchObject([
      { severity: "note", message: expect.stringMatching(/far below the 1,?755 MHz predicted/) },
    ]);
  });

  it.each(["driverVersion", "cublasLtVersion"])("names its %s", (key) => {
    expect(() => findingsOf({}, 300, { [key]: " " })).toThrow(key);
  });

  it("is accepted at the boost clock, a little above the power cap, by a clock of hours ahead", () => {
    const measuredAt = new Date(Date.now() + 12 * 3_600_000).toISOString();
    expect(findingsOf({}, 300, { clockMhz: 1980, powerW: 730, measuredAt })).toEqual([]);
  });

  it.each<[Partial<Measured>, message: string]>([
    [{ gpu: "another" }, "measured on another, but the profile is of NVIDIA H200"],
    [{ clockMhz: 2100 }, "the measured clock is 2100 MHz, above the boost clock of 1980 MHz"],
    [{ powerW: 750 }, "the measured power is 750 W, above the cap of 700 W"],
    [
      { measuredAt: "2999-01-01T00:00:00Z" },
      "measured at 2999-01-01T00:00:00Z, which is in the future",
    ],
    [
      { measuredAt: "2026-02-30T00:00:00Z" },
      'measured at "2026-02-30T00:00:00Z", which is no date',
    ],
    [
      { measuredAt: "2026-11-29T24:10:00Z" },
      'measured at "2026-11-29T24:10:00Z", which is no date',
    ],
    [
      { measuredAt: "2026-11-29T02:00:00+99:00" },
      'measured at "2026-11-29T02:00:00+99:00", which is no date',
    ],
    [{ measuredAt: "Nov 29, 2026 Z" }, 'measured at "Nov 29, 2026 Z", which is no date'],
    [{ samples: 1 }, "one sample has no spread, but it is 0.01"],
    [
      {
        command: "nanoflow-plan run plans/llama-2-7b-tp1-1024-512.plan.yaml --layers 2 --compare",
      },
      "the command that measured ran a plan of llama-2-7b, and this is one of tiny",
    ],
    [{ measuredAt: "soon" }, 'measured at "soon", which is no date'],
    [
      { measuredAt: "2026-01-01T00:00:00" },
      'measured at "2026-01-01T00:00:00", which says no time zone',
    ],
    [{ powerW: 90 }, "the measured power is 90 W, no more than the 100 W of an idle GPU"],
    [
      { command: "nanoflow-plan run plan.yaml --layers 3 --compare" },
      "the command that measured runs 3 layers, but 2 were measured",
    ],
    [
      { command: "nanoflow-plan run plan.yaml --compare" },
      "the command that measured runs 4 layers, but 2 were measured",
    ],
    [
      { command: "nanoflow-plan run plan.yaml --layers 2" },
      "the command that measured has no --compare, but the sequential plan was measured",
    ],
    [
      { layers: 5, stepUs: 600, command: "nanoflow-plan run --layers 5 --compare" },
      "5 layers were measured, but the model has 4",
    ],
    [{ stepUs: 20_000 }, "a measured step takes 20000 µs, much more than its 2 layers of 100 µs"],
  ])("is refused where the GPU cannot have said it: %j", (more, message) => {
    const findings = findingsOf({}, 300, more);
    expect(findings).toMatchObject([{ severity: "error", code: "numbers", message }]);
    expect(findings[0]?.position.line).toBeGreaterThan(1);
  });

  it("says so where the command names another file: it may have been renamed", () => {
    const command = "nanoflow-plan run other.plan.yaml --layers 2 --compare";
    expect(findingsOf({}, 300, { command })).toMatchObject([
      { severity: "note", message: expect.stringContaining("ran other: was this file called so?") },
    ]);
  });
});
