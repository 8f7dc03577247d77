import { aroundLayersUs } from "../cost/around-layers.ts";
import type { CostTable } from "../cost/cost-table.ts";
import { simulateProgram } from "../engine/simulator/simulate-program.ts";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type { Program } from "../generated/program.ts";
import { lowerPlan } from "../program/lower.ts";
import type { SetProgram } from "./plan-set-file.ts";

/** Shares of the context that a plan is made for, at which its steps are simulated. */
const CONTEXT_SHARES = [0, 0.5, 1, 1.5, 2];

/**
 * Predicted time of a step by the KV tokens that its decode tokens read. In between it is linear,
 * since decode attention takes a time affine in them (`durationUs`). It bends only where attention
 * becomes, or is no longer, what the layer waits for.
 *
 * Contexts that the KV cache cannot hold, or that are too far from what was measured, are left out.
 *
 * @param kvCapacityTokens context that the KV cache holds
 * @throws PlannerError `E_PROFILE_MISMATCH` when the profile cannot time the plan itself
 */
export function stepTimes(
  plan: Plan,
  costs: CostTable,
  kvCapacityTokens: number,
): SetProgram["steps"] {
  const { decodeTokens, decodeContext } = plan.workload;
  const program = lowerPlan(plan, plan.model.layers);
  const timeAt = (context: number) => stepUs(plan, atDecodeContext(program, context), costs);
  const kvTokensOf = (context: number) => rounded(decodeTokens * context);
  const own: SetProgram["steps"][number] = [
    kvTokensOf(decodeContext),
    rounded(timeAt(decodeContext)),
  ];
  if (decodeTokens === 0) return [own];
  const rows = CONTEXT_SHARES.flatMap((share): SetProgram["steps"] | [] => {
    if (share === 1) return [own];
    const context = decodeContext * share;
    if (share > 1 && kvTokensOf(context) > kvCapacityTokens) return [];
    const us = timeWhereMeasured(() => timeAt(Math.max(1, context)));
    return us === undefined ? [] : [[kvTokensOf(context), rounded(us)]];
  });
  return rows as SetProgram["steps"];
}

/** Of all layers in a row, and what is around them at the same clock. */
function stepUs(plan: Plan, program: Program, costs: CostTable): number {
  const { totalUs, clockMhz } = simulateProgram(program, costs);
  const batch = { tokens: plan.workload.denseBatchTokens, ...plan.workload };
  return totalUs + aroundLayersUs(plan.model, batch, costs, costs.boostClockMhz / clockMhz - 1);
}

function atDecodeContext(program: Program, context: number): Program {
  const instructions = program.instructions.map((instruction) =>
    instruction.kernel.kind === "decode_attention"
      ? { ...instruction, size: { ...instruction.size, context } }
      : instruction,
  );
  return { ...program, instructions };
}

function timeWhereMeasured(time: () => number): number | undefined {
  try {
    return time();
  } catch (error) {
    if (error instanceof PlannerError && error.code === "E_PROFILE_MISMATCH") return undefined;
    throw error;
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
