import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { evenSample } from "../../src/gate/sample.ts";

describe("a sample of plans", () => {
  it("takes one of each folder when all have as many", () => {
    const plans = ["a/1", "a/2", "a/3", "b/1", "b/2", "b/3", "c/1", "c/2", "c/3"];
    expect(evenSample(plans, 3)).toEqual(["a/2", "b/2", "c/2"]);
  });

  it("has so many different plans in their order, or all that there are", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 60 }), (length, count) => {
        const plans = [...Array(length).keys()];
        const sample = evenSample(plans, count);
        expect(sample).toHaveLength(Math.min(length, count));
        expect(sample).toEqual(plans.filter((plan) => sample.includes(plan)));
      }),
    );
  });
});
