import { e4m3Values, quantisedRows } from "../../../e4m3.ts";
import { PlannerError } from "../../../errors.ts";
import type { NumberFormat } from "../../../generated/plan.ts";
import { renormalizesExperts } from "../../../model/model-shape.ts";
import {
  layerWeightShards,
  modelWeightShards,
  type WeightPart,
  type WeightShard,
  type WeightSlice,
  type WeightSource,
} from "../../../model/weight-shards.ts";
import type { LayerWeights, Matrix, ModelNumerics, ModelWeights } from "./model-weights.ts";

/** What a GEMM multiplies with, and adds. */
export interface Projection {
  /** [n, k]; as stored, before its scales */
  weight: Matrix;
  /** [n]; of a quantised weight */
  scales?: Float64Array;
  /** [n] */
  bias?: Float64Array;
}

/** What one GPU holds of a layer, by the operation that reads it. */
export interface LayerShard {
  norms: ReadonlyMap<string, Float64Array>;
  projections: ReadonlyMap<string, Projection>;
  /** One weight for each expert. */
  experts: ReadonlyMap<string, readonly Projection[]>;
  queryNorm?: Float64Array | undefined;
  keyNorm?: Float64Array | undefined;
  sharedGate?: Matrix | undefined;
}

/** What one GPU holds of a model. */
export interface ModelShard {
  /** Rows of the GPU's slice of the vocabulary, padding included. */
  embedding: Matrix;
  /** First token of the slice, and how many there are besides padding. */
  firstToken: number;
  tokens: number;
  lmHead: Matrix;
  finalNorm: Float64Array;
  numerics: ModelNumerics;
  /** Whether the router scales the weights of a token's experts to sum to one. */
  renormalizesExperts: boolean;
  layers: readonly LayerShard[];
}

/** What a rank holds of a model, by the table of `weight-shards.ts`. */
export function shardWeights(
  { shape, embedding, lmHead, finalNorm, layers, numerics }: ModelWeights,
  tensorParallel: number,
  rank: number,
): ModelShard {
  const vocabulary = modelWeightShards(shape, tensorParallel, rank).find(
    ({ name }) => name === "embedding",
  ) as WeightShard;
  const [firstToken, end] = (vocabulary.slices[0] as WeightSlice).rows;
  const shards = layerWeightShards(shape, tensorParallel, rank);
  return {
    embedding: cut(vocabulary, () => embedding),
    firstToken,
    tokens: end - firstToken,
    lmHead: cut(vocabulary, () => lmHead),
    finalNorm,
    numerics,
    renormalizesExperts: renormalizesExperts(shape.mlp),
    layers: layers.map((layer) => shardLayer(layer, shards)),
  };
}

function shardLayer(layer: LayerWeights, shards: readonly WeightShard[]): LayerShard {
  const tensor = (source: WeightSource) => tensorOf(layer, source);
  const bias = shards.find(({ name }) => name === "qkv_bias");
  const projections = new Map<string, Projection>();
  const experts = new Map<string, Projection[]>();
  for (const shard of shards.filter(({ role }) => role === "matrix")) {
    const { name, slices } = shard;
    if (name.startsWith("moe_")) {
      experts.set(
        name,
        byExpert(slices).map((own) => quantised(stacked(own, tensor), shard.format)),
      );
    } else if (name !== "router") {
      const addend = name === "qkv_proj" && bias !== undefined ? cut(bias, tensor) : undefined;
      projections.set(name, {
        ...quantised(cut(shard, tensor), shard.format),
        ...(addend !== undefined && { bias: addend.values }),
      });
    }
  }
  if (layer.router !== undefined) projections.set("router", { weight: layer.router });
  return {
    norms: new Map([
      ["attention_norm", layer.attentionNorm],
      ["mlp_norm", layer.mlpNorm],
    ]),
    projections,
    experts,
    queryNorm: layer.queryNorm,
    keyNorm: layer.keyNorm,
    sharedGate: layer.sharedGate,
  };
}

/**
 * Each GPU has scales of its own: of an output channel that it holds a part of, that of the part. Those of
 * a checkpoint in FP8 stay.
 */
function quantised(weight: Matrix, format: NumberFormat | undefined): Projection {
  if (format === undefined) return { weight };
  if (weight.scales !== undefined) return asStored(weight, weight.scales);
  const { codes, scales } = quantisedRows(weight.values, weight.columns);
  return {
    weight: { ...weight, values: e4m3Values(codes) },
    scales: Float64Array.from(scales),
  };
}

/** What is stored of a value: float64 holds the product of an e4m3 and a float32 exactly. */
function asStored({ rows, columns, values }: Matrix, scales: Float64Array): Projection {
  const stored = values.map((value, at) => value / (scales[Math.floor(at / columns)] as number));
  return { weight: { rows, columns, values: stored }, scales };
}

/** A tensor that is cut; those that every rank holds whole are taken as they are. */
function tensorOf(layer: LayerWeights, { part, expert }: WeightSource): Matrix {
  const mlp = typeof expert === "number" ? layer.experts?.[expert] : layer.mlp;
  const vector = (values: Float64Array | undefined): Matrix | undefined =>
    values && { rows: values.length, columns: 1, values };
  const tensors: Partial<Record<WeightPart, Matrix | undefined>> = {
    query: layer.query,
    key: layer.key,
    value: layer.value,
    query_bias: vector(layer.queryBias),
    key_bias: vector(layer.keyBias),
    value_bias: vector(layer.valueBias),
    output: layer.output,
    gate: mlp?.gate,
    up: mlp?.up,
    down: mlp?.down,
  };
  const tensor = tensors[part];
  if (tensor === undefined) throw new PlannerError("E_INTERNAL", `a layer has no ${part}`);
  return tensor;
}

/** Slices of each expert, which lie one behind the other. */
function byExpert(slices: readonly WeightSlice[]): WeightSlice[][] {
  const groups = new Map<WeightSource["expert"], WeightSlice[]>();
  for (const slice of slices) {
    const { expert } = slice.source;
    groups.set(expert, [...(groups.get(expert) ?? []), slice]);
  }
  return [...groups.values()];
}

type Tensors = (source: WeightSource) => Matrix;

/** A shard; rows past its slices are zero. */
function cut({ rows, columns, slices }: WeightShard, tensors: Tensors): Matrix {
  const { values, scales } = stacked(slices, tensors);
  const padded = new Float64Array(rows * columns);
  padded.set(values);
  return { rows, columns, values: padded, ...(scales !== undefined && { scales }) };
}

function stacked(slices: readonly WeightSlice[], tensors: Tensors): Matrix {
  const parts = slices.map((slice) => partOf(tensors(slice.source), slice));
  const values = joined(parts.map((part) => part.values));
  const columns = parts[0]?.columns ?? 0;
  const rows = columns === 0 ? 0 : values.length / columns;
  const scales = parts.flatMap((part) => part.scales ?? []);
  return { rows, columns, values, ...(scales.length > 0 && { scales: joined(scales) }) };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  return all;
}

function partOf({ columns, values, scales }: Matrix, slice: WeightSlice): Matrix {
  const [[firstRow, endRow], [first, end]] = [slice.rows, slice.columns];
  const [rows, width] = [endRow - firstRow, end - first];
  const part = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const start = (firstRow + row) * columns;
    part.set(values.subarray(start + first, start + end), row * width);
  }
  const own = scales?.subarray(firstRow, endRow);
  return { rows, columns: width, values: part, ...(own !== undefined && { scales: own }) };
}
