import { openCuda } from "../deploy/open-cuda.ts";
import { type ServingLimits, servingLimits } from "../deploy/serving-limits.ts";
import type { ServingSet } from "../deploy/serving-set.ts";
import { predictedStepTime } from "../deploy/step-time.ts";
import { whileOpening } from "../deploy/while-opening.ts";
import type { CaptureForecast } from "../engine/cuda/capture-forecast.ts";
import type { Opening } from "../engine/cuda/open-device.ts";
import type { ExecutorHello } from "../engine/cuda/process/protocol.ts";
import type { CudaServingEngine } from "../engine/cuda/serving-engine.ts";
import { ServingSimulator } from "../engine/simulator/serving-simulator.ts";
import type { ServingEngine } from "../step/serving-step.ts";
import type { RunWeights } from "../trial/run-weights.ts";
import { REAL_CLOCK, simulatedClock } from "./clocks.ts";
import type { ReplayClock } from "./run-replay.ts";

/** A GPU to replay on. */
export interface ReplayGpu {
  binary: string;
  /** Indices of the GPUs, one a rank of the plans. */
  devices: readonly number[];
  weights: RunWeights;
  layers: number;
  /** Called before programs are captured, with what each will take. */
  onForecast?: (forecast: readonly CaptureForecast[]) => void;
  /** Called when it serves. */
  onOpened?: (opening: Opening) => void;
}

export interface SessionOptions {
  /** Undefined: a simulated one. */
  gpu: ReplayGpu | undefined;
  /** Most tokens of a request that programs are captured for. */
  contextTokens: number | undefined;
  /** Tokens of KV to keep; as many as the set says when left out. */
  kvTokens: number | undefined;
  /** Ends the opening; once it is open, a replay listens to its own. */
  signal: AbortSignal;
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

/** An engine with the programs of some sets, on which replays run one after the other. */
export interface ReplaySession {
  engine: ServingEngine;
  clock: ReplayClock;
  limits: ServingLimits;
  /** Undefined for a simulated one. */
  machine: ReplayMachine | undefined;
  /** The engine where it is a GPU. */
  cuda: CudaServingEngine | undefined;
}

/**
 * Opens an engine for sets of one model. A program that two sets have under one name is the same in both.
 *
 * @throws PlannerError `E_INFEASIBLE` when the KV cache holds no page, and what opening a GPU throws
 */
export async function openSession(
  sets: readonly [ServingSet, ...ServingSet[]],
  options: SessionOptions,
): Promise<ReplaySession> {
  const [first] = sets;
  const programs = new Map(sets.flatMap((set) => set.programs.map((each) => [each.name, each])));
  const set = { ...first, programs: [...programs.values()] };
  const limits = servingLimits(set, options);
  const { gpu, signal } = options;
  if (gpu === undefined) {
    const engine = new ServingSimulator(predictedStepTime(set));
    const clock = simulatedClock(engine);
    return { engine, clock, limits, machine: undefined, cuda: undefined };
  }
  const engine = await openGpu(set, gpu, limits, signal);
  gpu.onOpened?.(engine.opening);
  return { engine, clock: REAL_CLOCK, limits, machine: machineOf(engine.hello), cuda: engine };
}

function openGpu(
  set: ServingSet,
  { onOpened: _, ...gpu }: ReplayGpu,
  { slots, kvPages, positions: contextTokens }: ServingLimits,
  signal: AbortSignal,
): Promise<CudaServingEngine> {
  return whileOpening(signal, (opening) =>
    openCuda(set, { ...gpu, signal: opening, slots, kvPages, contextTokens }),
  );
}

function machineOf({ devices: [device], ...hello }: ExecutorHello): ReplayMachine {
  const { gpu, uuid, powerLimitW } = device;
  const { driverVersion, cudaRuntimeVersion, cublasLtVersion } = hello;
  return { gpu, uuid, powerLimitW, driverVersion, cudaRuntimeVersion, cublasLtVersion };
}
