import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { buildLayerGraph } from "../../src/ir/layer-graph.ts";
import { CostTable } from "../../src/profile/cost-table.ts";
import { PriceBound } from "../../src/search/price-bound.ts";
import { type LpSolver, loadLpSolver } from "../../src/search/solver/lp-solver.ts";
import { DEFAULT_SPACE, structuresOf } from "../../src/search/space.ts";
import { TaskRunner } from "../../src/search/task-runner.ts";
import type { SolveResult } from "../../src/search/tasks.ts";
import { searchRequest } from "../support/search-request.ts";

const WIDEST = { ...DEFAULT_SPACE, parts: 3, splits: "per-operation" } as const;

describe.each([
  ["llama-3-8b", 1, 700],
  ["llama-3-8b", 1, null],
  ["mixtral-8x7b", 2, null],
] as const)("prices for %s on %i GPUs with a cap of %p W", (modelId, tensorParallel, capW) => {
  const { model, batches, profile } = searchRequest(modelId, tensorParallel, { capW });
  const [batch] = batches;
  const costs = new CostTable(profile.profile);
  const structures = structuresOf(WIDEST, batches);
  let solver: LpSolver;
  beforeAll(async () => {
    solver = await loadLpSolver("highs");
  });

  it("bound every schedule from below", () => {
    const runner = new TaskRunner(model.shape, tensorParallel, costs, solver, "branch", () => {});
    const prices = new PriceBound(costs);
    const graph = buildLayerGraph(model.shape, tensorParallel, batch);
    fc.assert(
      fc.property(fc.constantFrom(...structures), (structure) => {
        const found = runner.run({
          kind: "solve",
          structure,
          nodeLimit: 1,
          tolerance: 0,
          cutoffUs: Number.POSITIVE_INFINITY,
          thorough: false,
        }) as SolveResult;
        const { periodUs } = found.evaluation;
        const boundUs = prices.boundUs(graph, structure, periodUs);
        expect(boundUs).toBeLessThanOrEqual(periodUs * (1 + 1e-6));
        expect(boundUs).toBeGreaterThan(0.5 * periodUs);
        expect(found.boundUs).toBeLessThanOrEqual(periodUs * (1 + 1e-6));
      }),
      { numRuns: 12 },
    );
  });
});
