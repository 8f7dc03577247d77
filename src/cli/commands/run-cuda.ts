import type { CostTable } from "../../cost/cost-table.ts";
import { PlannerError } from "../../errors.ts";
import { checkWritable, writeFileAtomically } from "../../files/write-file.ts";
import type { Plan } from "../../generated/plan.ts";
import { buildNative } from "../../native/build.ts";
import { writePlan } from "../../plan/plan-file.ts";
import { renderMeasuredTrace } from "../../report/chart/measured-trace.ts";
import { measuredRunText } from "../../report/measured-run.ts";
import { sequentialCounterpart, withoutOverlap } from "../../search/emit/baseline-plan.ts";
import type { MeasuredOutcome } from "../../trial/measured-outcome.ts";
import { type CudaRun, runPlans } from "../../trial/run-plans.ts";
import type { CommandContext } from "../console/context.ts";

export interface CudaRunOptions {
  layers: number;
  iterations: number;
  compare: boolean;
  record: boolean;
  device: number;
  seed: number;
  weights?: string;
  trace?: string;
  native?: string;
}

const SLICE_SECONDS = 1;

/**
 * `run --engine cuda`: a sound plan on this machine's GPU.
 *
 * @throws PlannerError `E_UNWRITABLE`, and what building, and running plans, throw
 */
export async function runOnCuda(
  path: string,
  plan: Plan,
  costs: CostTable,
  options: CudaRunOptions,
  context: CommandContext,
): Promise<void> {
  const { layers, device, seed, weights, iterations: rounds, trace, record, compare } = options;
  const { env, signal, note } = context;
  if (trace !== undefined) checkWritable(trace);
  if (record) checkWritable(path);
  const binary = options.native ?? (await buildNative("native-executor", { env, signal, note }));
  const run = await runPlans(plansToRun(plan, costs, compare), costs, {
    binary,
    device,
    signal,
    layers,
    rounds,
    sliceSeconds: SLICE_SECONDS,
    seed,
    ...(weights !== undefined && { checkpoint: weights }),
  });
  if (trace !== undefined) writeFileAtomically(trace, renderMeasuredTrace(run.traces));
  const { measured } = run.outcomes.get("plan") ?? {};
  if (measured === undefined) throw new PlannerError("E_INTERNAL", "the plan was not measured");
  if (record) {
    const recorded = recordOf(measured, layers, run, context.commandLine);
    writeFileAtomically(path, writePlan({ ...plan, measured: recorded }));
  }
  context.output(documentOf(path, layers, run, compare), () =>
    measuredRunText(
      run,
      `${layers} layer${layers === 1 ? "" : "s"} of ${plan.model.id}, ${weights ?? "random"} weights`,
    ),
  );
}

function plansToRun(plan: Plan, costs: CostTable, compare: boolean): Map<string, Plan> {
  const plans = new Map([["plan", plan]]);
  if (!compare) return plans;
  plans.set("sequential", sequentialCounterpart(plan, costs));
  if (plan.nanoBatches.length > 1) plans.set("nanoBatchOnly", withoutOverlap(plan, costs));
  return plans;
}

function recordOf(
  { periodUs, spread, samples, stepUs, clockMhz, powerW }: MeasuredOutcome,
  layers: number,
  { hello, outcomes, comparisons }: CudaRun,
  command: string,
): NonNullable<Plan["measured"]> {
  const [other, comparison] = [outcomes.get("sequential"), comparisons.get("sequential")];
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return {
    periodUs: rounded(periodUs),
    spread: Number(spread.toPrecision(3)),
    samples,
    layers,
    stepUs: rounded(stepUs),
    clockMhz: clockMhz === null ? null : Math.round(clockMhz),
    powerW: powerW === null ? null : Math.round(powerW),
    gpu: hello.devices[0].gpu,
    driverVersion: hello.driverVersion,
    cublasLtVersion: hello.cublasLtVersion,
    measuredAt: new Date().toISOString(),
    command,
    ...(other !== undefined &&
      comparison !== undefined && {
        sequential: {
          periodUs: rounded(other.measured.periodUs),
          speedup: Number(comparison.speedup.toPrecision(4)),
          verdict: comparison.verdict,
        },
      }),
  };
}

function documentOf(path: string, layers: number, run: CudaRun, compare: boolean) {
  const { hello, outcomes, comparisons } = run;
  const summaries = [...outcomes].map(([name, { predictedPeriodUs, measured }]) => [
    name,
    { predictedPeriodUs, ...measured },
  ]);
  const plan = outcomes.get("plan");
  return {
    engine: "cuda",
    file: path,
    layers,
    gpu: hello.devices[0].gpu,
    driverVersion: hello.driverVersion,
    cublasLtVersion: hello.cublasLtVersion,
    predicted: { periodUs: plan?.predictedPeriodUs },
    measured: plan?.measured,
    operations: plan?.operations,
    ...(compare && {
      nanoBatchOnly: null,
      ...Object.fromEntries(summaries),
      comparisons: Object.fromEntries(comparisons),
    }),
  };
}
