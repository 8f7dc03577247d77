import type { Plan } from "../generated/plan.ts";
import type { NanoBatch } from "../ir/nano-batches.ts";
import { instantiate } from "../ir/nano-graph.ts";
import { batchPartOf, layerOf } from "../plan/plan-graph.ts";
import type { CostTable } from "../profile/cost-table.ts";
import { buildProblem } from "./build-problem.ts";
import { pipelineOf } from "./schedule-plan.ts";
import { sequentialSchedule } from "./sequential.ts";

/** The plan with its own nano-batches one after the other, nothing overlapped. */
export function withoutOverlap(plan: Plan, costs: CostTable): Plan {
  return inSequence(
    plan,
    plan.nanoBatches.map((batch) => ({
      start: batch.tokens[0],
      end: batch.tokens[1],
      part: batchPartOf(plan, batch),
    })),
    costs,
  );
}

/** The plan with the dense batch in one piece, one operation after the other. */
export function sequentialCounterpart(plan: Plan, costs: CostTable): Plan {
  const { denseBatchTokens: tokens, ...part } = plan.workload;
  return inSequence(plan, [{ start: 0, end: tokens, part: { tokens, ...part } }], costs);
}

function inSequence(plan: Plan, nanoBatches: readonly NanoBatch[], costs: CostTable): Plan {
  const graph = layerOf(plan);
  const problem = buildProblem(graph, nanoBatches, costs);
  const candidate = sequentialSchedule(problem);
  const pipeline = pipelineOf(problem, instantiate(graph, nanoBatches), nanoBatches, candidate);
  return { ...plan, ...pipeline };
}
