import type { EngineSetup } from "../engine/cuda/open-device.ts";
import { CudaServingEngine } from "../engine/cuda/serving-engine.ts";
import { PlannerError } from "../errors.ts";
import type { RunWeights } from "../trial/run-weights.ts";
import type { ServingSet } from "./serving-set.ts";

export interface CudaServing {
  binary: string;
  device: number;
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
 * Opens a GPU for a set: all its programs captured, on one KV cache.
 *
 * @throws PlannerError `E_INVALID_MODEL` for a set of several GPUs, and what opening throws
 */
export async function openCuda(set: ServingSet, options: CudaServing): Promise<CudaServingEngine> {
  const { tensorParallel, shape } = set.model;
  if (tensorParallel !== 1) {
    throw new PlannerError(
      "E_INVALID_MODEL",
      `the CUDA engine serves plans for one GPU, and these are for ${tensorParallel}`,
      { remedy: "Use --engine simulator, or a set made with --tp 1." },
    );
  }
  const { weights, device, onForecast, ...others } = options;
  return CudaServingEngine.open({
    ...others,
    devices: [device],
    ...(onForecast !== undefined && { onForecast }),
    ...weights,
    shape,
    programs: new Map(set.programs.map(({ name, program }) => [name, program])),
    randomCache: false,
  });
}
