import { openCuda } from "../deploy/open-cuda.ts";
import { runtimeOptions, type ServingLimits, servingLimits } from "../deploy/serving-limits.ts";
import type { ServingSet } from "../deploy/serving-set.ts";
import { predictedStepTime } from "../deploy/step-time.ts";
import type { ExecutorHello } from "../engine/cuda/process/protocol.ts";
import { ServingSimulator } from "../engine/simulator/serving-simulator.ts";
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
  const limits = servingLimits(set, options);
  const stepTime = predictedStepTime(set);
  const { engine, clock, machine } = await open(set, limits, options);
  const recorded = new RecordedEngine(engine, stepTime);
  try {
    const log = await runReplay(recorded, requests, {
      ...runtimeOptions(set, limits, { sharesPrefixes }),
      clock,
      maxTokens: options.maxTokens ?? longestOutput,
      sampling: { temperature },
      seed,
      signal,
      ...(onProgress !== undefined && { onProgress }),
    });
    return { log, machine };
  } finally {
    await recorded.close();
  }
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
