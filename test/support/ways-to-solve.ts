import type { SearchProblem } from "../../src/search/problem/problem.ts";
import { sequentialSchedule } from "../../src/search/schedule/sequential.ts";
import type { LpSolver } from "../../src/search/solver/lp-solver.ts";
import { solveStructure } from "../../src/search/workers/solve-structure.ts";

/** Every method on every solver. */
export const WAYS_TO_SOLVE = [
  ["branch", "highs"],
  ["branch", "glpk"],
  ["ilp", "highs"],
  ["ilp", "glpk"],
] as const;

/** Searches a structure from its sequential schedule on, with nothing else to beat. */
export function solveFromSequential(
  problem: SearchProblem,
  solver: LpSolver,
  method: (typeof WAYS_TO_SOLVE)[number][0],
  limits: { nodeLimit: number; tolerance: number },
) {
  const start = sequentialSchedule(problem);
  return solveStructure(problem, solver, start, { method, cutoffUs: Infinity, ...limits });
}
