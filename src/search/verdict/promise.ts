import type { Profile } from "../../generated/profile.ts";

/**
 * By how much plans that a search chose gained less on a GPU than the simulator says of them, in the mean
 * over models: a search takes the best of thousands by a model with errors, and so the one whose error
 * flatters it most (Smith and Winkler, The Optimizer's Curse, Management Science 2006). From the ledger
 * of runs (docs/accuracy.md), whose check fails when this is no longer so.
 */
export const WINNERS_EXCESS = 0.0117;

/** What is not measured promises nothing on a GPU, so that nothing can fall short of it. */
export function winnersExcess(source: Profile["source"]): number {
  return source === "measured" ? WINNERS_EXCESS : 0;
}

/**
 * What to expect on a GPU of a plan that was made from measurements.
 *
 * @param speedup over the sequential plan by the simulator, for all layers of the model
 */
export function promisedSpeedup(speedup: number): number {
  return speedup - WINNERS_EXCESS;
}
