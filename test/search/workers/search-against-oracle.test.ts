import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { bestStart } from "../../../src/search/schedule/start-heuristics.ts";
import { loadLpSolver } from "../../../src/search/solver/load-solver.ts";
import type { LpSolver } from "../../../src/search/solver/lp-solver.ts";
import { rootBoundUs, solveStructure } from "../../../src/search/workers/solve-structure.ts";
import { longGuestProblem, randomProblem, threePartProblem } from "../../support/random-problem.ts";
import { leastPeriodUs } from "../../support/search-oracle.ts";

const AGREEMENT = 1e-6;
/** As far as the comparison sees: schedules that are all but alike take thousands of nodes to tell apart. */
const EXACT = {
  method: "branch",
  nodeLimit: 100_000,
  tolerance: AGREEMENT / 2,
  cutoffUs: Number.POSITIVE_INFINITY,
} as const;

/** One problem of three parts in a hundred takes minutes; fixed ones bound the time of this test. */
const THREE_PARTS_SEED = 2408;

describe.each([
  ["highs", "one or two parts", randomProblem, 15],
  ["glpk", "one or two parts", randomProblem, 3],
  ["highs", "three parts", threePartProblem, 3],
  ["highs", "a long guest beside a chain", longGuestProblem, 5],
] as const)("the search with %s on small random structures of %s", (name, _, problems, numRuns) => {
  let solver: LpSolver;
  beforeAll(async () => {
    solver = await loadLpSolver(name);
  });

  it("finds the period of brute force, and its bounds never exceed it", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const leastUs = leastPeriodUs(problem);
        const start = bestStart(problem);
        const rootUs = rootBoundUs(problem, solver, start.evaluation.periodUs);
        const result = solveStructure(problem, solver, start, EXACT);
        expect(rootUs).toBeLessThanOrEqual(leastUs * (1 + AGREEMENT));
        expect(result.lowerBoundUs).toBeLessThanOrEqual(leastUs * (1 + AGREEMENT));
        expect(result.complete).toBe(true);
        expect(Math.abs(result.evaluation.periodUs / leastUs - 1)).toBeLessThan(AGREEMENT);
      }),
      { numRuns, ...(problems === threePartProblem && { seed: THREE_PARTS_SEED }) },
    );
  });
});
