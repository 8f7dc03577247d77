import { describe, expect, it } from "@jest/globals";
import { planSummaryText } from "../../src/report/plan-summary.ts";
import { planFixture } from "../support/plan-fixture.ts";

const OPTIONS = { seconds: 1.25, width: 80 };

describe("planSummaryText", () => {
  it("states period, bound, gap, clock and certificate of a plan", () => {
    const text = planSummaryText(planFixture(), OPTIONS);
    expect(text).toMatch(/^plan +overlapped, nano-batches of 256 \+ 256 tokens$/m);
    expect(text).toMatch(/^period +[\d.]+ µs per layer$/m);
    expect(text).toMatch(/^bound +[\d.]+ µs, gap 2\.04%$/m);
    expect(text).toMatch(/^clock +1,755 MHz at 640 W$/m);
    expect(text).toMatch(/^certificate +all structures of up to two parts$/m);
    expect(text).toMatch(/^throughput +100,000 tokens\/s per GPU, 50\.0% of the optimum$/m);
    expect(text).not.toMatch(/^reason/m);
  });

  it("gives the reason for a sequential plan, and no period without overlap", () => {
    const text = planSummaryText(planFixture({ kind: "sequential" }), OPTIONS);
    expect(text).toMatch(/^reason +A fixture of a sequential plan\.$/m);
    expect(text).not.toMatch(/^nano-batch only/m);
  });

  it("keeps lines within the width", () => {
    const plan = planFixture({ kind: "sequential" });
    const text = planSummaryText({ ...plan, reason: "long words ".repeat(30) }, OPTIONS);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
