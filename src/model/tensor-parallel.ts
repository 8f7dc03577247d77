import { PlannerError } from "../errors.ts";
import type { ModelShape } from "../generated/plan.ts";
import { greatestCommonDivisor } from "../integers.ts";

/** What one GPU of a tensor-parallel group holds of a layer and of the vocabulary. */
export interface Shard {
  queryHeads: number;
  /** At least one: with fewer KV heads than GPUs, each is held by several GPUs. */
  kvHeads: number;
  /** Columns of `qkv_proj`. */
  qkvWidth: number;
  /** Rows of `o_proj`. */
  attentionWidth: number;
  /** Every expert is on every GPU, each with its slice of the intermediate size. */
  mlp: ModelShape["mlp"];
  /** Rows of the embedding and columns of the LM head, padding included. */
  vocabularySize: number;
}

/** Collectives over peer memory are for these groups of GPUs, all of one host. */
export const TENSOR_PARALLEL_SIZES = [1, 2, 4, 8] as const;

/** Serving engines pad the vocabulary to a multiple of this, so that it divides and aligns. */
const VOCABULARY_MULTIPLE = 64;

/**
 * Divides a model among the GPUs of a tensor-parallel group as Megatron-LM (arXiv 1909.08053) does:
 * projections into heads or intermediate sizes by columns, projections back by rows.
 *
 * @throws PlannerError `E_INVALID_MODEL` naming the first size that does not divide
 */
export function shardOf(shape: ModelShape, tensorParallel: number): Shard {
  const reason = indivisible(shape, tensorParallel);
  if (reason !== undefined) {
    const fitting = TENSOR_PARALLEL_SIZES.filter((size) => indivisible(shape, size) === undefined);
    throw new PlannerError(
      "E_INVALID_MODEL",
      `tensor parallelism ${tensorParallel} does not fit the model: ${reason}`,
      { remedy: `Use one of the sizes that do: ${fitting.join(", ")}.` },
    );
  }
  const queryHeads = shape.queryHeads / tensorParallel;
  const kvHeads = Math.max(1, shape.kvHeads / tensorParallel);
  return {
    queryHeads,
    kvHeads,
    qkvWidth: (queryHeads + 2 * kvHeads) * shape.headSize,
    attentionWidth: queryHeads * shape.headSize,
    mlp: shardMlp(shape.mlp, tensorParallel),
    vocabularySize: vocabularySlice(shape.vocabularySize, tensorParallel),
  };
}

/**
 * The model as a rank of a tensor-parallel group computes it: its heads, and its slice of the intermediate
 * sizes. The vocabulary is the whole one.
 *
 * @throws PlannerError `E_INVALID_MODEL` when the size does not divide the model
 */
export function rankShape(shape: ModelShape, tensorParallel: number): ModelShape {
  const { queryHeads, kvHeads, mlp } = shardOf(shape, tensorParallel);
  return { ...shape, queryHeads, kvHeads, mlp };
}

/** Whether {@link shardOf} accepts the size. */
export function divides(shape: ModelShape, tensorParallel: number): boolean {
  return indivisible(shape, tensorParallel) === undefined;
}

function indivisible(shape: ModelShape, tensorParallel: number): string | undefined {
  if (!Number.isInteger(tensorParallel) || tensorParallel < 1) return "it is no positive integer";
  const sizes: [string, number][] = [["query heads", shape.queryHeads]];
  if (shape.mlp.kind === "dense") {
    sizes.push(["columns of the MLP's intermediate size", shape.mlp.intermediateSize]);
  } else {
    sizes.push(["columns of an expert", shape.mlp.expertIntermediateSize]);
    sizes.push(["columns of the shared expert", shape.mlp.sharedExpertIntermediateSize]);
  }
  for (const [what, size] of sizes) {
    if (size % tensorParallel !== 0) return `${size} ${what} are not divisible by it`;
  }
  const { kvHeads } = shape;
  if (kvHeads % tensorParallel !== 0 && tensorParallel % kvHeads !== 0) {
    return `${kvHeads} KV heads neither divide it nor are divisible by it`;
  }
  if (!TENSOR_PARALLEL_SIZES.some((size) => size === tensorParallel)) {
    return `collectives are for groups of ${TENSOR_PARALLEL_SIZES.slice(1).join(", ")} GPUs`;
  }
  return undefined;
}

function shardMlp(mlp: ModelShape["mlp"], tensorParallel: number): Shard["mlp"] {
  if (mlp.kind === "dense") {
    return { ...mlp, intermediateSize: mlp.intermediateSize / tensorParallel };
  }
  return {
    ...mlp,
    expertIntermediateSize: mlp.expertIntermediateSize / tensorParallel,
    sharedExpertIntermediateSize: mlp.sharedExpertIntermediateSize / tensorParallel,
  };
}

function vocabularySlice(vocabularySize: number, tensorParallel: number): number {
  const multiple = leastCommonMultiple(VOCABULARY_MULTIPLE, tensorParallel);
  return (Math.ceil(vocabularySize / multiple) * multiple) / tensorParallel;
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b;
}
