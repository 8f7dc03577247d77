import { beforeAll, describe, expect, it } from "@jest/globals";
import type { SearchProblem } from "../../src/search/problem.ts";
import { type LpSolver, loadLpSolver } from "../../src/search/solver/lp-solver.ts";
import { referenceProblem } from "../support/reference-problem.ts";
import { solveFromSequential, WAYS_TO_SOLVE } from "../support/ways-to-solve.ts";

const LIMITS = { nodeLimit: 20_000, tolerance: 1e-6 };

/** Two nano-batches of compute and memory work unless the case says otherwise. */
const CASES: readonly [behaviour: string, problem: SearchProblem, leastUs: number][] = [
  [
    // While one part computes the other reads: 100 of each, twice.
    "overlaps all when company costs nothing",
    referenceProblem(
      [
        { lane: "compute", wholeUs: 100, sideUs: 100 },
        { lane: "memory", wholeUs: 100, sideUs: 100 },
      ],
      { parts: 2, slowdown: 1 },
    ),
    200,
  ],
  [
    // Company at twice the time is company for nothing, and a side alone is slower.
    "overlaps nothing when company costs as much as it saves",
    referenceProblem(
      [
        { lane: "compute", wholeUs: 100, sideUs: 110 },
        { lane: "memory", wholeUs: 60, sideUs: 66 },
      ],
      { parts: 2, slowdown: 2 },
    ),
    320,
  ],
  [
    "overlaps nothing when no pair was measured",
    referenceProblem(
      [
        { lane: "compute", wholeUs: 100 },
        { lane: "memory", wholeUs: 60 },
      ],
      { parts: 2, slowdown: 1 },
    ),
    320,
  ],
  [
    // All of memory and network hides under the compute of the other part.
    "comes down to the compute work where that dominates",
    referenceProblem(
      [
        { lane: "compute", wholeUs: 100, sideUs: 100 },
        { lane: "memory", wholeUs: 10, sideUs: 10 },
        { lane: "network", wholeUs: 5, sideUs: 5 },
      ],
      { parts: 2, slowdown: 1 },
    ),
    200,
  ],
  [
    "comes down to the memory work where that dominates",
    referenceProblem(
      [
        { lane: "compute", wholeUs: 20, sideUs: 20 },
        { lane: "memory", wholeUs: 150, sideUs: 150 },
      ],
      { parts: 2, slowdown: 1 },
    ),
    300,
  ],
  [
    // Any order, either mode: everything takes 50.
    "proves the optimum among many schedules that attain it",
    referenceProblem(
      [
        { lane: "compute", wholeUs: 50, sideUs: 50 },
        { lane: "memory", wholeUs: 50, sideUs: 50 },
        { lane: "compute", wholeUs: 50, sideUs: 50 },
        { lane: "memory", wholeUs: 50, sideUs: 50 },
      ],
      { parts: 2, slowdown: 1 },
    ),
    200,
  ],
  [
    // The four units of a single chain wait for each other.
    "runs a single nano-batch in sequence",
    referenceProblem(
      [
        { lane: "compute", wholeUs: 30, sideUs: 30 },
        { lane: "memory", wholeUs: 40, sideUs: 40 },
        { lane: "compute", wholeUs: 30, sideUs: 30 },
        { lane: "network", wholeUs: 40, sideUs: 40 },
      ],
      { parts: 1, slowdown: 1 },
    ),
    140,
  ],
];

describe.each(WAYS_TO_SOLVE)("%s with %s", (method, solverName) => {
  let solver: LpSolver;
  beforeAll(async () => {
    solver = await loadLpSolver(solverName);
  });

  it.each(CASES)("%s", (_, problem, leastUs) => {
    const found = solveFromSequential(problem, solver, method, LIMITS);
    expect(found.complete).toBe(true);
    expect(found.evaluation.periodUs / leastUs).toBeCloseTo(1, 5);
    expect(found.lowerBoundUs / leastUs).toBeCloseTo(1, 5);
  });
});
