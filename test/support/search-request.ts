import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { stepOperations } from "../../src/ir/step-operations.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import type { SearchRequest } from "../../src/search/space/search-request.ts";
import { DEFAULT_SPACE } from "../../src/search/space/space.ts";
import { kernelsOf, type SyntheticOverrides, syntheticProfile } from "./synthetic-profile.ts";

/** Sizes of the group, in SMs: enough for a choice of splits. */
const FEW_GROUPS = [72, 88, 104, 120];

/** A search of a built-in model on a profile by formula: 512 tokens, a third of them decoding. */
export function searchRequest(
  modelId: string,
  tensorParallel: number,
  overrides: Partial<SyntheticOverrides> = {},
): SearchRequest {
  const model = resolveModel(modelId);
  const batch = {
    tokens: 512,
    decodeTokens: 192,
    prefillTokens: 320,
    decodeContext: 1280,
    prefillContext: 512,
    limitedBy: "explicit" as const,
  };
  const graph = buildLayerGraph(model.shape, tensorParallel, batch);
  const kernels = kernelsOf(graph, stepOperations(model.shape, tensorParallel));
  const profile = syntheticProfile({
    ...{ kernels, modelId, tensorParallel, groups: FEW_GROUPS },
    ...overrides,
  });
  return {
    model,
    tensorParallel,
    batches: [batch],
    space: DEFAULT_SPACE,
    workloadName: "test",
    profile: { profile, path: "synthetic.json", sha256: "0".repeat(64) },
    profileName: "synthetic.json",
    solver: "highs",
    method: "branch",
    nodeLimit: 200,
    tolerance: 0.0025,
    // Another would load the modules again, which takes as long as it saves.
    threads: 1,
    command: "test",
  };
}
