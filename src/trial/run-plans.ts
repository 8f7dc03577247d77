import type { CostTable } from "../cost/cost-table.ts";
import type { ExecutorHello } from "../engine/cuda/process/protocol.ts";
import type { TracedInstruction } from "../engine/cuda/timing.ts";
import { simulateProgram } from "../engine/simulator/simulate-program.ts";
import type { Plan } from "../generated/plan.ts";
import type { Program } from "../generated/program.ts";
import { type MeasureOptions, measurePlans, type PlanMeasurement } from "./measure-plans.ts";
import {
  type Comparison,
  compareRounds,
  type MeasuredOutcome,
  operationTimes,
  outcomeOf,
} from "./measured-outcome.ts";

/** An operation in a plan, or around its layers; mean over the layers. */
export interface OperationOutcome {
  name: string;
  /** Beside what the plan runs with it; null where plans predict nothing. */
  predictedUs: number | null;
  measuredUs: number;
}

/** A plan on the GPU, beside the simulator's prediction for the same layers. */
export interface PlanOutcome {
  predictedPeriodUs: number;
  measured: MeasuredOutcome;
  operations: readonly OperationOutcome[];
}

/** What a GPU did in one step of a plan. */
export interface PlanTrace {
  /** Of the plan, among those that ran, and the rank where there are several. */
  name: string;
  program: Program;
  instructions: readonly TracedInstruction[];
}

export interface CudaRun {
  hello: ExecutorHello;
  outcomes: ReadonlyMap<string, PlanOutcome>;
  /** The first plan against each of the others. */
  comparisons: ReadonlyMap<string, Comparison>;
  /** One step of each plan on each rank. */
  traces: readonly PlanTrace[];
}

/**
 * Runs plans of one workload on a GPU and sets what was measured beside what was predicted.
 *
 * @param plans by name; the first is compared with the others
 * @param costs of the profile that the plans were made from
 * @throws what {@link measurePlans} throws
 */
export async function runPlans(
  plans: ReadonlyMap<string, Plan>,
  costs: CostTable,
  options: MeasureOptions,
): Promise<CudaRun> {
  const { hello, plans: measured } = await measurePlans(plans, options);
  const [first, ...others] = [...measured];
  return {
    hello,
    outcomes: new Map(
      [...measured].map(([name, measurement]) => [
        name,
        outcomeFor(plans.get(name), measurement, options.layers, costs),
      ]),
    ),
    comparisons: new Map(
      others.map(([name, other]) => [name, compareRounds(first?.[1].layers ?? [], other.layers)]),
    ),
    traces: [...measured].flatMap(([name, { program, traces }]) =>
      traces.map((instructions, rank) => ({
        name: traces.length === 1 ? name : `${name}, rank ${rank}`,
        program,
        instructions,
      })),
    ),
  };
}

function outcomeFor(
  plan: Plan | undefined,
  measurement: PlanMeasurement,
  layers: number,
  costs: CostTable,
): PlanOutcome {
  const predictions = new Map(plan?.nanoOperations.map(({ id, durationUs }) => [id, durationUs]));
  return {
    predictedPeriodUs: simulateProgram(measurement.program, costs).totalUs / layers,
    measured: outcomeOf(measurement, layers),
    operations: [...operationTimes(measurement)].map(([name, measuredUs]) => ({
      name,
      predictedUs: predictions.get(name) ?? null,
      measuredUs,
    })),
  };
}
