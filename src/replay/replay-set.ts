import { openCuda } from "../deploy/open-cuda.ts";
import type { ServingSet } from "../deploy/serving-set.ts";
import { predictedStepTime, servingChoice } from "../deploy/step-time.ts";
import type { ExecutorHello } from "../engine/cuda/process/protocol.ts";
import { ServingSimulator } from "../engine/simulator/serving-simulator.ts";
import { PlannerError } from "../errors.ts";
import { pageTokensOf } from "../program/page-tokens.ts";
import { mostDecoding, programRows } from "../runtime/rows/program-rows.ts";
import { builtInPositions } from "../setup/position-remarks.ts";
import type { ServingEngine } from "../step/serving-step.ts";
import type { RunWeights } from "../trial/run-weights.ts";
import { REAL_CLOCK, simulatedClock } from "./clocks.ts";
import { RecordedEngine } from "./recorded-engine.ts";
import type { ReplayLog } from "./replay-log.ts";
import type { ReplayRequest } from "./requests/replay-request.ts";
import { type ReplayClock, runReplay } from "./run-replay.ts";

/** A GPU to replay on. */
export interface ReplayGpu {
  binary: string;
  device: number;
  weights: RunWeights;
  layers: number;
}

export interface ReplaySetOptions {
  /** Undefined: a simulated one. */
  gpu: ReplayGpu | undefined;
  /** Most output tokens that a request asks for; those of the longest output when left out. */
  maxTokens: number | undefined;
  /** Most tokens of a request that programs are captured for. */
  contextTokens: number | undefined;
  /** Tokens of KV to keep; as many as the set says when left out. */
  kvTokens: number | undefined;
  temperature: number;
  sharesPrefixes: boolean;
  seed: number;
  signal: AbortSignal;
  onProgress?: (endedRequests: number) => void;
}

/** What served: the GPU and its software. */
export interface ReplayMachine {
  gpu: string;
  uuid: string;
  powerLimitW: number | null;
  driverVersion: string;
  cudaRuntimeVersion: string;
  cublasLtVersion: string;
}

export interface ReplayOutcome {
  log: ReplayLog;
  /** Undefined for a simulated one. */
  machine: ReplayMachine | undefined;
}

/** Slots beside the requests that decode: those whose prompts are worked on. */
const SLOTS_PER_DECODING = 1.25;
const LEAST_FURTHER_SLOTS = 64;

/** Positions where a model does not say how many it has. */
const UNKNOWN_POSITIONS = 131_072;

/**
 * Replays requests on a set of plans, on a GPU or simulated.
 *
 * @throws PlannerError `E_INFEASIBLE` when the KV cache holds no page, and what opening a GPU and
 *   running on it throw
 */
export async function replaySet(
  set: ServingSet,
  given: readonly ReplayRequest[],
  options: ReplaySetOptions,
): Promise<ReplayOutcome> {
  const { maxTokens: most = Number.POSITIVE_INFINITY } = options;
  const requests = given.map(({ outputTokens, ...request }) => ({
    ...request,
    outputTokens: Math.min(outputTokens, most),
  }));
  const { seed, signal, onProgress, temperature, sharesPrefixes } = options;
  const longestOutput = requests.reduce(
    (most, { outputTokens }) => Math.max(most, outputTokens),
    1,
  );
  const limits = limitsOf(set, options);
  const stepTime = predictedStepTime(set);
  const { engine, clock, machine } = await open(set, limits, options);
  const recorded = new RecordedEngine(engine, stepTime);
  try {
    const log = await runReplay(recorded, requests, {
      ...limits,
      clock,
      maxTokens: options.maxTokens ?? longestOutput,
      sampling: { temperature },
      vocabularySize: set.model.shape.vocabularySize,
      programs: set.programs.map(({ name, program }) => ({ name, batch: program.batch })),
      choice: servingChoice(set),
      sharesPrefixes,
      outputShare: "learned",
      seed,
      signal,
      ...(onProgress !== undefined && { onProgress }),
    });
    return { log, machine };
  } finally {
    await recorded.close();
  }
}

interface ServingLimits {
  slots: number;
  pageTokens: number;
  kvPages: number;
  positions: number;
}

function limitsOf(
  { programs, model, kvCapacityTokens }: ServingSet,
  { kvTokens = kvCapacityTokens, contextTokens }: ReplaySetOptions,
): ServingLimits {
  const batches = programs.map(({ program }) => programRows(program.batch));
  const decoding = Math.max(...batches.map((rows) => mostDecoding(rows, false)));
  const pageTokens = Math.max(...programs.map(({ program }) => pageTokensOf(program)));
  const pages = Math.floor(kvTokens / pageTokens);
  if (pages < 1) {
    throw new PlannerError("E_INFEASIBLE", `a KV cache of ${kvTokens} tokens holds no page`, {
      remedy: `Give ${pageTokens} tokens or more.`,
    });
  }
  return {
    slots: Math.max(decoding + LEAST_FURTHER_SLOTS, Math.ceil(decoding * SLOTS_PER_DECODING)),
    pageTokens,
    kvPages: pages + 1,
    positions: contextTokens ?? builtInPositions({ model }) ?? UNKNOWN_POSITIONS,
  };
}

async function open(
  set: ServingSet,
  limits: ServingLimits,
  { gpu, signal }: ReplaySetOptions,
): Promise<{ engine: ServingEngine; clock: ReplayClock; machine?: ReplayMachine }> {
  if (gpu === undefined) {
    const engine = new ServingSimulator(predictedStepTime(set));
    return { engine, clock: simulatedClock(engine) };
  }
  // Once it is open, an interrupt ends the requests and not the engine, which has steps to finish.
  const opening = new AbortController();
  const abort = () => opening.abort(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    const { slots, kvPages, positions: contextTokens } = limits;
    const engine = await openCuda(set, {
      ...{ ...gpu, signal: opening.signal },
      ...{ slots, kvPages, contextTokens },
    });
    return { engine, clock: REAL_CLOCK, machine: machineOf(engine.hello) };
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function machineOf({ devices: [device], ...hello }: ExecutorHello): ReplayMachine {
  const { gpu, uuid, powerLimitW } = device;
  const { driverVersion, cudaRuntimeVersion, cublasLtVersion } = hello;
  return { gpu, uuid, powerLimitW, driverVersion, cudaRuntimeVersion, cublasLtVersion };
}
