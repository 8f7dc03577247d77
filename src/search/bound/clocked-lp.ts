import { type PowerModel, stretchFor } from "../../cost/power.ts";
import type { SearchProblem } from "../problem/problem.ts";
import type { LpSolver } from "../solver/lp-solver.ts";
import { ConfigurationLp, type LpBound, type Restriction } from "./configuration-lp.ts";
import { leastPowerOf } from "./energy-classes.ts";

/** Keeps an energy bound that meets the cutoff from falling below it by a rounding error. */
const ROUNDING = 1e-8;
/** A stretch that is larger by this makes LPs longer by up to as much. */
const WORTH_RESTATING = 0.005;

/**
 * The configuration LP of some modes of a structure, stated for the clock that makes it sharpest.
 * That is the slowest clock whose energy bound still closes nodes: the slower, the longer is the
 * LP, and the lesser of the two bounds need not be more than the cutoff.
 */
export class ClockedLp {
  readonly #problem: SearchProblem;
  readonly #solver: LpSolver;
  readonly #allowed: Uint8Array;
  /** Least that any schedule in these modes takes. */
  readonly #power: PowerModel;
  #stretch = 0;
  #lp: ConfigurationLp | undefined;

  /** @param allowed 1 for each mode that restrictions may still allow */
  constructor(problem: SearchProblem, solver: LpSolver, allowed: Uint8Array) {
    this.#problem = problem;
    this.#solver = solver;
    this.#allowed = allowed;
    this.#power = leastPowerOf(problem, allowed);
  }

  /**
   * States the LP anew for a slower clock once a better schedule has lowered the cutoff enough.
   *
   * @param cutoffUs period from which on a node is closed
   * @returns undefined when the restriction leaves no schedule
   */
  solve(restriction: Restriction, cutoffUs: number): LpBound | undefined {
    return this.#statedFor(cutoffUs).solve(restriction);
  }

  /** Of the clock that it was stated for last. */
  get stretch(): number {
    return this.#stretch;
  }

  dispose(): void {
    this.#lp?.dispose();
    this.#lp = undefined;
  }

  #statedFor(cutoffUs: number): ConfigurationLp {
    const stretch = stretchFor(this.#power, cutoffUs * (1 + ROUNDING));
    if (this.#lp !== undefined && stretch < this.#stretch + WORTH_RESTATING) return this.#lp;
    this.dispose();
    this.#stretch = stretch;
    this.#lp = new ConfigurationLp(this.#problem, this.#solver, stretch, this.#allowed);
    return this.#lp;
  }
}
