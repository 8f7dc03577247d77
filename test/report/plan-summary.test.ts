import { describe, expect, it } from "@jest/globals";
import { planDetailsText, planSummaryText } from "../../src/report/plan-summary.ts";
import { planFixture } from "../support/plan-fixture.ts";

const OPTIONS = { seconds: 1.25, width: 80 };
const longest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

describe("planSummaryText", () => {
  it("states model, GPU, workload and how the batch is cut", () => {
    const text = planSummaryText(planFixture(), 80);
    expect(text).toMatch(/^plan +overlapped, nano-batches of 256 \+ 256 tokens$/m);
    expect(text).toMatch(/^model +\S+, tensor parallel 1, \d+ layers$/m);
    expect(text).toMatch(/^workload +.* decode tokens at mean context/m);
  });
});

describe("planDetailsText", () => {
  it("states bound, gap, clock and certificate of a plan", () => {
    const plan = planFixture();
    plan.predicted.optimalFraction = 0.5;
    const text = planDetailsText(plan, OPTIONS);
    expect(text).toMatch(/^sequential +[\d.]+ µs$/m);
    expect(text).toMatch(/^bound +[\d.]+ µs, gap 2\.04%$/m);
    expect(text).toMatch(/^clock +1,755 MHz at 640 W$/m);
    expect(text).toMatch(
      /^certificate +within 2\.04% of the optimum of the space: 2 structures \(1 to 2$/m,
    );
    expect(text).toMatch(/^throughput +50\.0% of the compute optimum$/m);
    expect(text).not.toMatch(/^reason/m);
  });

  it("gives the reason for a sequential plan, and no period without overlap", () => {
    const text = planDetailsText(planFixture({ kind: "sequential" }), OPTIONS);
    expect(text).toMatch(/^reason +no overlapped plan is shorter in prediction/m);
    expect(text).not.toMatch(/^cut, no overlap/m);
  });

  it("keeps lines within the width", () => {
    const plan = planFixture({ kind: "sequential" });
    const text = planDetailsText({ ...plan, reason: "long words ".repeat(30) }, OPTIONS);
    expect(longest(text)).toBeLessThanOrEqual(80);
  });
});
