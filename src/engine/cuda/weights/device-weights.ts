import { PlannerError } from "../../../errors.ts";
import type { ModelShape } from "../../../generated/plan.ts";
import { BYTES_PER_ELEMENT } from "../../../model/model-shape.ts";
import { SCALE_BYTES } from "../../../model/precision.ts";
import { rankShape } from "../../../model/tensor-parallel.ts";
import {
  layerWeightShards,
  modelWeightShards,
  type RankShare,
  routerRows,
  type WeightShard,
} from "../../../model/weight-shards.ts";

/** A weight on the GPU: row-major [rows, columns], bf16 or as its format says. */
export interface DeviceTensor extends WeightShard {
  /** In the region of weights, bytes. */
  offset: number;
  /** Of a quantised weight, likewise: float32, one a row. */
  scalesOffset?: number;
  /** Undefined for weights that a model has once. */
  layer?: number;
  /** The same weight where one GPU holds all of it: as many slices, in the same order. */
  whole: WeightShard;
}

export interface DeviceWeights {
  share: RankShare;
  /** The same for all ranks, as are the offsets. */
  bytes: number;
  /** `embedding`, `final_norm`, `lm_head`, and `<layer>.<name>`: that of the operation, except for what several share. */
  tensors: ReadonlyMap<string, DeviceTensor>;
}

/** Of router.cu. */
const MOST_ROUTER_ROWS = 128;

/** For the tensor copy engine and vector loads. */
const ALIGNMENT_BYTES = 256;

/**
 * Lays out what a rank holds of the weights of a model: query, key and value in one matrix, gate and up in
 * another, those of all experts one after the other.
 *
 * @throws PlannerError `E_INVALID_MODEL` on a model that the kernels cannot run
 */
export function layOutWeights(
  shape: ModelShape,
  layers: number,
  share: RankShare = { rank: 0, of: 1 },
): DeviceWeights {
  requireKernels(rankShape(shape, share.of));
  const tensors = new Map<string, DeviceTensor>();
  let bytes = 0;
  const take = (size: number) => {
    const offset = bytes;
    bytes += Math.ceil(size / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return offset;
  };
  const add = (name: string, tensor: Omit<DeviceTensor, "offset">) => {
    const elements = tensor.rows * tensor.columns;
    const isNarrow = tensor.format !== undefined;
    const offset = take(isNarrow ? elements : elements * BYTES_PER_ELEMENT);
    const scales = isNarrow && { scalesOffset: take(tensor.rows * SCALE_BYTES) };
    tensors.set(name, { ...tensor, offset, ...scales });
  };
  for (const held of withWhole(modelWeightShards, shape, share)) add(held.name, held);
  const shards = withWhole(layerWeightShards, shape, share);
  for (let layer = 0; layer < layers; layer++)
    for (const held of shards) add(`${layer}.${held.name}`, { ...held, layer });
  const embedding = tensors.get("embedding");
  if (shape.tiedEmbeddings && embedding !== undefined) tensors.set("lm_head", embedding);
  return { share, bytes, tensors };
}

/** Bytes that the largest quantised weight has in bf16; 0 where there is none. */
export function stagingBytes({ tensors }: DeviceWeights): number {
  const narrow = [...tensors.values()].filter(({ format }) => format !== undefined);
  return Math.max(0, ...narrow.map(({ rows, columns }) => rows * columns * BYTES_PER_ELEMENT));
}

function withWhole(
  shardsOf: typeof layerWeightShards,
  shape: ModelShape,
  { rank, of }: RankShare,
): (WeightShard & Pick<DeviceTensor, "whole">)[] {
  const whole = shardsOf(shape, 1, 0);
  return shardsOf(shape, of, rank).map((shard, index) => ({
    ...shard,
    whole: whole[index] as WeightShard,
  }));
}

/** @throws PlannerError `E_INVALID_MODEL` on a model that the kernels cannot run */
export function requireKernels({
  headSize,
  hiddenSize,
  queryHeads,
  kvHeads,
  mlp,
}: ModelShape): void {
  const lacking = [
    headSize !== 64 && headSize !== 128 ? `heads of ${headSize} (64 and 128 have kernels)` : "",
    hiddenSize % 8 !== 0 ? `a hidden size of ${hiddenSize} (multiples of 8 have kernels)` : "",
    queryHeads / kvHeads > 8 ? `${queryHeads / kvHeads} query heads per KV head (up to 8 do)` : "",
    mlp.kind === "moe" && routerRows(mlp) > MOST_ROUTER_ROWS
      ? `${mlp.experts} experts (up to ${MOST_ROUTER_ROWS} have kernels, a shared one's gate included)`
      : "",
    mlp.kind === "moe" && mlp.expertsPerToken > 8 ? "more than 8 experts per token" : "",
  ].filter((what) => what !== "");
  if (lacking.length === 0) return;
  throw new PlannerError("E_INVALID_MODEL", `the CUDA engine cannot run ${lacking.join(", ")}`, {
    remedy: "Use --engine simulator.",
  });
}
