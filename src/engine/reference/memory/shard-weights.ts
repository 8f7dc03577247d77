import type { ModelShape } from "../../../generated/plan.ts";
import { renormalizesExperts } from "../../../model/model-shape.ts";
import { shardOf } from "../../../model/tensor-parallel.ts";
import type { LayerWeights, Matrix, MlpWeights, ModelWeights } from "./model-weights.ts";

/** What a GEMM multiplies with, and adds. */
export interface Projection {
  /** [n, k] */
  weight: Matrix;
  /** [n] */
  bias?: Float64Array;
}

/** What one GPU holds of a layer, by the operation that reads it. */
export interface LayerShard {
  norms: ReadonlyMap<string, Float64Array>;
  projections: ReadonlyMap<string, Projection>;
  /** One matrix for each expert. */
  experts: ReadonlyMap<string, readonly Matrix[]>;
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
  /** Whether the router scales the weights of a token's experts to sum to one. */
  renormalizesExperts: boolean;
  layers: readonly LayerShard[];
}

/** Cuts a model as Megatron-LM does: see `shardOf`. */
export function shardWeights(
  weights: ModelWeights,
  tensorParallel: number,
  rank: number,
): ModelShard {
  const { vocabularySize } = shardOf(weights.shape, tensorParallel);
  const firstToken = rank * vocabularySize;
  const slice = (matrix: Matrix) => rowsOf(matrix, firstToken, firstToken + vocabularySize);
  return {
    embedding: slice(weights.embedding),
    firstToken,
    tokens: Math.min(vocabularySize, weights.shape.vocabularySize - firstToken),
    lmHead: slice(weights.lmHead),
    finalNorm: weights.finalNorm,
    renormalizesExperts: renormalizesExperts(weights.shape.mlp),
    layers: weights.layers.map((layer) => shardLayer(layer, weights.shape, tensorParallel, rank)),
  };
}

function shardLayer(
  layer: LayerWeights,
  shape: ModelShape,
  tensorParallel: number,
  rank: number,
): LayerShard {
  const projections = new Map<string, Projection>(attention(layer, shape, tensorParallel, rank));
  const share = { rank, of: tensorParallel };
  const isDense = shape.mlp.kind === "dense";
  if (layer.mlp !== undefined) {
    const prefix = isDense ? "" : "shared_";
    projections.set(`${prefix}gate_up_proj`, { weight: gateUp(layer.mlp, share) });
    projections.set(`${prefix}down_proj`, { weight: down(layer.mlp, share) });
  }
  if (layer.router !== undefined) projections.set("router", { weight: layer.router });
  const experts = layer.experts ?? [];
  return {
    norms: new Map([
      ["attention_norm", layer.attentionNorm],
      ["mlp_norm", layer.mlpNorm],
    ]),
    projections,
    experts: new Map([
      ["moe_gate_up", experts.map((expert) => gateUp(expert, share))],
      ["moe_down", experts.map((expert) => down(expert, share))],
    ]),
    queryNorm: layer.queryNorm,
    keyNorm: layer.keyNorm,
    sharedGate: layer.sharedGate,
  };
}

/** Query heads are divided; with fewer KV heads than GPUs, neighbours hold the same one. */
function attention(
  layer: LayerWeights,
  shape: ModelShape,
  tensorParallel: number,
  rank: number,
): [string, Projection][] {
  const shard = shardOf(shape, tensorParallel);
  const queryStart = rank * shard.queryHeads * shape.headSize;
  const queryEnd = queryStart + shard.queryHeads * shape.headSize;
  const kvStart = Math.floor((rank * shape.kvHeads) / tensorParallel) * shape.headSize;
  const kvEnd = kvStart + shard.kvHeads * shape.headSize;
  const { queryBias, keyBias, valueBias } = layer;
  const hasBias = queryBias !== undefined && keyBias !== undefined && valueBias !== undefined;
  const qkv = {
    weight: stacked([
      rowsOf(layer.query, queryStart, queryEnd),
      rowsOf(layer.key, kvStart, kvEnd),
      rowsOf(layer.value, kvStart, kvEnd),
    ]),
    ...(hasBias
      ? {
          bias: Float64Array.of(
            ...queryBias.subarray(queryStart, queryEnd),
            ...keyBias.subarray(kvStart, kvEnd),
            ...valueBias.subarray(kvStart, kvEnd),
          ),
        }
      : {}),
  };
  return [
    ["qkv_proj", qkv],
    ["o_proj", { weight: columnsOf(layer.output, queryStart, queryEnd) }],
  ];
}

interface Share {
  rank: number;
  of: number;
}

function gateUp({ gate, up }: MlpWeights, { rank, of }: Share): Matrix {
  const width = gate.rows / of;
  const part = (matrix: Matrix) => rowsOf(matrix, rank * width, (rank + 1) * width);
  return stacked([part(gate), part(up)]);
}

function down({ down: matrix }: MlpWeights, { rank, of }: Share): Matrix {
  const width = matrix.columns / of;
  return columnsOf(matrix, rank * width, (rank + 1) * width);
}

/** Rows past the last are zero. */
function rowsOf({ columns, values }: Matrix, start: number, end: number): Matrix {
  const part = new Float64Array((end - start) * columns);
  part.set(values.subarray(start * columns, end * columns));
  return { rows: end - start, columns, values: part };
}

function columnsOf({ rows, columns, values }: Matrix, start: number, end: number): Matrix {
  const width = end - start;
  const part = Float64Array.from({ length: rows * width }, (_, index) => {
    const row = Math.floor(index / width);
    return values[row * columns + start + (index % width)] as number;
  });
  return { rows, columns: width, values: part };
}

function stacked(parts: readonly Matrix[]): Matrix {
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    columns: parts[0]?.columns ?? 0,
    values: Float64Array.from(parts.flatMap(({ values }) => [...values])),
  };
}
