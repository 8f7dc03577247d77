import type { CostTable } from "../cost/cost-table.ts";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { timeFault } from "../setup/own-times.ts";

/** @throws PlannerError `E_GATE_FAILED` at the first time that the simulator says otherwise */
export function requireOwnTimes(plan: Plan, costs: CostTable, remedy: string): void {
  const fault = timeFault(plan, costs);
  if (fault !== undefined) throw new PlannerError("E_GATE_FAILED", fault.message, { remedy });
}
