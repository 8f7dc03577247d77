import { describe, expect, it } from "@jest/globals";
import { CostTable } from "../../../src/cost/cost-table.ts";
import { buildLayerGraph } from "../../../src/ir/layer-graph.ts";
import { splitBatch } from "../../../src/ir/nano-batches.ts";
import { buildProblem } from "../../../src/search/problem/build-problem.ts";
import { modesCompatible, type SearchProblem } from "../../../src/search/problem/problem.ts";
import type { DenseBatch } from "../../../src/workload/dense-batch.ts";
import { searchRequest } from "../../support/search-request.ts";

const { model, batches, profile } = searchRequest("llama-3-8b", 1);
const batch = batches[0] as DenseBatch;
const { profile: complete } = profile;

/** Two nano-batches, on the profile less what was measured of one kernel co-running. */
function problemWithout(kind: string | undefined): SearchProblem {
  const pairs = complete.pairs.filter(({ group }) => complete.kernels[group]?.kind !== kind);
  const graph = buildLayerGraph(model.shape, 1, batch);
  return buildProblem(graph, splitBatch(batch, [256]), new CostTable({ ...complete, pairs }));
}

/** Names of compute units that may run beside decode attention. */
function coRunners(problem: SearchProblem): string[] {
  const { units } = problem;
  const attention = units.filter(({ lane }) => lane === "memory").flatMap(({ modes }) => modes);
  return units
    .filter(({ lane }) => lane === "compute")
    .filter(({ modes }) => modes.some((m) => attention.some((a) => modesCompatible(problem, m, a))))
    .map(({ name }) => name);
}

describe("units side by side", () => {
  it("are all compute units beside attention when every pair was measured", () => {
    const problem = problemWithout(undefined);
    const compute = problem.units.filter(({ lane }) => lane === "compute");
    expect(coRunners(problem)).toEqual(compute.map(({ name }) => name));
  });

  it("need a measurement of each of their kernels co-running", () => {
    // silu_mul runs behind gate_up_proj, whose own pair was measured.
    const problem = problemWithout("silu_mul");
    expect(coRunners(problem).some((name) => name.startsWith("gate_up_proj"))).toBe(false);
    expect(coRunners(problem)).toContain("qkv_proj.0");
  });
});
