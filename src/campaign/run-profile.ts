import { normsOf } from "../ir/fused-norms.ts";
import { buildLayerGraph } from "../ir/layer-graph.ts";
import { stepOperations } from "../ir/step-operations.ts";
import { smallestTensorParallel } from "../model/footprint.ts";
import type { Model } from "../model/model-shape.ts";
import { precisionText } from "../model/precision.ts";
import { shardOf } from "../model/tensor-parallel.ts";
import { buildNativeProfiler } from "../native/build.ts";
import { requireGpu } from "../native/require-gpu.ts";
import { usefulKvTokens } from "../workload/dense-batch.ts";
import { DEFAULT_WORKLOAD, parseWorkload } from "../workload/parse-workload.ts";
import { campaignKernels } from "./jobs/campaign.ts";
import {
  type ProfileIo,
  type ProfileOptions,
  type ProfileResult,
  profileModel,
} from "./profile-model.ts";
import { NativeServer } from "./session/server.ts";

export interface RunOptions extends Omit<ProfileOptions, "binary"> {
  model: Model;
  /** By default the smallest that leaves room for a useful KV cache on the GPU at hand. */
  tensorParallel?: number;
  /** A native-profiler that was built already. */
  native?: string;
}

export interface RunIo extends ProfileIo {
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Builds the native profiler if need be, and measures all kernels of a model with it.
 *
 * @throws PlannerError `E_INVALID_MODEL` when the parallelism does not divide the model,
 *   `E_INFEASIBLE` when it fits at none, and as {@link requireGpu}, {@link buildNativeProfiler} and
 *   {@link profileModel} do
 */
export async function runProfile(options: RunOptions, io: RunIo): Promise<ProfileResult> {
  const { model, native, tensorParallel: chosen, ...rest } = options;
  if (chosen !== undefined) shardOf(model.shape, chosen);
  if (native === undefined) requireGpu(io.env);
  const binary = native ?? (await buildNativeProfiler(io));
  const tensorParallel = chosen ?? (await suitableTensorParallel(model, binary, rest, io));
  const both = { decodeTokens: 1, prefillTokens: 1 };
  const ways = normsOf(model.shape);
  const kernels = campaignKernels(
    ways.flatMap((norms) => buildLayerGraph(model.shape, tensorParallel, both, norms).operations),
    ways.flatMap((norms) => stepOperations(model.shape, tensorParallel, norms)),
  );
  const formats = precisionText(model.shape);
  const subject = {
    modelId: model.id,
    ...(formats !== undefined && { formats }),
    ...{ tensorParallel, layers: model.layers, kernels },
  };
  return profileModel(subject, { ...rest, binary }, io);
}

/** Asks the first GPU for its memory. */
async function suitableTensorParallel(
  model: Model,
  binary: string,
  { firstDevice, maxTokens }: Pick<ProfileOptions, "firstDevice" | "maxTokens">,
  { signal }: ProfileIo,
): Promise<number> {
  const { server, hello } = await NativeServer.start({ binary, devices: [firstDevice], signal });
  await server.close();
  const useful = usefulKvTokens(parseWorkload(DEFAULT_WORKLOAD));
  return smallestTensorParallel(model, hello.memoryBytes, useful, maxTokens);
}
