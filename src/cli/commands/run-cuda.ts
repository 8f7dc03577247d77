import { PlannerError } from "../../errors.ts";
import { isStream } from "../../files/destination.ts";
import { checkWritable, writeFileAtomically } from "../../files/write-file.ts";
import type { Plan } from "../../generated/plan.ts";
import { buildNative, withoutBuild } from "../../native/build.ts";
import { requireGpu } from "../../native/require-gpu.ts";
import { writePlan } from "../../plan/plan-file.ts";
import { renderMeasuredTrace } from "../../report/chart/measured-trace.ts";
import { measuredRunText } from "../../report/measured-run.ts";
import type { SoundPlan } from "../../setup/verify-plan-file.ts";
import { measuredRecord } from "../../trial/measured-record.ts";
import { plansToRun } from "../../trial/plans-to-run.ts";
import { requireRoom } from "../../trial/require-room.ts";
import { type CudaRun, runPlans } from "../../trial/run-plans.ts";
import { type RunWeights, randomRunWeights, trainedRunWeights } from "../../trial/run-weights.ts";
import type { CommandContext } from "../console/context.ts";
import { devicesOf } from "../options/devices.ts";

export interface CudaRunOptions {
  layers: number;
  iterations: number;
  compare: boolean;
  record: boolean;
  device?: readonly number[];
  seed: number;
  weights?: string;
  trace?: string;
  native?: string;
}

const SLICE_SECONDS = 1;

/**
 * `run --engine cuda`: a sound plan on this machine's GPU.
 *
 * @throws PlannerError `E_UNWRITABLE`, `E_USAGE`, and what building, and running plans, throw
 */
export async function runOnCuda(
  path: string,
  { plan, costs, memoryBytes }: SoundPlan,
  options: CudaRunOptions,
  context: CommandContext,
): Promise<void> {
  const { layers, weights, iterations: rounds, trace, record, compare } = options;
  const { env, signal, note } = context;
  if (trace !== undefined) context.checkFile(trace, [path]);
  if (record) checkRecord(path, plan, layers);
  const devices = devicesOf(options.device, plan.model.tensorParallel);
  requireRoom(plan, layers, memoryBytes);
  if (options.native === undefined) requireGpu(env);
  const runWeights = weightsOf(plan, options, context);
  const binary = options.native ?? (await buildNative("native-executor", { env, signal, note }));
  const run = await runPlans(plansToRun(plan, costs, compare), costs, {
    binary,
    devices,
    signal,
    layers,
    rounds,
    sliceSeconds: SLICE_SECONDS,
    weights: runWeights,
  });
  if (trace !== undefined) context.writeFile(trace, renderMeasuredTrace(run.traces));
  if (record) {
    const measured = measuredRecord(run, layers, withoutBuild(context.commandLine));
    writeFileAtomically(path, writePlan({ ...plan, measured }));
  }
  context.output(documentOf(path, layers, run, compare), () =>
    measuredRunText(
      run,
      `${layers} layer${layers === 1 ? "" : "s"} of ${plan.model.id}, ${weights ?? "random"} weights`,
    ),
  );
}

/** Read before anything is built or started, and said where a part of the checkpoint stays unread. */
function weightsOf(
  plan: Plan,
  { weights, layers, seed }: CudaRunOptions,
  { note }: CommandContext,
): RunWeights {
  if (weights === undefined) return randomRunWeights(seed);
  const { unread, notes, ...trained } = trainedRunWeights(plan, weights, layers);
  for (const each of notes) note(`${each}.`);
  if (unread.length > 0) note(`Not part of the model, so not read: ${unread.join(", ")}.`);
  return trained;
}

/** A measurement is written into the plan, which a pipe does not keep. */
function checkRecord(path: string, { model }: Plan, layers: number): void {
  if (layers > model.layers)
    throw new PlannerError(
      "E_USAGE",
      `--record keeps no measurement of ${layers} layers: the model has ${model.layers}`,
      {
        remedy: "Run so many layers without --record, or leave --layers out.",
      },
    );
  if (isStream(path))
    throw new PlannerError("E_USAGE", `--record cannot write into ${path}`, {
      remedy: "Name the plan by its file, or leave --record out.",
    });
  checkWritable(path);
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
