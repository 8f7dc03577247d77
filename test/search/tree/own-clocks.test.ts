import { beforeAll, describe, expect, it } from "@jest/globals";
import type { SearchProblem } from "../../../src/search/problem/problem.ts";
import { sequentialSchedule } from "../../../src/search/schedule/sequential.ts";
import { loadLpSolver } from "../../../src/search/solver/load-solver.ts";
import type { LpSolver } from "../../../src/search/solver/lp-solver.ts";
import { solveStructure } from "../../../src/search/workers/solve-structure.ts";
import { BEST_US, cappedProblem } from "./capped-problem.ts";

describe("nodes with LPs at clocks of their own", () => {
  let solver: LpSolver;
  let problem: SearchProblem;
  beforeAll(async () => {
    [solver, problem] = await Promise.all([loadLpSolver("highs"), cappedProblem()]);
  });

  it("close a tree that stays open without them, and prove no more than there is", () => {
    const solve = (ownClocks: boolean) =>
      solveStructure(problem, solver, sequentialSchedule(problem), {
        ...{ method: "branch", nodeLimit: 60, tolerance: 0.019, cutoffUs: BEST_US },
        ownClocks,
      });
    const [own, shared] = [solve(true), solve(false)];
    expect([own.complete, shared.complete]).toEqual([true, false]);
    expect(own.lowerBoundUs).toBeGreaterThan(shared.lowerBoundUs);
    expect(own.lowerBoundUs).toBeLessThanOrEqual(Math.min(own.evaluation.periodUs, BEST_US));
  });
});
