import { nearestBf16 } from "../../src/bf16.ts";
import { e4m3Code } from "../../src/e4m3.ts";
import type { RankExecutor } from "../../src/engine/cuda/process/executor-process.ts";
import type { DeviceTensor } from "../../src/engine/cuda/weights/device-weights.ts";
import type { WeightSource } from "../../src/engine/cuda/weights/weight-source.ts";
import type { ModelWeights } from "../../src/engine/reference/memory/model-weights.ts";
import {
  type ModelShard,
  type Projection,
  shardWeights,
} from "../../src/engine/reference/memory/shard-weights.ts";
import { float32Bits } from "../support/float32-bits.ts";

/** Writes each rank's slices of the reference engine's weights. */
export function referenceWeights(weights: ModelWeights): WeightSource {
  return async (executor, { share, tensors }) => {
    const shard = shardWeights(weights, share.of, share.rank);
    for (const [name, tensor] of tensors) {
      if (tensor.scalesOffset === undefined) await write(executor, tensor, valuesOf(shard, name));
      else await writeQuantised(executor, tensor, projectionsOf(shard, name));
    }
  };
}

/** Rounds all weights to bf16, in place: as far as they go, GPU and reference compute on the same numbers. */
export function roundWeights(value: unknown): void {
  if (value instanceof Float64Array)
    for (const [i, x] of value.entries()) value[i] = nearestBf16(x);
  else if (typeof value === "object" && value !== null) Object.values(value).forEach(roundWeights);
}

async function write(
  executor: RankExecutor,
  { rows, columns, offset }: DeviceTensor,
  parts: readonly Float64Array[],
): Promise<void> {
  const bits = new Uint16Array(rows * columns);
  let filled = 0;
  for (const part of parts) {
    for (const value of part) bits[filled++] = float32Bits(value) >>> 16;
  }
  await executor.ask("write", { to: `weights+${offset}` }, new Uint8Array(bits.buffer));
}

/** A matrix of a layer, or those of all experts. */
function projectionsOf(shard: ModelShard, name: string): readonly Projection[] {
  const [layerNumber, operation = ""] = name.split(".");
  const layer = shard.layers[Number(layerNumber)];
  return (
    layer?.experts.get(operation) ??
    [layer?.projections.get(operation)].filter((each) => each !== undefined)
  );
}

/** Codes and scales of a weight in FP8, as the reference engine quantised it. */
async function writeQuantised(
  executor: RankExecutor,
  { offset, scalesOffset }: DeviceTensor,
  projections: readonly Projection[],
): Promise<void> {
  const codes = projections.flatMap(({ weight }) => Array.from(weight.values, e4m3Code));
  const scales = Float32Array.from(projections.flatMap(({ scales: own = [] }) => [...own]));
  await executor.ask("write", { to: `weights+${offset}` }, Uint8Array.from(codes));
  const to = `weights+${scalesOffset}`;
  await executor.ask("write", { to }, new Uint8Array(scales.buffer));
}

function valuesOf(shard: ModelShard, name: string): Float64Array[] {
  const [layerNumber, operation = ""] = name.split(".");
  const layer = shard.layers[Number(layerNumber)];
  if (layer === undefined) {
    const once: Readonly<Record<string, Float64Array>> = {
      embedding: shard.embedding.values,
      lm_head: shard.lmHead.values,
      final_norm: shard.finalNorm,
    };
    return [once[name] as Float64Array];
  }
  const matrices = projectionsOf(shard, name).map(({ weight }) => weight);
  const gate = operation === "router" ? [layer.sharedGate?.values] : [];
  const vectors: Readonly<Record<string, Float64Array | undefined>> = {
    qkv_bias: layer.projections.get("qkv_proj")?.bias,
    query_norm: layer.queryNorm,
    key_norm: layer.keyNorm,
  };
  return [
    ...matrices.map(({ values }) => values),
    ...[...gate, layer.norms.get(operation), vectors[operation]].filter(
      (each) => each !== undefined,
    ),
  ];
}
