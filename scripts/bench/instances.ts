/** What the benchmarks of the search run on: every shipped profile with the model that it was measured for. */

import { shippedSessions } from "../../src/profile/shipped.ts";
import { type Setup, setUp } from "../../src/setup/setup.ts";

/** Set-ups of all shipped profiles, each with its own model. */
export function profiledSetups(workload: string): Promise<Setup[]> {
  const setups = shippedSessions().map(({ gpuId, modelId, tensorParallel }) =>
    setUp({ model: modelId, gpu: gpuId, tp: tensorParallel, workload }),
  );
  return Promise.all(setups);
}
