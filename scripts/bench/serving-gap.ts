/**
 * Serves the step that a plan is made for again and again, with the next step always under way, and
 * measures what serving adds to the program's own time: the gap between steps on the GPU, the host's
 * time a step, and the time of a whole step beside that of the program launched back to back, once as
 * it is captured for serving and once for this step's exact limits. Prints JSON. The build left aside,
 * it takes about a minute.
 *
 * Usage: npm run bench:serving [-- PLAN] [--context TOKENS] [--steps N] [--device I] [--native PROGRAM]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, or native-executor cannot be built.
 */
import { parseArgs } from "node:util";
import { quantileSorted } from "simple-statistics";
import { limitsOf } from "../../src/engine/cuda/binding/step-inputs.ts";
import { CudaEngine } from "../../src/engine/cuda/cuda-engine.ts";
import type { ExecutorHello, TimingSlice } from "../../src/engine/cuda/process/protocol.ts";
import { type CudaServedStep, CudaServingEngine } from "../../src/engine/cuda/serving-engine.ts";
import type { TracedInstruction } from "../../src/engine/cuda/timing.ts";
import type { Program } from "../../src/generated/program.ts";
import { readPlan } from "../../src/plan/plan-file.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import { LAST_SAMPLED, type PageEntry, type ServingStep } from "../../src/step/serving-step.ts";
import type { Step } from "../../src/step/step.ts";
import { workloadSteps } from "../../src/step/workload-step.ts";
import { randomRunWeights } from "../../src/trial/run-weights.ts";
import {
  executorBinary,
  GPU_OPTIONS,
  note,
  requireCount,
  requireDevice,
  runBenchmark,
} from "./benchmark.ts";

const USAGE =
  "Usage: npm run bench:serving [-- PLAN] [--context TOKENS] [--steps N] [--device I] [--native PROGRAM]";
const OPTIONS = {
  context: { type: "string", default: "8192" },
  steps: { type: "string", default: "200" },
  ...GPU_OPTIONS,
} as const;
const PLAN = "plans/h200-sxm/llama-3-8b-tp1-1024-512.plan.yaml";
const PROGRAM = "plan";
/** Of the steps, those at the start do not count: clock and power settle. */
const SETTLING = 0.3;
const SLICE_SECONDS = 3;
const ROUNDS = 2;

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: OPTIONS,
    allowPositionals: true,
  });
  requireDevice(values);
  requireCount("context", values.context, "tokens");
  requireCount("steps", values.steps, "steps");
  if (positionals.length > 1) throw new Error("one plan at a time");
  return { ...values, plan: positionals[0] ?? PLAN };
}

async function main(options: ReturnType<typeof readOptions>, signal: AbortSignal): Promise<void> {
  const { plan } = readPlan(options.plan);
  const binary = await executorBinary(options, signal);
  const program = lowerPlan(plan, plan.model.layers);
  const { steps, kvPages } = workloadSteps(plan, [program], pageTokensOf(program));
  const step = steps[0] as Step;
  const { shape, layers } = plan.model;
  const setup = {
    ...{ binary, devices: [Number(options.device)], signal, shape, layers, kvPages },
    ...{ ...randomRunWeights(1), randomCache: true },
  };

  note("times the program for the step's exact limits");
  const engine = await CudaEngine.open({
    ...setup,
    programs: new Map([[PROGRAM, { program, limits: limitsOf(program, [step]) }]]),
  });
  let exact: Timed;
  try {
    await engine.step(PROGRAM, step);
    const slices = await engine.time([PROGRAM], "step", SLICE_SECONDS, ROUNDS);
    exact = { slices: slices.get(PROGRAM) ?? [], trace: await engine.trace(PROGRAM) };
  } finally {
    await engine.close();
  }

  const contextTokens = Number(options.context);
  note(`serves, captured for contexts of ${contextTokens} tokens`);
  const openedAt = performance.now();
  const serving = await CudaServingEngine.open({
    ...setup,
    programs: new Map([[PROGRAM, program]]),
    slots: step.sequences.length,
    contextTokens,
  });
  const openSeconds = (performance.now() - openedAt) / 1000;
  try {
    const served = await serve(serving, step, Number(options.steps), pageTokensOf(program));
    const slices = await serving.time([PROGRAM], SLICE_SECONDS, ROUNDS);
    const trace = await serving.trace(PROGRAM);
    const captured = { slices: slices.get(PROGRAM) ?? [], trace };
    process.stdout.write(
      documentText(serving.hello, options, program, openSeconds, served, { exact, captured }),
    );
  } finally {
    await serving.close();
  }
}

/** A program launched back to back, and once with time stamps. */
interface Timed {
  slices: readonly TimingSlice[];
  trace: readonly TracedInstruction[];
}

interface Sample extends CudaServedStep {
  /** Of this process, for checking, encoding and sending the step. */
  submitUs: number;
}

/** All rows of decoding go on from the token that the step before sampled, at the same position. */
async function serve(
  engine: CudaServingEngine,
  step: Step,
  count: number,
  pageTokens: number,
): Promise<Sample[]> {
  const slots = Int32Array.from(step.sequences, (_, slot) => slot);
  const all = step.sequences.flatMap(({ pages }, slot) =>
    pages.map((page, index): PageEntry => ({ slot, index, page })),
  );
  const first: ServingStep = { ...step, slots, pageEntries: all, sampling: [] };
  const sampled = new Set(step.sampledRows);
  const next: ServingStep = {
    ...first,
    tokenIds: step.tokenIds.map((token, row) => (sampled.has(row) ? LAST_SAMPLED : token)),
    // As many as fill a page in a step, as in steady serving.
    pageEntries: all.filter(
      (_, index) => index % Math.ceil((all.length * pageTokens) / step.tokenIds.length) === 0,
    ),
  };
  const samples: Sample[] = [];
  const underWay: Promise<Sample>[] = [];
  const take = async () => samples.push((await underWay.shift()) as Sample);
  for (let index = 0; index < count; index++) {
    const from = performance.now();
    const answer = engine.submit(PROGRAM, index === 0 ? first : next);
    const submitUs = (performance.now() - from) * 1000;
    underWay.push(answer.then((result) => ({ ...result, submitUs })));
    if (underWay.length === engine.depth) await take();
  }
  while (underWay.length > 0) await take();
  return samples;
}

function documentText(
  { driverVersion, cudaRuntimeVersion, devices: [{ gpu, uuid, powerLimitW }] }: ExecutorHello,
  { plan, context }: ReturnType<typeof readOptions>,
  { tokens }: Program,
  openSeconds: number,
  served: readonly Sample[],
  timed: Readonly<Record<string, Timed>>,
): string {
  const steady = served.slice(Math.floor(served.length * SETTLING));
  const stepUs = steady.map(({ deviceUs, gapUs }) => deviceUs + (gapUs ?? 0));
  const gaps = steady.map(({ gapUs }) => gapUs ?? 0);
  const document = {
    ...{ gpu, uuid, powerLimitW, driverVersion, cudaRuntimeVersion },
    measuredAt: new Date().toISOString(),
    ...{ plan, contextTokens: Number(context), tokens, steps: steady.length, openSeconds },
    gapUs: summary(gaps),
    stepUs: summary(stepUs),
    deviceUs: summary(steady.map(({ deviceUs }) => deviceUs)),
    executorHostUs: summary(steady.map(({ hostUs }) => hostUs)),
    submitUs: summary(steady.map(({ submitUs }) => submitUs)),
    firstSubmitUs: served[0]?.submitUs,
    failures: served.filter(({ failures }) => failures.length > 0).length,
    ...Object.fromEntries(Object.entries(timed).map(([name, each]) => [name, describe(each)])),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function describe({ slices, trace }: Timed) {
  const operationsUs: Record<string, number> = {};
  for (const { name, startUs, endUs } of trace)
    operationsUs[name] = (operationsUs[name] ?? 0) + endUs - startUs;
  return {
    slices: slices.map(({ medianUs, clockMhz, powerW }) => ({ medianUs, clockMhz, powerW })),
    operationsUs,
  };
}

function summary(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => quantileSorted(sorted, share);
  return { median: at(0.5), p90: at(0.9), p99: at(0.99), most: at(1) };
}
