import { buildLayerGraph } from "../../ir/layer-graph.ts";
import { stepOperations } from "../../ir/step-operations.ts";
import { smallestTensorParallel } from "../../model/footprint.ts";
import type { Model } from "../../model/model-shape.ts";
import { precisionText } from "../../model/precision.ts";
import { divides } from "../../model/tensor-parallel.ts";
import { usefulKvTokens } from "../../workload/dense-batch.ts";
import { DEFAULT_WORKLOAD, parseWorkload } from "../../workload/parse-workload.ts";
import { type CampaignKernel, campaignKernels } from "../jobs/campaign.ts";

/** A model at a parallelism, with its kernels that one GPU can measure. */
export interface Subject {
  model: Model;
  tensorParallel: number;
  /** Whether it is the smallest parallelism at which the model fits with a useful KV cache. */
  smallest: boolean;
  /** Of the largest dense batch that it is to be planned for. */
  maxTokens: number;
  /** Without collectives, which need several GPUs. */
  kernels: readonly CampaignKernel[];
}

/** Parallelisms beyond the smallest that are worth measuring, unless others are asked for. */
const MOST_RANKS = 4;

/** Such as `qwen3-8b at TP 1`. */
export function subjectName({ model, tensorParallel }: Subject): string {
  const formats = precisionText(model.shape);
  return `${model.id} at TP ${tensorParallel}${formats === undefined ? "" : ` (${formats})`}`;
}

/**
 * What a library answers for: each model at the smallest parallelism that fits and at the next, or
 * at all of those asked for that divide it.
 *
 * @param memoryBytes of one GPU
 */
export function subjectsOf(
  models: readonly Model[],
  memoryBytes: number,
  maxTokens: number,
  sizes?: readonly number[],
): Subject[] {
  const useful = usefulKvTokens(parseWorkload(DEFAULT_WORKLOAD));
  return models.flatMap((model) => {
    const smallest = smallestTensorParallel(model, memoryBytes, useful, maxTokens);
    const next = 2 * smallest;
    const wanted = sizes ?? [smallest, ...(next <= MOST_RANKS ? [next] : [])];
    return wanted
      .filter((size) => divides(model.shape, size))
      .map((tensorParallel) => ({
        model,
        tensorParallel,
        smallest: tensorParallel === smallest,
        maxTokens,
        kernels: kernelsOnOneGpu(model, tensorParallel),
      }));
  });
}

function kernelsOnOneGpu({ shape }: Model, tensorParallel: number): CampaignKernel[] {
  const both = { decodeTokens: 1, prefillTokens: 1 };
  const kernels = campaignKernels(
    buildLayerGraph(shape, tensorParallel, both).operations,
    stepOperations(shape, tensorParallel),
  );
  return kernels.filter(({ kernel }) => kernel.kind !== "all_reduce");
}
