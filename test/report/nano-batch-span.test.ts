import { describe, expect, it } from "@jest/globals";
import { chartName, spanOf, spansOf, spanText } from "../../src/report/nano-batch-span.ts";
import { coarsePlan } from "../support/coarse-plan.ts";
import { planFixture } from "../support/plan-fixture.ts";
import { shippedPlans } from "../support/shipped-plans.ts";

describe("the nano-batches of a nano-operation", () => {
  it("are one where the operation is cut like the batch", () => {
    const plan = planFixture();
    expect(spansOf(plan).map(spanText)).toEqual(["nano-batch 0", "nano-batch 1"]);
    expect(plan.nanoOperations.map((each) => chartName(plan, each))).toEqual(
      plan.nanoOperations.map(({ id }) => id),
    );
  });

  it("are named one by one where it covers some, and as the whole batch where it covers all", () => {
    const plan = coarsePlan();
    expect(spansOf(plan).map(spanText)).toEqual([
      "nano-batches 0 and 1",
      "nano-batches 2 and 3",
      "whole batch",
    ]);
    const nameOf = (id: string) =>
      plan.nanoOperations.filter((each) => each.id === id).map((each) => chartName(plan, each));
    expect(nameOf("o_proj.0")).toEqual(["o_proj"]);
    expect(nameOf("o_proj.1")).toEqual(["o_proj.2+3"]);
  });

  it("are the whole batch in a plan of one", () => {
    const plan = planFixture({ kind: "sequential" });
    expect(spansOf(plan).map(spanText)).toEqual(["whole batch"]);
  });

  it.each(shippedPlans())("hold all of its tokens and no others: %s", (_, plan) => {
    for (const each of plan.nanoOperations) {
      const own = plan.nanoBatches.filter(({ id }) => spanOf(plan, each).nanoBatches.includes(id));
      expect([own[0]?.tokens[0], own.at(-1)?.tokens[1]]).toEqual(each.tokens);
    }
  });
});
