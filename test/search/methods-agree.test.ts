import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { branchAndPrice } from "../../src/search/branch.ts";
import { solveByIlp } from "../../src/search/ilp/solve-by-ilp.ts";
import { distanceClosure } from "../../src/search/order.ts";
import type { SearchProblem } from "../../src/search/problem.ts";
import { sequentialSchedule } from "../../src/search/sequential.ts";
import { type LpSolver, loadLpSolver, type SolverName } from "../../src/search/solver/lp-solver.ts";
import { randomProblem } from "../support/random-problem.ts";
import { leastPeriodUs } from "../support/search-oracle.ts";

const AGREEMENT = 1e-6;
const TO_THE_END = {
  nodeLimit: 100_000,
  tolerance: AGREEMENT / 2,
  cutoffUs: Number.POSITIVE_INFINITY,
};

/** Both methods, each from the sequential schedule on. */
const METHODS = {
  branch(problem: SearchProblem, solver: LpSolver) {
    const start = sequentialSchedule(problem);
    const root = distanceClosure(problem.units.length, problem.arcs) as Int8Array;
    return branchAndPrice(problem, solver, root, start, TO_THE_END);
  },
  ilp: (problem: SearchProblem, solver: LpSolver) =>
    solveByIlp(problem, solver, sequentialSchedule(problem), TO_THE_END),
};

/** The random problem with as much interference as it came with, with less, and with none. */
const problems = fc
  .record({ problem: randomProblem, interference: fc.constantFrom(0, 0.3, 1) })
  .map(({ problem, interference }): SearchProblem => {
    const { slowdown } = problem;
    const less = slowdown.map((time) => (time > 0 ? 1 + interference * (time - 1) : 0));
    return { ...problem, slowdown: less };
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
        for (const [solverName, solver] of solvers) {
          for (const [method, solve] of Object.entries(METHODS)) {
            const { evaluation, lowerBoundUs, complete } = solve(problem, solver);
            expect([solverName, method, complete]).toEqual([solverName, method, true]);
            expect(offBy(evaluation.periodUs)).toBeLessThan(AGREEMENT);
            expect(offBy(lowerBoundUs)).toBeLessThan(2 * AGREEMENT);
          }
        }
      }),
      { numRuns: 240, seed: 2408 },
    );
  }, 240_000);
});
