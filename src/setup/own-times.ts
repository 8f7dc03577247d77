import type { CostTable } from "../cost/cost-table.ts";
import { type ProgramSimulation, simulateProgram } from "../engine/simulator/simulate-program.ts";
import type { Plan } from "../generated/plan.ts";
import type { Program } from "../generated/program.ts";
import { lowerPlan } from "../program/lower.ts";
import { formatNumber } from "../text/units.ts";

/** Times stand in hundredths of a µs: the rounding of a start, and of what it counts from. */
const ROUNDING_US = 0.02;
/** How well the simulator finds the clock. */
const SHARE = 1e-4;
/** Layers before and behind the last stage, in which the pipeline fills and drains. */
const UNSTEADY_LAYERS = 3;

/** A plan's program on the simulator. */
export interface SimulatedRun {
  program: Program;
  simulation: ProgramSimulation;
}

export function simulatedRun(plan: Plan, layers: number, costs: CostTable): SimulatedRun {
  const program = lowerPlan(plan, layers);
  return { program, simulation: simulateProgram(program, costs) };
}

interface Interval {
  startUs: number;
  durationUs: number;
}

/** A time that the simulator says otherwise. */
export interface TimeFault {
  /** Its place in the plan. */
  keys: readonly (string | number)[];
  message: string;
}

/**
 * Holds the times of a plan's nano-operations to those of a layer in the steady state. Starts count
 * from that of the first nano-operation, and agree but for whole periods.
 *
 * @param run of all layers, where it is known
 * @returns the first that the simulator says otherwise
 */
export function timeFault(plan: Plan, costs: CostTable, run?: SimulatedRun): TimeFault | undefined {
  const { nanoOperations, predicted } = plan;
  const simulated = steadyTimes(plan, costs, run);
  const [{ startUs: first }] = nanoOperations;
  const origin = (simulated[0] as Interval).startUs - first;
  for (const [index, { id, startUs, durationUs }] of nanoOperations.entries()) {
    const found = simulated[index] as Interval;
    if (!isNear(durationUs, found.durationUs)) {
      const stated = `${id} takes ${formatNumber(durationUs)} µs`;
      return otherwise(["nanoOperations", index, "durationUs"], stated, found.durationUs);
    }
    const periods = Math.round((found.startUs - origin - startUs) / predicted.periodUs);
    const start = found.startUs - origin - periods * predicted.periodUs;
    if (!isNear(startUs, start)) {
      const stated = `${id} starts at ${formatNumber(startUs)} µs`;
      return otherwise(["nanoOperations", index, "startUs"], stated, start);
    }
  }
  return undefined;
}

/** When each nano-operation runs for a layer in the middle of a program that is long enough. */
export function steadyTimes(plan: Plan, costs: CostTable, run?: SimulatedRun): Interval[] {
  const { nanoOperations, model } = plan;
  const lastStage = Math.max(...nanoOperations.map(({ stage }) => stage));
  const layers = Math.max(model.layers, 2 * (lastStage + UNSTEADY_LAYERS));
  const isLongEnough = run !== undefined && run.program.layers >= layers;
  const { program, simulation } = isLongEnough ? run : simulatedRun(plan, layers, costs);
  const { startUs, finishUs } = simulation;
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

function otherwise(keys: TimeFault["keys"], stated: string, simulatedUs: number): TimeFault {
  const us = Number(simulatedUs.toFixed(2));
  return { keys, message: `it says that ${stated}, but the simulator says ${us} µs` };
}
