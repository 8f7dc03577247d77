import { beforeAll, describe, expect, it } from "@jest/globals";
import { CostTable } from "../../../src/cost/cost-table.ts";
import { buildLayerGraph } from "../../../src/ir/layer-graph.ts";
import { buildProblem } from "../../../src/search/problem/build-problem.ts";
import type { SearchProblem } from "../../../src/search/problem/problem.ts";
import { sequentialSchedule } from "../../../src/search/schedule/sequential.ts";
import { loadLpSolver } from "../../../src/search/solver/load-solver.ts";
import type { LpSolver } from "../../../src/search/solver/lp-solver.ts";
import {
  coarserCutsOf,
  nanoBatchesOf,
  type Structure,
} from "../../../src/search/space/structure.ts";
import { solveStructure } from "../../../src/search/workers/solve-structure.ts";
import { setUp } from "../../../src/setup/setup.ts";

const SESSION = "2026-11-29-0200-llama-3-8b-tp1";
/** Of a plan in two nano-batches, µs. */
const BEST_US = 2012.96;

/** Four nano-batches for attention, two for the rest, where the power cap binds. */
async function cappedProblem(): Promise<SearchProblem> {
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

describe("nodes with LPs at clocks of their own", () => {
  let solver: LpSolver;
  let problem: SearchProblem;
  beforeAll(async () => {
    [solver, problem] = await Promise.all([loadLpSolver("highs"), cappedProblem()]);
  });

  it("close a tree that stays open without them, and prove no more than there is", () => {
    const solve = (ownClocks: boolean) =>
      solveStructure(problem, solver, sequentialSchedule(problem), {
        ...{ method: "branch", nodeLimit: 60, tolerance: 0.019, cutoffUs: BEST_US },
        ownClocks,
      });
    const [own, shared] = [solve(true), solve(false)];
    expect([own.complete, shared.complete]).toEqual([true, false]);
    expect(own.lowerBoundUs).toBeGreaterThan(shared.lowerBoundUs);
    expect(own.lowerBoundUs).toBeLessThanOrEqual(Math.min(own.evaluation.periodUs, BEST_US));
  });
});
