import type { ModelShape, NumberFormat } from "../generated/plan.ts";
import type { ExpertMlp } from "./model-shape.ts";
import { matrixBytes } from "./precision.ts";
import { shardOf } from "./tensor-parallel.ts";

/** A tensor of a layer's, or of the model's own, as checkpoints store them. */
export type WeightPart =
  | "embedding"
  | "lm_head"
  | "final_norm"
  | "attention_norm"
  | "mlp_norm"
  | "query"
  | "key"
  | "value"
  | "query_bias"
  | "key_bias"
  | "value_bias"
  | "query_norm"
  | "key_norm"
  | "output"
  | "gate"
  | "up"
  | "down"
  | "router"
  | "shared_expert_gate";

/** One GPU among those of a tensor-parallel group. */
export interface RankShare {
  rank: number;
  of: number;
}

/** Which tensor of a layer, or of the model. */
export interface WeightSource {
  part: WeightPart;
  /** Of `gate`, `up` and `down` under experts: the expert, or the one that every token visits. */
  expert?: number | "shared";
}

/** From, and up to but without. */
export type Range = readonly [start: number, end: number];

/** What a rank holds of one tensor: [rows, columns], row-major. Vectors are one row; biases one column. */
export interface WeightSlice {
  source: WeightSource;
  rows: Range;
  columns: Range;
}

/** A weight as kernels read it on one rank: slices of tensors, one below the other. */
export interface WeightShard {
  /** That of the operation, except for what several share. */
  name: string;
  /** A norm's scale, a bias, or the weight of a product. */
  role: "scale" | "bias" | "matrix";
  /** Those of the slices, and behind them rows that pad a vocabulary. */
  rows: number;
  columns: number;
  slices: readonly WeightSlice[];
  /** Of a product's weight that is not bf16. */
  format?: NumberFormat;
}

/**
 * What a rank of a tensor-parallel group holds of the weights that a model has once. Vocabularies are
 * cut into slices of equal size, padding included. Tied embeddings are one tensor.
 *
 * @throws PlannerError `E_INVALID_MODEL` when the tensor parallelism does not divide the model
 */
export function modelWeightShards(
  shape: ModelShape,
  tensorParallel: number,
  rank: number,
): WeightShard[] {
  const vocabulary = (part: "embedding" | "lm_head"): WeightShard => {
    const rows = shardOf(shape, tensorParallel).vocabularySize;
    const cut = (row: number) => Math.min(row, shape.vocabularySize);
    const held: Range = [cut(rank * rows), cut((rank + 1) * rows)];
    const slices = [slice({ part }, held, [0, shape.hiddenSize])];
    return { name: part, role: "matrix", rows, columns: shape.hiddenSize, slices };
  };
  const shards = [vocabulary("embedding"), scale("final_norm", shape.hiddenSize)];
  if (!shape.tiedEmbeddings) shards.push(vocabulary("lm_head"));
  return shards;
}

/**
 * What a rank of a tensor-parallel group holds of a layer, cut as Megatron-LM does (`shardOf`):
 * projections into heads or intermediate sizes by rows, projections back by columns. With fewer KV
 * heads than ranks, neighbours hold the same one. Norms and the router are whole on each rank.
 *
 * @throws PlannerError `E_INVALID_MODEL` when the tensor parallelism does not divide the model
 */
export function layerWeightShards(
  shape: ModelShape,
  tensorParallel: number,
  rank: number,
): WeightShard[] {
  const { hiddenSize, headSize, qkvBias, qkNorm, mlp, precision } = shape;
  const share: RankShare = { rank, of: tensorParallel };
  const hidden: Range = [0, hiddenSize];
  const { query, keyValue } = headRows(shape, share);
  const format = precision?.weights;
  const product = (name: string, slices: readonly WeightSlice[]): WeightShard => ({
    ...matrix(name, slices),
    ...(format !== undefined && { format }),
  });
  const shards = [
    scale("attention_norm", hiddenSize),
    product("qkv_proj", [
      slice({ part: "query" }, query, hidden),
      slice({ part: "key" }, keyValue, hidden),
      slice({ part: "value" }, keyValue, hidden),
    ]),
    product("o_proj", [slice({ part: "output" }, hidden, query)]),
    scale("mlp_norm", hiddenSize),
  ];
  if (qkvBias) {
    const column: Range = [0, 1];
    const slices = [
      slice({ part: "query_bias" }, query, column),
      slice({ part: "key_bias" }, keyValue, column),
      slice({ part: "value_bias" }, keyValue, column),
    ];
    shards.push({ ...matrix("qkv_bias", slices), role: "bias" });
  }
  if (qkNorm) shards.push(scale("query_norm", headSize), scale("key_norm", headSize));
  if (mlp.kind === "dense") {
    const width = sliceOf(mlp.intermediateSize, share);
    return [
      ...shards,
      product("gate_up_proj", gateUp({}, width, hidden)),
      product("down_proj", [slice({ part: "down" }, hidden, width)]),
    ];
  }
  return [...shards, ...expertShards(mlp, share, hidden, product)];
}

/** Bytes of shards, padding and scales included. */
export function bytesOfShards(shards: readonly WeightShard[]): number {
  return shards.reduce(
    (sum, { rows, columns, format }) => sum + matrixBytes(rows, columns, format),
    0,
  );
}

/** Rows of a router: one an expert, and one for the shared expert's gate. */
export function routerRows({ experts, sharedExpertIntermediateSize }: ExpertMlp): number {
  return experts + (sharedExpertIntermediateSize > 0 ? 1 : 0);
}

function expertShards(
  mlp: ExpertMlp,
  share: RankShare,
  hidden: Range,
  product: (name: string, slices: readonly WeightSlice[]) => WeightShard,
): WeightShard[] {
  const { experts, expertIntermediateSize, sharedExpertIntermediateSize: shared } = mlp;
  const width = sliceOf(expertIntermediateSize, share);
  const sharedWidth = sliceOf(shared, share);
  const each = (slices: (expert: number) => WeightSlice[]) =>
    Array.from({ length: experts }, (_, expert) => slices(expert)).flat();
  const router = [slice({ part: "router" }, [0, experts], hidden)];
  if (shared > 0) router.push(slice({ part: "shared_expert_gate" }, [0, 1], hidden));
  const sharedExpert = [
    product("shared_gate_up_proj", gateUp({ expert: "shared" }, sharedWidth, hidden)),
    product("shared_down_proj", [slice({ part: "down", expert: "shared" }, hidden, sharedWidth)]),
  ];
  return [
    ...(shared > 0 ? sharedExpert : []),
    matrix("router", router),
    product(
      "moe_gate_up",
      each((expert) => gateUp({ expert }, width, hidden)),
    ),
    product(
      "moe_down",
      each((expert) => [slice({ part: "down", expert }, hidden, width)]),
    ),
  ];
}

function headRows(shape: ModelShape, { rank, of }: RankShare): { query: Range; keyValue: Range } {
  const { headSize } = shape;
  const { queryHeads, kvHeads } = shardOf(shape, of);
  const rows = (firstHead: number, heads: number): Range => [
    firstHead * headSize,
    (firstHead + heads) * headSize,
  ];
  return {
    query: rows(rank * queryHeads, queryHeads),
    keyValue: rows(Math.floor((rank * shape.kvHeads) / of), kvHeads),
  };
}

function gateUp(expert: Pick<WeightSource, "expert">, rows: Range, columns: Range): WeightSlice[] {
  return [
    slice({ part: "gate", ...expert }, rows, columns),
    slice({ part: "up", ...expert }, rows, columns),
  ];
}

function sliceOf(size: number, { rank, of }: RankShare): Range {
  return [(rank * size) / of, ((rank + 1) * size) / of];
}

function slice(source: WeightSource, rows: Range, columns: Range): WeightSlice {
  return { source, rows, columns };
}

function scale(part: WeightPart, size: number): WeightShard {
  const slices = [slice({ part }, [0, 1], [0, size])];
  return { name: part, role: "scale", rows: 1, columns: size, slices };
}

/** All slices have as many columns. */
function matrix(name: string, slices: readonly WeightSlice[]): WeightShard {
  const rows = slices.reduce((sum, { rows: [start, end] }) => sum + end - start, 0);
  const [start, end] = slices[0]?.columns ?? [0, 0];
  return { name, role: "matrix", rows, columns: end - start, slices };
}
