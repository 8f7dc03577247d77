import { CostTable } from "../../../src/cost/cost-table.ts";
import { buildLayerGraph } from "../../../src/ir/layer-graph.ts";
import { buildProblem } from "../../../src/search/problem/build-problem.ts";
import type { SearchProblem } from "../../../src/search/problem/problem.ts";
import {
  coarserCutsOf,
  nanoBatchesOf,
  type Structure,
} from "../../../src/search/space/structure.ts";
import { setUp } from "../../../src/setup/setup.ts";

const SESSION = "2026-11-29-0200-llama-3-8b-tp1";
/** Of a plan in two nano-batches, µs. */
export const BEST_US = 2012.96;

/** Four nano-batches for attention, two for the rest, where the power cap binds. */
export async function cappedProblem(): Promise<SearchProblem> {
  const options = { model: "llama-3-8b", gpu: "h200-sxm", tp: 1, sessions: SESSION };
  const { model, profile, batches } = await setUp(options);
  const batch = batches.find(({ tokens }) => tokens === 2048);
  if (batch === undefined) throw new Error("no batch of 2,048 tokens");
  const structure: Structure = {
    batch,
    cuts: [128, 384, 512],
    coarse: { fine: "attention", cuts: [512] },
    distribution: "decode-first",
  };
  const graph = buildLayerGraph(model.shape, 1, batch);
  const costs = new CostTable(profile.profile);
  return buildProblem(graph, nanoBatchesOf(structure), costs, coarserCutsOf(graph, structure));
}
