import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../src/generated/plan.ts";
import { layerOf } from "../../src/plan/plan-graph.ts";
import { checkReason } from "../../src/verify/reason.ts";
import { mutated, planFixture } from "../support/plan-fixture.ts";

const PARTS =
  "1.87%: the spread of the measurements, 0.74%, and 1.93%, the median error of such slowdowns, over the 40% of the period that kernels run side by side, and 12.06%, that of what they take of energy there, over 3% of the layer's";
const UNSETTLED =
  ", and 0.50% of its energy, by kernels that drew more than the cap when they were measured";
const FOUND = `the best schedule found, 512+1408 decode-first, would gain 1.53% in prediction, no more than may be wrong with it, ${PARTS}`;

/** A gap of 2.04% for the plan and 0.50% for the best schedule found: that one gains 1.53%. */
function planWith(reason: string, change: (plan: Plan) => void = () => {}) {
  return mutated(planFixture({ kind: "sequential" }), (plan) => {
    plan.reason = reason;
    plan.predicted.gap = 0.0204;
    plan.search.certificate = plan.search.certificate.replace(
      /^within \S+ of the optimum of the space:/,
      "within 2.04% of the optimum of the space (the best schedule found: within 0.50%, but its gain is not trusted):",
    );
    change(plan);
  });
}

function findingsOf(reason: string, change?: (plan: Plan) => void) {
  const { plan, document } = planWith(reason, change);
  return checkReason({ plan, document, graph: layerOf(plan) });
}

const { sequentialUs } = planFixture({ kind: "sequential" }).predicted;
const BINDS = `; the power cap binds already: at this clock the energy of a layer alone takes ${sequentialUs.toFixed(1)} µs`;
const LIMITS =
  "; the power cap is what limits: at boost clock the best overlapped plan would gain 8.67%, but at the cap the energy of its layer alone takes 90.1 µs";

describe("the reason of a sequential plan", () => {
  it.each([
    FOUND,
    `${FOUND}${LIMITS}; 12 pairs of kernels that nobody measured side by side run apart`,
    FOUND.replace(PARTS, `${PARTS}${UNSETTLED}`).replace("it, 1.87%", "it, 2.37%"),
    `no overlapped plan is shorter in prediction: co-running kernels slow each other down by more than overlapping saves${BINDS}`,
    "no overlapped plan was found before the search ended early; two kernels that nobody measured side by side run apart",
    FOUND.replace(PARTS, "3.00%").replace(
      "may be wrong with it, 3.00%",
      "the 3.00% by which chosen plans fell short of their predictions on GPUs",
    ),
  ])("agrees with the plan's figures: %s", (reason) => {
    expect(findingsOf(reason)).toEqual([]);
  });

  it.each<[what: string, from: string, to: string, message: RegExp]>([
    ["a gain above the gap", "gain 1.53%", "gain 15.3%", /a gain of 15.3%/],
    ["a larger gain", "gain 1.53%", "gain 1.73%", /a gain of 1.73%, but .* make it 1.53%/],
    ["a smaller gain", "gain 1.53%", "gain 0.53%", /a gain of 0.53%, but .* make it 1.53%/],
    ["a margin below the gain", "it, 1.87%", "it, 1.37%", /1.53% are no more than 1.37%/],
    ["another margin", "it, 1.87%", "it, 6.51%", /6.51% may be wrong, but .* come to 1.87%/],
    ["another spread", "measurements, 0.74%", "measurements, 0.04%", /come to 1.17%/],
    ["another share", "the 40% of", "the 90% of", /come to 2.84%/],
    ["an error more", "layer's;", `layer's${UNSETTLED};`, /come to 2.37%/],
    ["a gain at boost that is none", "gain 8.67%", "gain 0.67%", /would not be enough there/],
  ])("is refused with %s", (_, from, to, message) => {
    const reason = `${FOUND}${LIMITS}`;
    expect(reason).toContain(from);
    const findings = findingsOf(reason.replace(from, to));
    expect(findings.map((each) => each.message).join()).toMatch(message);
    expect(findings[0]?.position.line).toBeGreaterThan(1);
  });

  it("is refused where the layer's energy takes another time than the period", () => {
    const none =
      "no overlapped plan is shorter in prediction: bounds on the kernels of every split and their energy rule it out";
    const other = BINDS.replace(/takes .*/, "takes 1.0 µs");
    expect(findingsOf(`${none}${other}`)).toMatchObject([
      { severity: "error", message: expect.stringContaining("energy of a layer takes 1.0 µs") },
    ]);
  });

  it("is refused where it asks for a gain that the command does not", () => {
    const asked = FOUND.replace(`may be wrong with it, ${PARTS}`, "the 5.00% asked for");
    const command = (option: string) => (plan: Plan) => {
      plan.provenance.command += option;
    };
    expect(findingsOf(asked, command(" --min-gain 5"))).toEqual([]);
    expect(findingsOf(asked, command(" --min-gain 4"))).toMatchObject([
      { message: "the reason says that 5.00% was asked for, but the command has 4 --min-gain" },
    ]);
  });

  it("is that nothing was searched where nothing was, and only there", () => {
    const unsearched = "the plan without overlap was asked for";
    expect(findingsOf(unsearched)).toMatchObject([{ severity: "error" }]);
    const none = (plan: Plan) => Object.assign(plan.search, { method: "none" });
    expect(findingsOf(unsearched, none)).toEqual([]);
    expect(findingsOf(FOUND, none)).toMatchObject([{ severity: "error" }]);
  });
});
