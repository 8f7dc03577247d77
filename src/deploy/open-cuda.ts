import type { EngineSetup } from "../engine/cuda/open-device.ts";
import { CudaServingEngine } from "../engine/cuda/serving-engine.ts";
import type { RunWeights } from "../trial/run-weights.ts";
import type { ServingSet } from "./serving-set.ts";

export interface CudaServing {
  binary: string;
  /** Indices of the GPUs, one a rank of the plans. */
  devices: readonly number[];
  signal: AbortSignal;
  weights: RunWeights;
  layers: number;
  kvPages: number;
  /** Requests that may run at once. */
  slots: number;
  /** Most tokens of a request, prompt and output. */
  contextTokens: number;
  onForecast?: EngineSetup["onForecast"];
}

/**
 * Opens the GPUs of a set: all its programs captured, on one KV cache.
 *
 * @throws PlannerError what opening throws
 */
export async function openCuda(set: ServingSet, options: CudaServing): Promise<CudaServingEngine> {
  const { weights, onForecast, ...others } = options;
  return CudaServingEngine.open({
    ...others,
    ...(onForecast !== undefined && { onForecast }),
    ...weights,
    shape: set.model.shape,
    programs: new Map(set.programs.map(({ name, program }) => [name, program])),
    randomCache: false,
  });
}
