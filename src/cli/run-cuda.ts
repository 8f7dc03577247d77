import { chromeTrace } from "../engine/cuda/chrome-trace.ts";
import { measurePlans, type PlansMeasurement } from "../engine/cuda/measure-plans.ts";
import {
  type Comparison,
  compareRounds,
  type MeasuredOutcome,
  operationTimes,
  outcomeOf,
} from "../engine/cuda/outcome.ts";
import { simulateProgram } from "../engine/simulator/simulate-program.ts";
import { writeFileAtomically } from "../files/write-file.ts";
import type { Plan } from "../generated/plan.ts";
import { lowerPlan } from "../plan/lower.ts";
import { writePlan } from "../plan/plan-file.ts";
import type { CostTable } from "../profile/cost-table.ts";
import { buildNative } from "../profile/native/build.ts";
import { renderTable } from "../report/table.ts";
import { formatDuration, formatInteger, formatPercent, formatSpeedup } from "../report/units.ts";
import { sequentialCounterpart, withoutOverlap } from "../search/baseline-plan.ts";
import type { CommandContext } from "./context.ts";

export interface CudaRunOptions {
  layers: number;
  iterations: number;
  compare: boolean;
  record: boolean;
  device: number;
  seed: number;
  trace?: string;
  native?: string;
}

/** A plan on the GPU, beside the simulator's prediction of the same program. */
interface Outcome {
  plan: Plan;
  predictedUs: number;
  measured: MeasuredOutcome;
  operations: OperationOutcome[];
}

interface OperationOutcome {
  name: string;
  predictedUs: number | null;
  measuredUs: number;
}

const SLICE_SECONDS = 1;
const LABELS: Readonly<Record<string, string>> = {
  plan: "plan",
  nanoBatchOnly: "without overlap",
  sequential: "sequential",
};

/** `run --engine cuda`: a sound plan on this machine's GPU. */
export async function runOnCuda(
  path: string,
  plan: Plan,
  costs: CostTable,
  options: CudaRunOptions,
  context: CommandContext,
): Promise<void> {
  const { signal, env, note } = context;
  const { layers } = options;
  const plans = plansToRun(plan, costs, options.compare);
  const binary = options.native ?? (await buildNative("native-executor", { env, signal, note }));
  const measurement = await measurePlans(plans, {
    binary,
    device: options.device,
    signal,
    layers,
    rounds: options.iterations,
    sliceSeconds: SLICE_SECONDS,
    seed: options.seed,
  });
  const outcomes = new Map(
    [...plans].map(([name, each]) => [name, outcomeFor(name, each, layers, costs, measurement)]),
  );
  if (options.trace !== undefined) writeTrace(options.trace, plans, layers, measurement);
  if (options.record) record(path, plan, outcomes, measurement, context);
  const own = outcomes.get("plan") as Outcome;
  const comparisons = compareAll(measurement);
  const [gpu] = measurement.hello.devices;
  context.output(
    {
      engine: "cuda",
      file: path,
      layers,
      gpu: gpu.gpu,
      driverVersion: measurement.hello.driverVersion,
      cublasLtVersion: measurement.hello.cublasLtVersion,
      predicted: { periodUs: own.predictedUs },
      measured: own.measured,
      operations: own.operations,
      ...(options.compare && { ...jsonOf(outcomes), comparisons }),
    },
    () => textOf(plan, layers, outcomes, comparisons, measurement),
  );
}

function plansToRun(plan: Plan, costs: CostTable, compare: boolean): Map<string, Plan> {
  const plans = new Map([["plan", plan]]);
  if (!compare) return plans;
  plans.set("sequential", sequentialCounterpart(plan, costs));
  if (plan.nanoBatches.length > 1) plans.set("nanoBatchOnly", withoutOverlap(plan, costs));
  return plans;
}

function outcomeFor(
  name: string,
  plan: Plan,
  layers: number,
  costs: CostTable,
  { plans }: PlansMeasurement,
): Outcome {
  const measurement = plans.get(name);
  if (measurement === undefined) throw new Error(`${name} was not measured`);
  const { totalUs } = simulateProgram(lowerPlan(plan, layers), costs);
  const predictions = new Map(plan.nanoOperations.map(({ id, durationUs }) => [id, durationUs]));
  return {
    plan,
    predictedUs: totalUs / layers,
    measured: outcomeOf(measurement, layers),
    operations: [...operationTimes(measurement)].map(([operation, measuredUs]) => ({
      name: operation,
      predictedUs: predictions.get(operation) ?? null,
      measuredUs,
    })),
  };
}

function compareAll({ plans }: PlansMeasurement): Record<string, Comparison> {
  const own = plans.get("plan")?.layers ?? [];
  return Object.fromEntries(
    [...plans]
      .filter(([name]) => name !== "plan")
      .map(([name, { layers }]) => [name, compareRounds(own, layers)]),
  );
}

function jsonOf(outcomes: ReadonlyMap<string, Outcome>) {
  const parts = [...outcomes].map(([name, { predictedUs, measured }]) => [
    name,
    { ...measured, predictedUs },
  ]);
  return { sequential: null, nanoBatchOnly: null, ...Object.fromEntries(parts) };
}

function writeTrace(
  path: string,
  plans: ReadonlyMap<string, Plan>,
  layers: number,
  measurement: PlansMeasurement,
): void {
  const traces = [...plans].map(([name, plan]) => ({
    name: LABELS[name] ?? name,
    program: lowerPlan(plan, layers),
    trace: measurement.plans.get(name)?.trace ?? [],
  }));
  writeFileAtomically(path, chromeTrace(traces));
}

function record(
  path: string,
  plan: Plan,
  outcomes: ReadonlyMap<string, Outcome>,
  { hello }: PlansMeasurement,
  { commandLine }: CommandContext,
): void {
  const { measured } = outcomes.get("plan") as Outcome;
  const { periodUs, spread, samples } = measured;
  const recorded: Plan = {
    ...plan,
    measured: {
      periodUs: Math.round(periodUs * 100) / 100,
      spread: Number(spread.toPrecision(3)),
      samples,
      gpu: hello.devices[0].gpu,
      measuredAt: new Date().toISOString(),
      command: commandLine,
    },
  };
  writeFileAtomically(path, writePlan(recorded));
}

function textOf(
  plan: Plan,
  layers: number,
  outcomes: ReadonlyMap<string, Outcome>,
  comparisons: Readonly<Record<string, Comparison>>,
  { hello }: PlansMeasurement,
): string {
  const own = outcomes.get("plan") as Outcome;
  const amount = `${layers} layer${layers === 1 ? "" : "s"}`;
  return [
    `${hello.devices[0].gpu}, ${amount} of ${plan.model.id} with random weights.`,
    "",
    planTable(outcomes),
    ...Object.entries(comparisons).map(([name, comparison]) => comparisonText(name, comparison)),
    "",
    operationTable(own.operations),
  ].join("\n");
}

function planTable(outcomes: ReadonlyMap<string, Outcome>): string {
  const right = { align: "right" } as const;
  return renderTable(
    [
      { title: "" },
      { title: "predicted", ...right },
      { title: "measured", ...right },
      { title: "error", ...right },
      { title: "spread", ...right },
      { title: "whole step", ...right },
      { title: "clock", ...right },
      { title: "power", ...right },
    ],
    [...outcomes].map(([name, { predictedUs, measured }]) => [
      LABELS[name] ?? name,
      formatDuration(predictedUs),
      formatDuration(measured.periodUs),
      formatPercent(measured.periodUs / predictedUs - 1),
      formatPercent(measured.spread),
      formatDuration(measured.stepUs),
      measured.clockMhz === null ? "unknown" : `${formatInteger(measured.clockMhz)} MHz`,
      measured.powerW === null ? "unknown" : `${formatInteger(measured.powerW)} W`,
    ]),
  );
}

function comparisonText(name: string, { speedup, lowest, highest, verdict }: Comparison): string {
  const range = `${formatSpeedup(lowest)} to ${formatSpeedup(highest)}`;
  const against = `${formatSpeedup(speedup)} (${range} over the rounds)`;
  return `Plan against ${LABELS[name] ?? name}: ${verdict}, ${against}.`;
}

function operationTable(operations: readonly OperationOutcome[]): string {
  const right = { align: "right" } as const;
  return renderTable(
    [
      { title: "operation" },
      { title: "predicted", ...right },
      { title: "measured", ...right },
      { title: "error", ...right },
    ],
    operations.map(({ name, predictedUs, measuredUs }) => [
      name,
      predictedUs === null ? "" : formatDuration(predictedUs),
      formatDuration(measuredUs),
      predictedUs === null ? "" : formatPercent(measuredUs / predictedUs - 1),
    ]),
  );
}
