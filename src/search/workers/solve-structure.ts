import { ClockedLp } from "../bound/clocked-lp.ts";
import { solveByIlp } from "../ilp/solve-by-ilp.ts";
import { closureOf, overlapOf } from "../problem/order.ts";
import type { SearchProblem } from "../problem/problem.ts";
import { byPeriod, type Candidate } from "../schedule/candidate.ts";
import { SEED } from "../schedule/improve.ts";
import { polished } from "../schedule/start-heuristics.ts";
import type { LpSolver } from "../solver/lp-solver.ts";
import type { SearchMethod } from "../space/search-request.ts";
import { type BranchOptions, branchAndPrice } from "../tree/branch.ts";

/** Searches a structure until its certificate is within the tolerance or its nodes are spent. */
export function solveStructure(
  problem: SearchProblem,
  solver: LpSolver,
  start: Candidate,
  options: {
    method: SearchMethod;
    nodeLimit: number;
    tolerance: number;
    /** Period to beat, µs: nodes that cannot are closed. */
    cutoffUs: number;
    /** Simulations spent on the start before it is branched on. */
    polish?: number;
  } & Omit<BranchOptions, "nodeLimit" | "tolerance" | "cutoffUs">,
) {
  const evaluations = options.polish ?? 0;
  const better = evaluations > 0 ? polished(problem, start, evaluations, SEED + 1) : [];
  const [best = start] = [start, ...better].sort(byPeriod);
  if (options.method === "ilp") return solveByIlp(problem, solver, best, options);
  const root = closureOf(problem);
  return branchAndPrice(problem, solver, root, best, options);
}

/**
 * Bound of the root. The LP's clock is the one whose energy bound is the target, or boost: what
 * is slower than that has a longer LP, and what is faster needs more energy than the target.
 */
export function rootBoundUs(problem: SearchProblem, solver: LpSolver, targetUs: number): number {
  const allowed = new Uint8Array(problem.modes.length).fill(1);
  const lp = new ClockedLp(problem, solver, allowed);
  try {
    const overlap = overlapOf(problem.units.length, closureOf(problem));
    return lp.solve({ allowed, overlap }, targetUs)?.boundUs ?? targetUs;
  } finally {
    lp.dispose();
  }
}
