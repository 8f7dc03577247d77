import { limitsOf } from "../engine/cuda/binding/step-inputs.ts";
import { CudaEngine } from "../engine/cuda/cuda-engine.ts";
import type { BoundedProgram } from "../engine/cuda/device-plan.ts";
import type { ExecutorHello, TimingSlice } from "../engine/cuda/process/protocol.ts";
import type { RowFailure } from "../engine/cuda/row-failures.ts";
import type { TracedInstruction } from "../engine/cuda/timing.ts";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type { Program } from "../generated/program.ts";
import { lowerPlan } from "../program/lower.ts";
import { pageTokensOf } from "../program/page-tokens.ts";
import type { Step } from "../step/step.ts";
import { workloadSteps } from "../step/workload-step.ts";
import type { RunWeights } from "./run-weights.ts";

export interface MeasureOptions {
  binary: string;
  /** Indices of the GPUs, one a rank of the plans. */
  devices: readonly number[];
  signal: AbortSignal;
  /** Layers to run; fewer than the model has where its KV cache would not fit. */
  layers: number;
  /** Plans take turns this many times. */
  rounds: number;
  /** How long a plan runs in its turn. */
  sliceSeconds: number;
  weights: RunWeights;
}

export interface PlanMeasurement {
  /** The plan, lowered for the layers that ran. */
  program: Program;
  /** Back-to-back runs of the layers alone, one slice a round, µs for all layers. */
  layers: readonly TimingSlice[];
  /** Whole steps, likewise. */
  step: readonly TimingSlice[];
  /** One launch with time stamps, embedding to sampling: of each rank, by the clock of its own GPU. */
  traces: readonly (readonly TracedInstruction[])[];
}

export interface PlansMeasurement {
  hello: ExecutorHello;
  plans: ReadonlyMap<string, PlanMeasurement>;
}

/**
 * Times plans of one workload on a GPU: their layers under sustained load, taking turns round by
 * round, then whole steps, then one traced launch of each.
 *
 * @throws PlannerError `E_NATIVE` when logits are no numbers, and what the engine throws
 */
export async function measurePlans(
  plans: ReadonlyMap<string, Plan>,
  options: MeasureOptions,
): Promise<PlansMeasurement> {
  const [first] = plans.values();
  if (first === undefined) throw new PlannerError("E_INTERNAL", "no plan to measure");
  const { sliceSeconds, rounds } = options;
  const { runs, kvPages } = runsOf(first, plans, options.layers);
  const engine = await CudaEngine.open({
    ...options,
    ...options.weights,
    shape: first.model.shape,
    programs: runs,
    kvPages,
    randomCache: true,
  });
  try {
    for (const [name, { step }] of runs) {
      const [failure] = (await engine.step(name, step)).failures;
      if (failure !== undefined) throw notNumbers(name, failure);
    }
    const names = [...runs.keys()];
    const layers = await engine.time(names, "layers", sliceSeconds, rounds);
    const steps = await engine.time(names, "step", sliceSeconds, rounds);
    const measured = new Map<string, PlanMeasurement>();
    for (const [name, { program }] of runs) {
      const traces: TracedInstruction[][] = [];
      for (const rank of engine.hello.devices.keys()) traces.push(await engine.trace(name, rank));
      const [alone, step] = [layers.get(name) ?? [], steps.get(name) ?? []];
      measured.set(name, { program, layers: alone, step, traces });
    }
    return { hello: engine.hello, plans: measured };
  } finally {
    await engine.close();
  }
}

/** A program with the step that it is timed on. */
interface Run extends BoundedProgram {
  step: Step;
}

/** All plans on the step of the first one's workload. */
function runsOf(
  first: Plan,
  plans: ReadonlyMap<string, Plan>,
  layers: number,
): { runs: ReadonlyMap<string, Run>; kvPages: number } {
  const programs = [...plans.values()].map((plan) => lowerPlan(plan, layers));
  const pageTokens = pageTokensOf(programs[0] as Program);
  const { steps, kvPages } = workloadSteps(first, programs, pageTokens);
  const runs = [...plans.keys()].map((name, index): [string, Run] => {
    const [program, step] = [programs[index] as Program, steps[index] as Step];
    return [name, { program, step, limits: limitsOf(program, [step]) }];
  });
  return { runs: new Map(runs), kvPages };
}

/** The power that arithmetic takes depends on its values: what is no number says nothing of a model's speed. */
function notNumbers(name: string, { error }: RowFailure): PlannerError {
  const { code, message, remedy } = error;
  return new PlannerError(code, `\`${name}\` is not timed, ${message}`, {
    ...(remedy !== undefined && { remedy }),
    cause: error,
  });
}
