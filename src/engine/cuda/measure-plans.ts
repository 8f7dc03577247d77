import { PlannerError } from "../../errors.ts";
import type { Plan } from "../../generated/plan.ts";
import type { Program } from "../../generated/program.ts";
import { lowerPlan } from "../../plan/lower.ts";
import type { Step } from "../step.ts";
import { CudaEngine, type TracedInstruction } from "./cuda-engine.ts";
import type { BoundedProgram } from "./device-plan.ts";
import type { ExecutorHello, TimingSlice } from "./protocol.ts";
import { limitsOf, pageTokensOf } from "./step-inputs.ts";
import { randomWeights } from "./weight-source.ts";
import { workloadSteps } from "./workload-step.ts";

export interface MeasureOptions {
  binary: string;
  device: number;
  signal: AbortSignal;
  /** Layers to run; fewer than the model has where its KV cache would not fit. */
  layers: number;
  /** Plans take turns this many times. */
  rounds: number;
  /** How long a plan runs in its turn. */
  sliceSeconds: number;
  seed: number;
}

export interface PlanMeasurement {
  /** Back-to-back runs of the layers alone, one slice a round, µs for all layers. */
  layers: readonly TimingSlice[];
  /** Whole steps, likewise. */
  step: readonly TimingSlice[];
  /** One launch with time stamps, embedding to sampling. */
  trace: readonly TracedInstruction[];
}

export interface PlansMeasurement {
  hello: ExecutorHello;
  plans: ReadonlyMap<string, PlanMeasurement>;
}

/** Of a model whose weights are random. */
const EPSILON = 1e-5;
const ROTARY = { base: 500_000 };

/**
 * Times plans of one workload on a GPU, with random weights: their layers under sustained load,
 * taking turns round by round, then whole steps, then one traced launch of each.
 *
 * @throws PlannerError `E_INVALID_MODEL` under tensor parallelism, and what the engine throws
 */
export async function measurePlans(
  plans: ReadonlyMap<string, Plan>,
  options: MeasureOptions,
): Promise<PlansMeasurement> {
  const [first] = plans.values();
  if (first === undefined) throw new PlannerError("E_INTERNAL", "no plan to measure");
  requireOneGpu(first);
  const names = [...plans.keys()];
  const programs = [...plans.values()].map((plan) => lowerPlan(plan, options.layers));
  const pageTokens = pageTokensOf(programs[0] as Program);
  const { steps, kvPages } = workloadSteps(first, programs, pageTokens);
  const bounded = programs.map((program, index) => ({
    program,
    limits: limitsOf(program, steps.slice(index, index + 1)),
  }));
  const engine = await CudaEngine.open({
    ...options,
    shape: first.model.shape,
    epsilon: EPSILON,
    rotary: ROTARY,
    programs: new Map(names.map((name, index) => [name, bounded[index] as BoundedProgram])),
    kvPages,
    randomCache: true,
    weights: randomWeights(options.seed),
  });
  try {
    for (const [index, name] of names.entries()) await engine.step(name, steps[index] as Step);
    const { sliceSeconds, rounds } = options;
    const layers = await engine.time(names, "layers", sliceSeconds, rounds);
    const step = await engine.time(names, "step", sliceSeconds, rounds);
    const measured = new Map<string, PlanMeasurement>();
    for (const name of names) {
      const trace = await engine.trace(name);
      measured.set(name, { layers: layers.get(name) ?? [], step: step.get(name) ?? [], trace });
    }
    return { hello: engine.hello, plans: measured };
  } finally {
    await engine.close();
  }
}

function requireOneGpu({ model }: Plan): void {
  if (model.tensorParallel === 1) return;
  throw new PlannerError(
    "E_INVALID_MODEL",
    `the CUDA engine runs plans for one GPU, and this one is for ${model.tensorParallel}`,
    { remedy: "Use --engine simulator, or a plan made with --tp 1." },
  );
}
