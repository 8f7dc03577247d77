import type { LpSolver, SolverName } from "./lp-solver.ts";

/**
 * Loads a solver once per thread.
 *
 * @throws PlannerError `E_USAGE` when the optional GLPK package is not installed
 */
export async function loadLpSolver(name: SolverName): Promise<LpSolver> {
  if (name === "glpk") return (await import("./glpk.ts")).loadGlpk();
  return (await import("./highs.ts")).loadHighsSolver();
}
