import type { CostTable } from "../../cost/cost-table.ts";
import type { Plan } from "../../generated/plan.ts";
import type { NanoBatch } from "../../ir/nano-batches.ts";
import { type CoarserCuts, instantiate } from "../../ir/nano-graph.ts";
import { batchPartOf, layerOf } from "../../plan/plan-graph.ts";
import { buildProblem } from "../problem/build-problem.ts";
import { sequentialSchedule } from "../schedule/sequential.ts";
import { pipelineOf } from "./schedule-plan.ts";

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
    coarserCutsOf(plan),
  );
}

/** Pieces of the operations that some nano-operation of the plan covers several nano-batches of. */
function coarserCutsOf({ nanoBatches, nanoOperations }: Plan): CoarserCuts {
  const firsts = new Map<string, number[]>();
  const coarser = new Set<string>();
  for (const { operation, nanoBatch, tokens } of nanoOperations) {
    firsts.set(
      operation,
      [...(firsts.get(operation) ?? []), nanoBatch].sort((a, b) => a - b),
    );
    if (nanoBatches[nanoBatch]?.tokens[1] !== tokens[1]) coarser.add(operation);
  }
  return Object.fromEntries([...firsts].filter(([operation]) => coarser.has(operation)));
}

/** The plan with the dense batch in one piece, one operation after the other. */
export function sequentialCounterpart(plan: Plan, costs: CostTable): Plan {
  const { denseBatchTokens: tokens, ...part } = plan.workload;
  return inSequence(plan, [{ start: 0, end: tokens, part: { tokens, ...part } }], costs);
}

function inSequence(
  plan: Plan,
  nanoBatches: readonly NanoBatch[],
  costs: CostTable,
  coarser: CoarserCuts = {},
): Plan {
  const graph = layerOf(plan);
  const problem = buildProblem(graph, nanoBatches, costs, coarser);
  const candidate = sequentialSchedule(problem);
  const nanoGraph = instantiate(graph, nanoBatches, coarser);
  const pipeline = pipelineOf(problem, nanoGraph, nanoBatches, candidate);
  return { ...plan, ...pipeline };
}
