import type { CostTable } from "../cost/cost-table.ts";
import type { Plan } from "../generated/plan.ts";
import { sequentialCounterpart, withoutOverlap } from "../search/emit/baseline-plan.ts";

/** A plan, and the same work without overlap to compare it with. */
export type RunName = "plan" | "sequential" | "nanoBatchOnly";

/**
 * A plan, and with `compare` the plans to hold it against. One of a single nano-batch without
 * overlap is the sequential one.
 *
 * @param costs of the profile that the plan was made from
 */
export function plansToRun(plan: Plan, costs: CostTable, compare: boolean): Map<RunName, Plan> {
  const plans = new Map<RunName, Plan>([["plan", plan]]);
  if (!compare) return plans;
  plans.set("sequential", sequentialCounterpart(plan, costs));
  if (plan.nanoBatches.length > 1) plans.set("nanoBatchOnly", withoutOverlap(plan, costs));
  return plans;
}
