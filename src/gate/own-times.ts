import type { CostTable } from "../cost/cost-table.ts";
import { simulateProgram } from "../engine/simulator/simulate-program.ts";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { lowerPlan } from "../program/lower.ts";
import { formatNumber } from "../text/units.ts";

/** Times stand in hundredths of a µs: the rounding of a start, and of what it counts from. */
const ROUNDING_US = 0.02;
/** How well the simulator finds the clock. */
const SHARE = 1e-4;
/** Layers before and behind the last stage, in which the pipeline fills and drains. */
const UNSTEADY_LAYERS = 3;

interface Interval {
  startUs: number;
  durationUs: number;
}

/**
 * Holds the times of a plan's nano-operations to those of a layer in the steady state. Starts count
 * from that of the first nano-operation, and agree but for whole periods.
 *
 * @throws PlannerError `E_GATE_FAILED` at the first that the simulator says otherwise
 */
export function requireOwnTimes(plan: Plan, costs: CostTable, remedy: string): void {
  const { nanoOperations, predicted } = plan;
  const simulated = steadyTimes(plan, costs);
  const [{ startUs: first }] = nanoOperations;
  const origin = (simulated[0] as Interval).startUs - first;
  for (const [index, { id, startUs, durationUs }] of nanoOperations.entries()) {
    const found = simulated[index] as Interval;
    if (!isNear(durationUs, found.durationUs)) {
      throw otherwise(`${id} takes ${formatNumber(durationUs)} µs`, found.durationUs, remedy);
    }
    const periods = Math.round((found.startUs - origin - startUs) / predicted.periodUs);
    const start = found.startUs - origin - periods * predicted.periodUs;
    if (!isNear(startUs, start)) {
      throw otherwise(`${id} starts at ${formatNumber(startUs)} µs`, start, remedy);
    }
  }
}

/** When each nano-operation runs for a layer in the middle of a program that is long enough. */
function steadyTimes(plan: Plan, costs: CostTable): Interval[] {
  const { nanoOperations, model } = plan;
  const lastStage = Math.max(...nanoOperations.map(({ stage }) => stage));
  const program = lowerPlan(plan, Math.max(model.layers, 2 * (lastStage + UNSTEADY_LAYERS)));
  const { startUs, finishUs } = simulateProgram(program, costs);
  const middle = Math.floor(program.layers / 2);
  const positions = new Map(
    program.instructions.map(({ nanoOperation, layer }, index) => [
      `${nanoOperation} ${layer}`,
      index,
    ]),
  );
  return nanoOperations.map(({ id, stage }) => {
    const position = positions.get(`${id} ${middle - stage}`) as number;
    const start = startUs[position] as number;
    return { startUs: start, durationUs: (finishUs[position] as number) - start };
  });
}

function isNear(stated: number, simulated: number): boolean {
  return Math.abs(stated - simulated) <= ROUNDING_US + SHARE * Math.abs(simulated);
}

function otherwise(stated: string, simulatedUs: number, remedy: string): PlannerError {
  const us = Number(simulatedUs.toFixed(2));
  const message = `it says that ${stated}, but the simulator says ${us} µs`;
  return new PlannerError("E_GATE_FAILED", message, { remedy });
}
