import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { SearchProblem } from "../../../src/search/problem/problem.ts";
import { loadLpSolver } from "../../../src/search/solver/load-solver.ts";
import type { LpSolver, SolverName } from "../../../src/search/solver/lp-solver.ts";
import { disturbedBy, randomProblem } from "../../support/random-problem.ts";
import { leastPeriodUs } from "../../support/search-oracle.ts";
import { solveFromSequential, WAYS_TO_SOLVE } from "../../support/ways-to-solve.ts";

const AGREEMENT = 1e-6;
const TO_THE_END = { nodeLimit: 100_000, tolerance: AGREEMENT / 2 };

/** The random problem with as much interference as it came with, with less, and with none. */
const problems = fc
  .record({ problem: randomProblem, interference: fc.constantFrom(0, 0.3, 1) })
  .map(({ problem, interference }): SearchProblem => {
    const { slowdown } = problem;
    const less = slowdown.map((time) => (time > 0 ? 1 + interference * (time - 1) : 0));
    return disturbedBy(less, problem);
  });

describe("both methods on both solvers", () => {
  const solvers = new Map<SolverName, LpSolver>();
  beforeAll(async () => {
    for (const name of ["highs", "glpk"] as const) solvers.set(name, await loadLpSolver(name));
  });

  it("find the period of brute force and prove it", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const leastUs = leastPeriodUs(problem);
        const offBy = (timeUs: number) => Math.abs(timeUs / leastUs - 1);
        for (const [method, solverName] of WAYS_TO_SOLVE) {
          const solver = solvers.get(solverName) as LpSolver;
          const found = solveFromSequential(problem, solver, method, TO_THE_END);
          expect([method, solverName, found.complete]).toEqual([method, solverName, true]);
          expect(offBy(found.evaluation.periodUs)).toBeLessThan(AGREEMENT);
          expect(offBy(found.lowerBoundUs)).toBeLessThan(2 * AGREEMENT);
        }
      }),
      { numRuns: 60, seed: 2408 },
    );
  }, 240_000);
});
