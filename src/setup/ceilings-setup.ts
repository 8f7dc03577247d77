import { PlannerError } from "../errors.ts";
import type { GpuSpec } from "../generated/gpu-spec.ts";
import { memoryFootprint, smallestTensorParallel } from "../model/footprint.ts";
import type { Model } from "../model/model-shape.ts";
import { readGpuSpec } from "../profile/gpu-spec.ts";
import {
  type CeilingsSource,
  ceilingsOfGpu,
  ceilingsOfSpec,
  type GpuCeilings,
  knownGpus,
} from "./known-ceilings.ts";
import type { PlanningOptions } from "./planning-options.ts";
import { requestedBatch } from "./requested-batch.ts";
import { type Setup, setUp } from "./setup.ts";

/** Options of an analysis. */
export interface AnalysisOptions extends PlanningOptions {
  /** A file with the ceilings of a GPU, instead of measurements. */
  gpuSpec?: string;
}

/** What an analysis is made for and from. */
export interface AnalysisSetup extends Setup {
  /** Where the ceilings come from, when no kernel of the model was measured. */
  ceilings?: CeilingsSource;
  /** The datasheet, where they come from one. */
  spec?: GpuSpec;
}

/**
 * Like `setUp`, for what needs no more than ceilings: any model, on GPUs with a store or a datasheet.
 *
 * @throws PlannerError as `setUp`; `E_NO_PROFILE` only for a GPU of which nothing is known; `E_USAGE`
 *   where a datasheet and measurements are both named
 */
export async function setUpAnalysis(
  options: AnalysisOptions,
  model: Model,
): Promise<AnalysisSetup> {
  const { gpuSpec } = options;
  if (gpuSpec !== undefined) {
    refuseMeasurements(options);
    return setUpBy(options, model, ceilingsOfSpec(readGpuSpec(gpuSpec), gpuSpec));
  }
  try {
    return await setUp(options, model);
  } catch (error) {
    const isMissing = error instanceof PlannerError && error.code === "E_NO_PROFILE";
    if (!isMissing || options.sessions !== undefined) throw error;
    const found = ceilingsOfGpu(options.gpu);
    if (found !== undefined) return setUpBy(options, model, found);
    throw new PlannerError(error.code, error.message, {
      remedy: `${error.remedy} By their ceilings, ${knownGpus().join(", ")} can be analysed, and any GPU with --gpu-spec.`,
    });
  }
}

/** @throws PlannerError `E_USAGE` */
function refuseMeasurements({ gpu, profile, sessions }: PlanningOptions): void {
  const named = [
    ...(gpu === undefined ? [] : ["--gpu"]),
    ...(profile === undefined ? [] : ["--profile"]),
    ...(sessions === undefined ? [] : ["--sessions"]),
  ];
  if (named.length === 0) return;
  throw new PlannerError("E_USAGE", `--gpu-spec contradicts ${named.join(" and ")}`, {
    remedy: "A file of ceilings says itself which GPU it is of: leave one of the two out.",
  });
}

async function setUpBy(
  options: PlanningOptions,
  model: Model,
  { file, memoryBytes, at }: GpuCeilings,
): Promise<AnalysisSetup> {
  const requested = await requestedBatch(options, model.maxPositions);
  const tensorParallel =
    options.tp ??
    smallestTensorParallel(model, memoryBytes, requested.usefulKvTokens, options.batch);
  const { profile, ...origin } = at(tensorParallel);
  const footprint = memoryFootprint(model, tensorParallel, memoryBytes, options.batch);
  const batches = requested.choices(footprint.kvCapacityTokens);
  const { name: workload, requests, lengths } = requested;
  return {
    ...{ model, tensorParallel, workload, batch: batches[0], batches, footprint, requests },
    lengths,
    ...{ profile: { profile, path: file }, profileFile: file, ...origin },
  };
}
