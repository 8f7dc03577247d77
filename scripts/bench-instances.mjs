/** What the benchmarks of the search run on: every built-in model that a shipped profile covers. */
import { setUp } from "../dist/cli/setup.js";
import { BUILT_IN_MODELS } from "../dist/model/catalog.js";
import { shippedProfiles } from "../dist/profile/shipped.js";

/**
 * Set-ups of all built-in models on all GPUs and parallelisms with a shipped profile that has
 * their kernels and where they fit.
 */
export function profiledSetups(workload) {
  const places = new Map();
  for (const { gpuId, tensorParallel } of shippedProfiles()) {
    places.set(`${gpuId} ${tensorParallel}`, { gpu: gpuId, tp: tensorParallel });
  }
  return [...places.values()].flatMap((place) =>
    BUILT_IN_MODELS.flatMap(({ id }) => setUpOrNothing({ model: id, ...place, workload })),
  );
}

function setUpOrNothing(options) {
  try {
    return [setUp(options)];
  } catch (error) {
    if (["E_NO_PROFILE", "E_INFEASIBLE", "E_INVALID_MODEL"].includes(error.code)) return [];
    throw error;
  }
}
