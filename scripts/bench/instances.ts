/** What the benchmarks of the search run on: every shipped profile with the model that it was measured for. */

import { LIBRARY } from "../../src/campaign/library/profile-library.ts";
import { shippedSessions } from "../../src/profile/shipped.ts";
import { type Setup, setUp } from "../../src/setup/setup.ts";

/** Set-ups of all shipped sessions of a model, each with it. Those of a library are of none. */
export function profiledSetups(workload: string): Promise<Setup[]> {
  const setups = shippedSessions()
    .filter(({ modelId }) => modelId !== LIBRARY)
    .map(({ gpuId, modelId, tensorParallel }) =>
      setUp({ model: modelId, gpu: gpuId, tp: tensorParallel, workload }),
    );
  return Promise.all(setups);
}
