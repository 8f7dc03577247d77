import { aroundLayersUs } from "../cost/around-layers.ts";
import type { CostTable } from "../cost/cost-table.ts";
import { simulateProgram } from "../engine/simulator/simulate-program.ts";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type { Instruction, Program } from "../generated/program.ts";
import { lowerPlan } from "../program/lower.ts";
import type { SetProgram } from "./plan-set-file.ts";

/** Shares of the context that a plan is made for, at which its steps are simulated. */
const CONTEXT_SHARES = [0.5, 1, 1.25, 1.5, 2];

/**
 * Predicted time of a step by the KV tokens that its decode tokens read. In between it is linear,
 * since decode attention takes a time affine in them (`durationUs`). It bends only where attention
 * becomes, or is no longer, what the layer waits for.
 *
 * The first row is at the least context that was measured: with less a step takes no longer. The
 * last is at what the KV cache holds, or at twice the plan's own context. Contexts that are too far
 * from what was measured are left out.
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
  const rowAt = (context: number): SetProgram["steps"][number] => [
    rounded(decodeTokens * context),
    rounded(stepUs(plan, atDecodeContext(program, context), costs)),
  ];
  const own = rowAt(decodeContext);
  if (decodeTokens === 0) return [own];
  const most = kvCapacityTokens / decodeTokens;
  const held = CONTEXT_SHARES.map((share) => Math.min(share * decodeContext, most));
  const least = leastContext(program, costs);
  const contexts = [...new Set([least, ...held.filter((context) => context > least)])];
  const others = contexts.filter((context) => context !== decodeContext);
  const rows = [own, ...others.flatMap((context) => whereMeasured(() => rowAt(context)))];
  return rows.sort(([a], [b]) => a - b) as SetProgram["steps"];
}

/**
 * Predicted time of a step whose prefill tokens have more context than planned, µs; undefined where
 * the profile has no such context.
 *
 * @param program the plan, lowered
 * @param furtherContext tokens before the chunk that the plan does not count, by instruction
 */
export function stepUsAtPrefillContext(
  plan: Plan,
  program: Program,
  costs: CostTable,
  furtherContext: (instruction: Instruction) => number,
): number | undefined {
  const instructions = program.instructions.map((instruction) => {
    const { kernel, size } = instruction;
    if (kernel.kind !== "prefill_attention") return instruction;
    const context = size.context + furtherContext(instruction);
    return { ...instruction, size: { ...size, context } };
  });
  return whereMeasured(() => stepUs(plan, { ...program, instructions }, costs))[0];
}

/** At which decode attention was measured, in tokens; 1 where the profile does not say. */
function leastContext({ instructions }: Program, costs: CostTable): number {
  const attention = instructions.find(({ kernel }) => kernel.kind === "decode_attention");
  return Math.max(1, (attention && costs.measuredSizes(attention.kernel)?.least.context) ?? 1);
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

/** A figure, or none where the profile cannot time it. */
function whereMeasured<Figure>(figure: () => Figure): Figure[] {
  try {
    return [figure()];
  } catch (error) {
    if (error instanceof PlannerError && error.code === "E_PROFILE_MISMATCH") return [];
    throw error;
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
