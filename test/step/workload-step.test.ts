import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { lowerPlan } from "../../src/program/lower.ts";
import { SCRAP_PAGE } from "../../src/step/step.ts";
import { workloadSteps } from "../../src/step/workload-step.ts";
import { planFixture } from "../support/plan-fixture.ts";

const PAGE_TOKENS = 16;
const plan = planFixture({ shape: { headSize: 64 } });
const programs = [plan, planFixture({ kind: "sequential", shape: { headSize: 64 } })].map((each) =>
  lowerPlan(each, 2),
);

describe("the step of a workload", () => {
  it("has the workload's tokens and contexts in every program", () => {
    const { decodeTokens, decodeContext, prefillTokens } = plan.workload;
    const { steps } = workloadSteps(plan, programs, PAGE_TOKENS);
    for (const { sequences } of steps) {
      const decoding = sequences.filter(({ kind, id }) => kind === "decode" && id !== null);
      const prompts = sequences.filter(({ kind, id }) => kind === "prefill" && id !== null);
      expect(decoding).toHaveLength(decodeTokens);
      const read = decoding.reduce((sum, { cachedTokens }) => sum + cachedTokens + 1, 0);
      expect(read / decodeTokens).toBeCloseTo(decodeContext, 1);
      expect(prompts.reduce((sum, { newTokens }) => sum + newTokens, 0)).toBe(prefillTokens);
    }
  });

  it("gives each page of the cache to one sequence, whatever the contexts", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 700, noNaN: true }),
        fc.double({ min: 0, max: 700, noNaN: true }),
        (decodeContext, prefillContext) => {
          const workload = { ...plan.workload, decodeContext, prefillContext };
          const { steps, kvPages } = workloadSteps({ ...plan, workload }, programs, PAGE_TOKENS);
          const pages = steps[0]?.sequences.flatMap(({ pages }) => pages) ?? [];
          expect(new Set(pages).size).toBe(pages.length);
          expect(pages).not.toContain(SCRAP_PAGE);
          expect(pages).toHaveLength(kvPages - 1);
          expect(Math.max(...pages)).toBeLessThan(kvPages);
        },
      ),
      { numRuns: 20 },
    );
  });
});
