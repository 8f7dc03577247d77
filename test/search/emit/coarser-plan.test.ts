import { describe, expect, it } from "@jest/globals";
import { CostTable } from "../../../src/cost/cost-table.ts";
import { simulateProgram } from "../../../src/engine/simulator/simulate-program.ts";
import { buildLayerGraph } from "../../../src/ir/layer-graph.ts";
import { parsePlan, writePlan } from "../../../src/plan/plan-file.ts";
import { lowerPlan } from "../../../src/program/lower.ts";
import { withoutOverlap } from "../../../src/search/emit/baseline-plan.ts";
import { makePlan } from "../../../src/search/emit/make-plan.ts";
import { buildProblem } from "../../../src/search/problem/build-problem.ts";
import { sequentialSchedule } from "../../../src/search/schedule/sequential.ts";
import { bestStart } from "../../../src/search/schedule/start-heuristics.ts";
import {
  coarserCutsOf,
  type FinePart,
  nanoBatchesOf,
  type Structure,
} from "../../../src/search/space/structure.ts";
import { verifyPlan } from "../../../src/verify/verify.ts";
import { searchRequest } from "../../support/search-request.ts";

const MODELS = [
  ["llama-3-8b", 1],
  ["mixtral-8x7b", 2],
] as const;
const FINE: FinePart[] = ["attention", "qkv", "attention-block"];
const CASES = MODELS.flatMap(([model, ranks]) => FINE.map((fine) => [model, ranks, fine] as const));

/**
 * The plan of a good schedule of 128 + 128 + 256 tokens, of which some operations see 256 + 256.
 */
function coarserPlan(modelId: string, tensorParallel: number, fine: FinePart) {
  const request = searchRequest(modelId, tensorParallel, { interference: 0, capW: null });
  const [batch] = request.batches;
  const structure: Structure = {
    batch,
    cuts: [128, 256],
    distribution: "proportional",
    coarse: { fine, cuts: [256] },
  };
  const costs = new CostTable(request.profile.profile);
  const graph = buildLayerGraph(request.model.shape, tensorParallel, batch);
  const coarser = coarserCutsOf(graph, structure);
  const problem = buildProblem(graph, nanoBatchesOf(structure), costs, coarser);
  const solution = { structure, problem, candidate: bestStart(problem) };
  const sequential = { ...solution, candidate: sequentialSchedule(problem) };
  const { periodUs } = solution.candidate.evaluation;
  const bound = { structures: 1, lowerBoundUs: periodUs, gap: 0 };
  const plan = makePlan({
    request,
    costs,
    outcome: {
      kind: "overlapped",
      chosen: solution,
      best: solution,
      sequential,
      nanoBatchOnlyUs: null,
      searched: true,
      keptApart: 0,
      endedEarly: false,
      gain: 0,
      margin: {
        spread: 0,
        companyShare: 0,
        companyError: 0,
        energyShare: 0,
        energyError: 0,
        unsettledError: 0,
        uncertainty: 0,
        leastGain: 0,
        asked: false,
      },
    },
    certificate: { ...bound, searched: bound, gapOfBest: 0, text: "none" },
    nodes: 1,
  });
  return { request, costs, plan };
}

describe.each(CASES)("a plan of %s on %i GPUs with %s cut finer", (modelId, ranks, fine) => {
  const { request, costs, plan } = coarserPlan(modelId, ranks, fine);

  it("verifies, races and dependences included", () => {
    const { plan: read, document } = parsePlan("plan.yaml", writePlan(plan));
    const findings = verifyPlan(document, read, request.profile);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("overlaps, and takes as long in its program as the search says", () => {
    const { periodUs } = simulateProgram(lowerPlan(plan, plan.model.layers), costs);
    expect(periodUs / plan.predicted.periodUs).toBeCloseTo(1, 3);
    expect(plan.predicted.periodUs).toBeLessThan(plan.predicted.sequentialUs);
  });

  it("keeps its cuts without overlap", () => {
    const apart = withoutOverlap(plan, costs);
    const ids = (of: typeof plan) => of.nanoOperations.map(({ id }) => id).sort();
    expect(ids(apart)).toEqual(ids(plan));
  });
});
