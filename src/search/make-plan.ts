import { optimalTokensPerSecondPerGpu } from "../analysis/analyze.ts";
import { simulateProgram } from "../engine/simulator/simulate-program.ts";
import type { Plan } from "../generated/plan.ts";
import { stepKernelSize } from "../ir/kernel-size.ts";
import type { NanoBatch } from "../ir/nano-batches.ts";
import { instantiate } from "../ir/nano-graph.ts";
import type { OpGraph } from "../ir/op-graph.ts";
import { stepOperations } from "../ir/step-operations.ts";
import { lowerPlan } from "../plan/lower.ts";
import { withHash } from "../plan/plan-hash.ts";
import type { CostTable } from "../profile/cost-table.ts";
import { TOOL } from "../tool.ts";
import type { SearchProblem } from "./problem.ts";
import { pipelineOf } from "./schedule-plan.ts";
import type { SearchRequest } from "./search.ts";
import type { Candidate } from "./solve-structure.ts";

export interface PlanParts {
  request: SearchRequest;
  graph: OpGraph;
  costs: CostTable;
  nanoBatches: readonly NanoBatch[];
  problem: SearchProblem;
  candidate: Candidate;
  kind: Plan["kind"];
  reason?: string;
  sequentialUs: number;
  nanoBatchOnlyUs: number | null;
  lowerBoundUs: number;
  search: Plan["search"];
}

/** The plan of a schedule, with the figures that the simulator gives its lowered program. */
export function makePlan(parts: PlanParts): Plan {
  const { request, graph, nanoBatches, problem, candidate } = parts;
  const { model, tensorParallel, batch, profile } = request;
  const { gpu, source } = profile.profile;
  const nanoGraph = instantiate(graph, nanoBatches);
  const draft: Omit<Plan, "hash"> = {
    schema: "nanoflow-plan/plan/1",
    kind: parts.kind,
    ...(parts.reason === undefined ? {} : { reason: parts.reason }),
    model: { id: model.id, layers: model.layers, tensorParallel, shape: model.shape },
    gpu: { id: gpu.id, smCount: gpu.smCount },
    profile: {
      file: request.profileName,
      source,
      sha256: profile.sha256,
      ...(profile.scaled !== undefined && { scaled: [...profile.scaled] }),
    },
    workload: {
      name: request.workloadName,
      denseBatchTokens: batch.tokens,
      decodeTokens: batch.decodeTokens,
      prefillTokens: batch.prefillTokens,
      decodeContext: batch.decodeContext,
      prefillContext: batch.prefillContext,
    },
    provenance: { tool: TOOL, command: request.command },
    predicted: bareFigures(parts),
    search: parts.search,
    ...pipelineOf(problem, nanoGraph, nanoBatches, candidate),
  };
  return withHash({ ...draft, predicted: { ...draft.predicted, ...stepFigures(draft, parts) } });
}

/** The figures that need no lowered program. */
function bareFigures(parts: PlanParts): Plan["predicted"] {
  const { periodUs } = parts.candidate.evaluation;
  return {
    periodUs,
    sequentialUs: parts.sequentialUs,
    nanoBatchOnlyUs: parts.nanoBatchOnlyUs,
    lowerBoundUs: parts.lowerBoundUs,
    gap: Math.max(0, periodUs / parts.lowerBoundUs - 1),
    speedup: parts.sequentialUs / periodUs,
    stepUs: periodUs,
    tokensPerSecondPerGpu: 1,
    optimalFraction: 1,
    clockMhz: parts.costs.boostClockMhz,
    powerW: null,
  };
}

function stepFigures(draft: Omit<Plan, "hash">, parts: PlanParts): Partial<Plan["predicted"]> {
  const { costs, request } = parts;
  const { model, tensorParallel, batch } = request;
  const program = lowerPlan(withHash(draft), model.layers);
  const { totalUs, clockMhz, powerW } = simulateProgram(program, costs);
  const stretch = costs.boostClockMhz / clockMhz - 1;
  const aroundUs = stepOperations(model.shape, tensorParallel).reduce((sum, operation) => {
    const lane = operation.kernel.kind === "all_reduce" ? "network" : "compute";
    const [whole] = costs.options(operation.kernel, lane, stepKernelSize(operation, batch));
    const sensitivity = costs.clockSensitivity(operation.kernel);
    return sum + (whole?.soloUs ?? 0) * (1 + sensitivity * stretch);
  }, 0);
  const stepUs = totalUs + aroundUs;
  const tokensPerSecondPerGpu = (batch.tokens / stepUs / tensorParallel) * 1e6;
  const optimal = optimalTokensPerSecondPerGpu(model, costs.ceilings);
  return {
    stepUs,
    tokensPerSecondPerGpu,
    optimalFraction: tokensPerSecondPerGpu / optimal,
    clockMhz,
    powerW,
  };
}
