import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Lane } from "../../src/ir/op-graph.ts";
import { loadLpSolver } from "../../src/search/solver/load-solver.ts";
import type { LpSolver } from "../../src/search/solver/lp-solver.ts";
import { type ReferenceUnit, referenceProblem } from "../support/reference-problem.ts";
import { solveFromSequential, WAYS_TO_SOLVE } from "../support/ways-to-solve.ts";

const LIMITS = { nodeLimit: 20_000, tolerance: 1e-6 };
const LANES: Readonly<Record<string, Lane>> = { C: "compute", M: "memory", N: "network" };

/**
 * A case a line. `chain` names the lane of each unit and its µs on the whole GPU; `side` is how
 * many times that a unit takes on its side of the split, where it can run there; `slowdown` is what
 * co-running costs both.
 */
const CASES: readonly [
  behaviour: string,
  chain: string,
  setting: { parts: number; side?: number; slowdown: number },
  optimumUs: number,
][] = [
  // While one part computes the other reads: 100 of each, twice.
  ["overlaps all when co-running is free", "C100 M100", { parts: 2, side: 1, slowdown: 1 }, 200],
  // Co-running at twice the time gains nothing, and a side alone is slower.
  ["overlaps nothing that does not gain", "C100 M60", { parts: 2, side: 1.1, slowdown: 2 }, 320],
  ["overlaps nothing that was not measured", "C100 M60", { parts: 2, slowdown: 1 }, 320],
  // All of memory and network hides under the compute of the other part.
  ["comes down to dominant compute", "C100 M10 N5", { parts: 2, side: 1, slowdown: 1 }, 200],
  ["comes down to dominant memory", "C20 M150", { parts: 2, side: 1, slowdown: 1 }, 300],
  // Any order, either mode: everything takes 50.
  ["proves one optimum of many", "C50 M50 C50 M50", { parts: 2, side: 1, slowdown: 1 }, 200],
  // The four units of a single chain wait for each other.
  ["runs one nano-batch in sequence", "C30 M40 C30 N40", { parts: 1, side: 1, slowdown: 1 }, 140],
];

const chainOf = (chain: string, side: number | undefined) =>
  chain.split(" ").map((unit): ReferenceUnit => {
    const wholeUs = Number(unit.slice(1));
    const lane = LANES[unit.charAt(0)] as Lane;
    return { lane, wholeUs, ...(side !== undefined && { sideUs: side * wholeUs }) };
  });

describe.each(WAYS_TO_SOLVE)("%s with %s", (method, solverName) => {
  let solver: LpSolver;
  beforeAll(async () => {
    solver = await loadLpSolver(solverName);
  });

  it.each(CASES)("%s: %s", (_, chain, { side, ...setting }, optimumUs) => {
    const problem = referenceProblem(chainOf(chain, side), setting);
    const found = solveFromSequential(problem, solver, method, LIMITS);
    expect(found.complete).toBe(true);
    expect(found.evaluation.periodUs / optimumUs).toBeCloseTo(1, 5);
    expect(found.lowerBoundUs / optimumUs).toBeCloseTo(1, 5);
  });
});
