import type { CostTable } from "../cost/cost-table.ts";
import { simulateProgram } from "../engine/simulator/simulate-program.ts";
import type { Plan } from "../generated/plan.ts";
import { lowerPlan } from "../program/lower.ts";

/** A plan in the simulator. */
export interface SimulatedOutcome {
  periodUs: number;
  /** Of all layers that ran. */
  totalUs: number;
  clockMhz: number;
  powerW: number | null;
}

/** Runs layers of each plan in the simulator, on the figures of a profile. */
export function simulatePlans<Name extends string>(
  plans: ReadonlyMap<Name, Plan>,
  layers: number,
  costs: CostTable,
): Map<Name, SimulatedOutcome> {
  return new Map([...plans].map(([name, plan]) => [name, simulatePlan(plan, layers, costs)]));
}

function simulatePlan(plan: Plan, layers: number, costs: CostTable): SimulatedOutcome {
  const { periodUs, totalUs, clockMhz, powerW } = simulateProgram(lowerPlan(plan, layers), costs);
  return { periodUs, totalUs, clockMhz, powerW };
}
