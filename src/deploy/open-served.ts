import { readModelWeights } from "../engine/reference/memory/checkpoint-weights.ts";
import { ReferenceServingEngine } from "../engine/reference/serving-engine.ts";
import { PacedSimulator } from "../engine/simulator/paced-simulator.ts";
import { PlannerError } from "../errors.ts";
import { randomFrom } from "../random.ts";
import type { RuntimeOptions } from "../runtime/serving/runtime.ts";
import type { ServingEngine } from "../step/serving-step.ts";
import type { RunWeights } from "../trial/run-weights.ts";
import { openCuda } from "./open-cuda.ts";
import { runtimeOptions, servingLimits } from "./serving-limits.ts";
import type { ServableSet, ServingSet } from "./serving-set.ts";
import { predictedStepTime } from "./step-time.ts";

/** An engine, and what a runtime serves on it by. */
export interface Served {
  engine: ServingEngine;
  runtime: RuntimeOptions;
  /** As their driver names them, by rank; missing where there is none. */
  gpuUuids?: readonly string[];
}

export interface ServedOptions {
  /** Tokens of KV to keep; as many as the set says when left out. */
  kvTokens: number | undefined;
  /** Most tokens of a request. */
  contextTokens: number | undefined;
  sharesPrefixes: boolean;
}

/** A GPU to serve on. */
export interface ServedGpu {
  binary: string;
  /** Indices of the GPUs, one a rank of the plans. */
  devices: readonly number[];
  weights: RunWeights;
  signal: AbortSignal;
}

/** A KV cache in float64 takes memory that a laptop needs for more. */
const MOST_REFERENCE_KV_TOKENS = 65_536;
/** Orders of instructions that waits leave open are drawn. */
const ORDER_SEED = 1;

/** @throws what opening a GPU throws */
export async function serveOnCuda(
  set: ServingSet,
  gpu: ServedGpu,
  options: ServedOptions,
): Promise<Served> {
  const limits = servingLimits(set, options);
  const { slots, kvPages, positions: contextTokens } = limits;
  const engine = await openCuda(set, {
    ...gpu,
    ...{ layers: set.model.layers, slots, kvPages, contextTokens },
  });
  const gpuUuids = engine.hello.devices.map(({ uuid }) => uuid);
  return { engine, runtime: runtimeOptions(set, limits, options), gpuUuids };
}

/** Steps take their predicted times, and tokens are made up. */
export function serveSimulated(set: ServingSet, options: ServedOptions): Served {
  const limits = servingLimits(set, options);
  const { vocabularySize } = set.model.shape;
  const engine = new PacedSimulator({ stepTime: predictedStepTime(set), vocabularySize });
  return { engine, runtime: runtimeOptions(set, limits, options) };
}

/**
 * A small model on the CPU, in float64.
 *
 * @param folder of a checkpoint of the set's model
 * @throws PlannerError `E_INVALID_MODEL` where it is of another model, and what reading it throws
 */
export function serveOnReference(set: ServableSet, folder: string, options: ServedOptions): Served {
  const { kvTokens = Math.min(set.kvCapacityTokens, MOST_REFERENCE_KV_TOKENS) } = options;
  const limits = servingLimits(set, { ...options, kvTokens });
  const engine = new ReferenceServingEngine({
    programs: new Map(set.programs.map(({ name, program }) => [name, program])),
    weights: readModelWeights(folder, set.model),
    kvPages: limits.kvPages,
    random: randomFrom(ORDER_SEED),
  });
  return { engine, runtime: runtimeOptions(set, limits, options) };
}

/** @throws PlannerError `E_INVALID_MODEL` on more positions than the model has */
export function contextOf(
  asked: number | undefined,
  { maxPositions }: { maxPositions?: number | undefined },
): number | undefined {
  if (asked === undefined || maxPositions === undefined || asked <= maxPositions) {
    return asked ?? maxPositions;
  }
  throw new PlannerError(
    "E_INVALID_MODEL",
    `the model has ${maxPositions} positions, and --max-context asks for ${asked}`,
    { remedy: `Ask for ${maxPositions} or fewer.` },
  );
}
