import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { profileText } from "../../scripts/data/profile-text.ts";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { stepOperations } from "../../src/ir/step-operations.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { kernelsOf, type SyntheticOverrides, syntheticProfile } from "./synthetic-profile.ts";

/** Sizes that keep the file small. */
const TOKENS = [128, 256, 384, 512, 768, 1024, 1536, 2048];

/** Writes a synthetic profile of a built-in model into a folder. */
export function writeProfile(
  folder: string,
  modelId: string,
  overrides: Partial<SyntheticOverrides> = {},
): string {
  const { tensorParallel = 1 } = overrides;
  const { shape } = resolveModel(modelId);
  const graph = buildLayerGraph(shape, tensorParallel, { decodeTokens: 1, prefillTokens: 1 });
  const kernels = kernelsOf(graph, stepOperations(shape, tensorParallel));
  const profile = syntheticProfile({
    kernels,
    modelId,
    tokens: TOKENS,
    groups: [88, 104],
    ...overrides,
  });
  const path = join(folder, `${modelId}-tp${tensorParallel}.profile.json`);
  writeFileSync(path, profileText(profile));
  return path;
}
