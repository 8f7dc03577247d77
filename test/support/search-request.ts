import type { Norms } from "../../src/ir/fused-norms.ts";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { stepOperations } from "../../src/ir/step-operations.ts";
import { type PrecisionOptions, withPrecision } from "../../src/model/precision.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import type { SearchRequest } from "../../src/search/space/search-request.ts";
import { DEFAULT_SPACE, type SearchSpace } from "../../src/search/space/space.ts";
import { kernelsOf, type SyntheticOverrides, syntheticProfile } from "./synthetic-profile.ts";

/** Sizes of the group, in SMs: enough for a choice of splits. */
const FEW_GROUPS = [72, 88, 104, 120];

/** One nano-batch, or two alike: where overlap gains, it does so here. */
const SMALL_SPACE: SearchSpace = {
  ...DEFAULT_SPACE,
  splits: "aligned",
  distributions: ["proportional"],
  cutTokens: 256,
};

/**
 * A search of a built-in model on a profile by formula: 512 tokens, three in eight of them
 * decoding. Its space and its limit are small, so that it takes a second.
 */
export function searchRequest(
  modelId: string,
  tensorParallel: number,
  overrides: Partial<SyntheticOverrides> = {},
  norms?: Norms,
  precision: PrecisionOptions = {},
): SearchRequest {
  const model = withPrecision(resolveModel(modelId), precision);
  const batch = {
    tokens: 512,
    decodeTokens: 192,
    prefillTokens: 320,
    decodeContext: 1280,
    prefillContext: 512,
    limitedBy: "explicit" as const,
  };
  const graph = buildLayerGraph(model.shape, tensorParallel, batch, norms);
  const kernels = kernelsOf(graph, stepOperations(model.shape, tensorParallel, norms));
  const profile = syntheticProfile({
    ...{ kernels, modelId, tensorParallel, groups: FEW_GROUPS },
    ...overrides,
  });
  return {
    model,
    tensorParallel,
    ...(norms !== undefined && { norms }),
    batches: [batch],
    space: SMALL_SPACE,
    workloadName: "test",
    profile: { profile, path: "synthetic.json", sha256: "0".repeat(64) },
    profileName: "synthetic.json",
    solver: "highs",
    method: "branch",
    nodeLimit: 5,
    tolerance: 0.0025,
    // Another would load the modules again, which takes as long as it saves.
    threads: 1,
    command: "test",
  };
}
