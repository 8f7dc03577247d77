import type { CostTable } from "../cost/cost-table.ts";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { type SimulatedRun, timeFault } from "../setup/own-times.ts";

/**
 * @param run of all layers, where it is known
 * @throws PlannerError `E_GATE_FAILED` at the first time that the simulator says otherwise
 */
export function requireOwnTimes(
  plan: Plan,
  costs: CostTable,
  remedy: string,
  run?: SimulatedRun,
): void {
  const fault = timeFault(plan, costs, run);
  if (fault !== undefined) throw new PlannerError("E_GATE_FAILED", fault.message, { remedy });
}
