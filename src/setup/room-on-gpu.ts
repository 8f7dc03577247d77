import { PlannerError } from "../errors.ts";
import { memoryFootprint, smallestTensorParallel } from "../model/footprint.ts";
import type { Model } from "../model/model-shape.ts";
import { readGpuSpec } from "../profile/gpu-spec.ts";
import { nearestNames } from "../text/nearest-name.ts";
import {
  type CeilingsSource,
  ceilingsOfGpu,
  ceilingsOfSpec,
  type GpuCeilings,
  knownGpus,
} from "./known-ceilings.ts";
import { requestedBatch } from "./requested-batch.ts";

/** A GPU, by its id or by a file of its ceilings. */
export interface GpuOptions {
  gpu?: string;
  gpuSpec?: string;
}

/** How a model fits a GPU at the smallest parallelism that leaves room for the default workload. */
export interface Room {
  /** As the user named it. */
  gpu: string;
  tensorParallel: number;
  /** Of one GPU. */
  weightBytes: number;
  kvBytesPerToken: number;
  kvCapacityTokens: number;
  /** Where the size of the memory comes from. */
  source: CeilingsSource;
}

/**
 * Says of a model how it fits a GPU.
 *
 * @returns of each model undefined where it fits at no parallelism
 * @throws PlannerError `E_USAGE` where both or neither is named, `E_UNKNOWN_NAME` for a GPU of which
 *   nothing is known, and what `readGpuSpec` throws
 */
export async function roomOn(options: GpuOptions): Promise<(model: Model) => Room | undefined> {
  const { file: gpu, memoryBytes, memorySource: source } = ceilingsOf(options);
  const { usefulKvTokens } = await requestedBatch({ model: "" });
  return (model) => {
    try {
      const tensorParallel = smallestTensorParallel(model, memoryBytes, usefulKvTokens);
      const footprint = memoryFootprint(model, tensorParallel, memoryBytes);
      const { weightBytes, kvBytesPerToken, kvCapacityTokens } = footprint;
      return { gpu, tensorParallel, weightBytes, kvBytesPerToken, kvCapacityTokens, source };
    } catch (error) {
      if (error instanceof PlannerError && error.code === "E_INFEASIBLE") return undefined;
      throw error;
    }
  };
}

function ceilingsOf({ gpu, gpuSpec }: GpuOptions): GpuCeilings {
  if (gpu !== undefined && gpuSpec !== undefined)
    throw new PlannerError("E_USAGE", "--gpu-spec contradicts --gpu", {
      remedy: "A file of ceilings says itself which GPU it is of: leave one of the two out.",
    });
  if (gpuSpec !== undefined) {
    const spec = readGpuSpec(gpuSpec);
    return ceilingsOfSpec(spec, spec.id);
  }
  const known = ceilingsOfGpu(gpu);
  if (known !== undefined) return known;
  const [meant] = nearestNames(gpu ?? "", knownGpus(), 1);
  const suggestion = meant === undefined ? "" : `Did you mean ${meant}? `;
  throw new PlannerError("E_UNKNOWN_NAME", `nothing is known of a GPU ${gpu}`, {
    remedy: `${suggestion}Known are ${knownGpus().join(", ")}; --gpu-spec reads the ceilings of any other from a file.`,
  });
}
