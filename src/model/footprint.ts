import { PlannerError } from "../errors.ts";
import type { ModelShape } from "../generated/plan.ts";
import { BYTES_PER_ELEMENT, type Model } from "./model-shape.ts";
import { matrixBytes } from "./precision.ts";
import { divides, type Shard, shardOf, TENSOR_PARALLEL_SIZES } from "./tensor-parallel.ts";
import { bytesOfShards, layerWeightShards, modelWeightShards } from "./weight-shards.ts";

/**
 * Share of the GPU's memory that weights, activations and KV cache may fill. The rest is for the
 * CUDA context, code, graphs, library workspaces and communication buffers.
 */
const USABLE_MEMORY_FRACTION = 0.9;

/** Tokens of a dense batch unless the user says otherwise. */
export const DEFAULT_BATCH_TOKENS = 2048;

/** An overlapped pipeline works on two layers at a time, each with its own buffers. */
const LAYERS_IN_FLIGHT = 2;

/** Memory of one GPU of a tensor-parallel group; bytes unless named otherwise. */
export interface MemoryFootprint {
  usableBytes: number;
  weightBytes: number;
  activationBytes: number;
  kvBytesPerToken: number;
  /** Tokens of context that the KV cache holds, over all requests. */
  kvCapacityTokens: number;
}

/**
 * @throws PlannerError `E_INVALID_MODEL` when the tensor parallelism does not divide the model
 */
export function weightBytesPerGpu({ shape, layers }: Model, tensorParallel: number): number {
  const layer = bytesOfShards(layerWeightShards(shape, tensorParallel, 0));
  const model = bytesOfShards(modelWeightShards(shape, tensorParallel, 0));
  return layers * layer + model;
}

/**
 * Key and value of one token in all layers, with their scales.
 *
 * @throws PlannerError `E_INVALID_MODEL` when the tensor parallelism does not divide the model
 */
export function kvBytesPerToken(model: Model, tensorParallel: number): number {
  const { headSize, precision } = model.shape;
  const { kvHeads } = shardOf(model.shape, tensorParallel);
  return 2 * model.layers * matrixBytes(kvHeads, headSize, precision?.kv);
}

/**
 * What a model at work needs of one GPU, and the KV cache that is left.
 *
 * @param memoryBytes memory of one GPU
 * @param batchTokens largest dense batch; activations are reserved for it
 * @throws PlannerError `E_INVALID_MODEL` when the tensor parallelism does not divide the model
 * @throws PlannerError `E_INFEASIBLE` with the sum when weights and activations do not fit
 */
export function memoryFootprint(
  model: Model,
  tensorParallel: number,
  memoryBytes: number,
  batchTokens: number = DEFAULT_BATCH_TOKENS,
): MemoryFootprint {
  const footprint = divideMemory(model, tensorParallel, memoryBytes, batchTokens);
  if (footprint.kvCapacityTokens > 0) return footprint;
  const { usableBytes, weightBytes, activationBytes } = footprint;
  throw new PlannerError(
    "E_INFEASIBLE",
    `${model.id} does not fit a GPU at tensor parallelism ${tensorParallel}: ` +
      `weights ${gigabytes(weightBytes)} + activations ${gigabytes(activationBytes)} = ` +
      `${gigabytes(weightBytes + activationBytes)}, but ${gigabytes(usableBytes)} are usable ` +
      `(${USABLE_MEMORY_FRACTION * 100}% of ${gigabytes(memoryBytes)})`,
    { remedy: remedyOf(model, tensorParallel, memoryBytes, batchTokens, footprint) },
  );
}

/** Only what helps: other sizes at which it fits, and a smaller batch where that is what fills the GPU. */
function remedyOf(
  model: Model,
  tensorParallel: number,
  memoryBytes: number,
  batchTokens: number,
  { weightBytes, usableBytes }: MemoryFootprint,
): string {
  const fitting = TENSOR_PARALLEL_SIZES.filter(
    (size) =>
      size > tensorParallel &&
      divides(model.shape, size) &&
      divideMemory(model, size, memoryBytes, batchTokens).kvCapacityTokens > 0,
  );
  const ways = [
    ...(fitting.length > 0 ? [`--tp ${fitting.join(" or ")}`] : []),
    ...(weightBytes < usableBytes ? ["a smaller dense batch"] : []),
    "a GPU with more memory or a smaller model",
  ];
  return `Use ${ways.join(", ")}.`;
}

/**
 * The smallest tensor-parallel size of one host whose weights leave room for a useful KV cache; the
 * largest that fits at all when none does.
 *
 * @param memoryBytes memory of one GPU
 * @param usefulKvTokens context tokens that the KV cache should hold, see `usefulKvTokens`
 * @throws PlannerError `E_INFEASIBLE` when the weights fit at no size
 */
export function smallestTensorParallel(
  model: Model,
  memoryBytes: number,
  usefulKvTokens: number,
  batchTokens: number = DEFAULT_BATCH_TOKENS,
): number {
  const sizes = TENSOR_PARALLEL_SIZES.filter((size) => divides(model.shape, size));
  const useful = sizes.find((size) => {
    const { kvCapacityTokens } = divideMemory(model, size, memoryBytes, batchTokens);
    return kvCapacityTokens >= Math.max(1, usefulKvTokens);
  });
  if (useful !== undefined) return useful;
  const largest = Math.max(...sizes);
  memoryFootprint(model, largest, memoryBytes, batchTokens);
  return largest;
}

function divideMemory(
  model: Model,
  tensorParallel: number,
  memoryBytes: number,
  batchTokens: number,
): MemoryFootprint {
  const usableBytes = memoryBytes * USABLE_MEMORY_FRACTION;
  const weightBytes = weightBytesPerGpu(model, tensorParallel);
  const activationBytes = batchTokens * activationBytesPerToken(model, tensorParallel);
  const bytesPerToken = kvBytesPerToken(model, tensorParallel);
  const freeBytes = Math.max(0, usableBytes - weightBytes - activationBytes);
  return {
    usableBytes,
    weightBytes,
    activationBytes,
    kvBytesPerToken: bytesPerToken,
    kvCapacityTokens: Math.floor(freeBytes / bytesPerToken),
  };
}

/**
 * Upper estimate: every activation of a layer has a buffer of its own, for each layer in flight,
 * and every token yields logits.
 */
function activationBytesPerToken({ shape }: Model, tensorParallel: number): number {
  const shard = shardOf(shape, tensorParallel);
  const attention = shard.qkvWidth + shard.attentionWidth;
  const layer = 3 * shape.hiddenSize + attention + mlpWidth(shape.hiddenSize, shard.mlp);
  const bytes = (LAYERS_IN_FLIGHT * layer + shard.vocabularySize) * BYTES_PER_ELEMENT;
  return bytes + LAYERS_IN_FLIGHT * quantisedBytesPerToken(shape, shard);
}

/** What quantised activations add: those of attention lie beside what they were made of. */
function quantisedBytesPerToken({ precision }: ModelShape, { attentionWidth }: Shard): number {
  const format = precision?.activations;
  return format === undefined ? 0 : matrixBytes(1, attentionWidth, format);
}

/** Gate and up projections and their product; for experts also their input and output rows. */
function mlpWidth(hiddenSize: number, mlp: Shard["mlp"]): number {
  if (mlp.kind === "dense") return 3 * mlp.intermediateSize;
  const routed = mlp.expertsPerToken * (2 * hiddenSize + 3 * mlp.expertIntermediateSize);
  return routed + 3 * mlp.sharedExpertIntermediateSize;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
