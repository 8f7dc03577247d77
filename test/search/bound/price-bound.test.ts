import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CostTable } from "../../../src/cost/cost-table.ts";
import { buildLayerGraph } from "../../../src/ir/layer-graph.ts";
import { PriceBound } from "../../../src/search/bound/price-bound.ts";
import { buildProblem } from "../../../src/search/problem/build-problem.ts";
import { sequentialPeriodUs } from "../../../src/search/schedule/sequential.ts";
import { loadLpSolver } from "../../../src/search/solver/load-solver.ts";
import type { LpSolver } from "../../../src/search/solver/lp-solver.ts";
import { DEFAULT_SPACE, structuresOf } from "../../../src/search/space/space.ts";
import {
  coarserCutsOf,
  nanoBatchesOf,
  type Structure,
} from "../../../src/search/space/structure.ts";
import { rootBoundUs } from "../../../src/search/workers/solve-structure.ts";
import { TaskRunner } from "../../../src/search/workers/task-runner.ts";
import type { SolveResult } from "../../../src/search/workers/tasks.ts";
import { setUp } from "../../../src/setup/setup.ts";
import { withCoRunEnergy } from "../../support/co-run-energy.ts";
import { searchRequest } from "../../support/search-request.ts";

const WIDEST = { ...DEFAULT_SPACE, parts: 3, splits: "per-operation" } as const;

let solver: LpSolver;
beforeAll(async () => {
  solver = await loadLpSolver("highs");
});

describe.each([
  ["llama-3-8b", 1, 700],
  ["llama-3-8b", 1, null],
  ["mixtral-8x7b", 2, null],
] as const)("prices for %s on %i GPUs with a cap of %p W", (modelId, tensorParallel, capW) => {
  const { model, batches, profile } = searchRequest(modelId, tensorParallel, { capW });
  const [batch] = batches;
  const costs = new CostTable(withCoRunEnergy(profile.profile));
  const structures = structuresOf(WIDEST, batches);

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

// Measured pairs of all kinds, attention beside collectives too.
const MEASURED = await Promise.all(
  (
    [
      ["llama-3-8b", "h200-sxm", 1],
      ["mixtral-8x7b", "h200-sxm", 2],
      ["llama-2-70b", "h200-sxm", 4],
      ["llama-2-70b", "a100-sxm", 8],
    ] as const
  ).map(
    async ([model, gpu, tp]) =>
      [model, gpu, tp, await setUp({ model, gpu, tp, workload: "1024/512" })] as const,
  ),
);

describe.each(MEASURED)("prices for %s on the measured %s, %i GPUs", (_model, _gpu, tp, setup) => {
  const costs = new CostTable(setup.profile.profile);
  const graph = buildLayerGraph(setup.model.shape, tp, setup.batch);
  const prices = new PriceBound(costs);
  const targetUs = sequentialPeriodUs(graph, setup.batch, costs);
  const boundUs = (structure: Structure) => prices.boundUs(graph, structure, targetUs);
  // With the MLP in one piece, what overlaps most is attention beside collectives.
  const structures = structuresOf({ ...WIDEST, parts: 4 }, [setup.batch]).filter(
    ({ cuts, coarse }) => cuts.length < 2 || coarse?.cuts.length === 0,
  );
  const bounds = new Map(structures.map((structure) => [structure, boundUs(structure)]));
  const tempting = structures
    .toSorted((a, b) => (bounds.get(a) as number) - (bounds.get(b) as number))
    .slice(0, 8);

  it("never exceed the configuration LP, and come close to it", () => {
    const structure = fc.oneof(fc.constantFrom(...tempting), fc.constantFrom(...structures));
    fc.assert(
      fc.property(structure, (structure) => {
        const coarser = coarserCutsOf(graph, structure);
        const problem = buildProblem(graph, nanoBatchesOf(structure), costs, coarser);
        const lpUs = rootBoundUs(problem, solver, targetUs);
        const ownUs = bounds.get(structure) as number;
        expect(ownUs).toBeLessThanOrEqual(lpUs * (1 + 1e-6));
        expect(ownUs).toBeGreaterThan(0.9 * Math.min(lpUs, targetUs));
      }),
      { numRuns: 20 },
    );
  });
});
