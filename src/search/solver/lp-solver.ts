import type { LinearProgram } from "./linear-program.ts";
import type { MipOutcome, MixedIntegerProgram } from "./mixed-integer-program.ts";

export interface LpSolution {
  objective: number;
  values: Float64Array;
  /** Dual value of each row: what the objective rises by per unit of its bound. */
  rowPrices: Float64Array;
}

/** A linear program that lives through many solves with other column bounds. */
export interface LpModel {
  setUpper(column: number, upper: number): void;
  /**
   * @returns undefined when the bounds leave no solution
   * @throws PlannerError `E_INTERNAL` when the solver ends in any other state than these two
   */
  solve(): LpSolution | undefined;
  dispose(): void;
}

export type SolverName = "highs" | "glpk";

/** One interface to the linear-programming libraries. */
export interface LpSolver {
  name: SolverName;
  load(program: LinearProgram): LpModel;
  /**
   * Solves a mixed-integer program that has a solution.
   *
   * @param nodeLimit nodes of the tree; a library that cannot count them gets time instead
   */
  solveInteger(program: MixedIntegerProgram, nodeLimit: number): MipOutcome;
}
