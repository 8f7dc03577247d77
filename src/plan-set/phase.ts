import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import type { SetProgram } from "./plan-set-file.ts";

/**
 * In which phase of a stream a step of these tokens comes. The steady state has its own step. Other
 * full batches come while the stream begins, decode tokens alone while it ends, and what is left when
 * requests come more slowly than they can be served.
 */
export function phaseOf(
  step: Pick<Plan["workload"], "denseBatchTokens" | "decodeTokens">,
  stream: Pick<PlanSet["workload"], "denseBatchTokens" | "decodeTokens">,
): SetProgram["phase"] {
  const isFull = step.denseBatchTokens === stream.denseBatchTokens;
  if (isFull) return step.decodeTokens === stream.decodeTokens ? "steady" : "ramp-up";
  return step.decodeTokens === step.denseBatchTokens ? "drain" : "part-filled";
}
