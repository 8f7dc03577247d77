/**
 * By how much plans that a search chose gained less on a GPU than the simulator says of them, in the mean
 * over models: a search takes the best of thousands by a model with errors, and so the one whose error
 * flatters it most (Smith and Winkler, The Optimizer's Curse, Management Science 2006). From the ledger
 * of runs (docs/accuracy.md), whose check fails when this is no longer so.
 */
export const WINNERS_EXCESS = 0.0117;

/**
 * What to expect of a plan on a GPU.
 *
 * @param speedup over the sequential plan by the simulator, for all layers of the model
 */
export function promisedSpeedup(speedup: number): number {
  return speedup - WINNERS_EXCESS;
}
