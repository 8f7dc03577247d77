import type { ModelShape } from "../../../generated/plan.ts";
import { below, type Random } from "../../../random.ts";

/** [rows, columns], row-major. */
export interface Matrix {
  rows: number;
  columns: number;
  values: Float64Array;
  /** [rows]; of a weight that its checkpoint has in FP8: each value is an e4m3 times the scale of its row */
  scales?: Float64Array;
}

/** SwiGLU: down (silu(gate x) * up x). */
export interface MlpWeights {
  /** [width, hidden] */
  gate: Matrix;
  /** [width, hidden] */
  up: Matrix;
  /** [hidden, width] */
  down: Matrix;
}

export interface LayerWeights {
  /** [hidden] */
  attentionNorm: Float64Array;
  /** [heads x head size, hidden] */
  query: Matrix;
  key: Matrix;
  value: Matrix;
  /** [heads x head size]; of models with `qkvBias` */
  queryBias?: Float64Array;
  keyBias?: Float64Array;
  valueBias?: Float64Array;
  /** [head size]; of models with `qkNorm` */
  queryNorm?: Float64Array;
  keyNorm?: Float64Array;
  /** [hidden, query heads x head size] */
  output: Matrix;
  /** [hidden] */
  mlpNorm: Float64Array;
  /** The MLP of a dense layer, or the shared expert. */
  mlp?: MlpWeights;
  /** [1, hidden]; gate of the shared expert */
  sharedGate?: Matrix;
  /** [experts, hidden] */
  router?: Matrix;
  experts?: readonly MlpWeights[];
}

/** All weights of a model, as in its checkpoint. */
export interface ModelWeights {
  shape: ModelShape;
  /** [vocabulary, hidden] */
  embedding: Matrix;
  layers: readonly LayerWeights[];
  /** [hidden] */
  finalNorm: Float64Array;
  /** [vocabulary, hidden]; the embedding when they are tied */
  lmHead: Matrix;
  numerics: ModelNumerics;
}

/** What a model computes with beside its weights. */
export interface ModelNumerics {
  /** Added to the mean square in every RMSNorm. */
  normEpsilon: number;
  /** [head size / 2]; turn of each pair of dimensions a position, radians. */
  frequencies: readonly number[];
}

export const NORM_EPSILON = 1e-5;
export const ROPE_BASE = 10_000;

/** Random weights of a size that keeps activations near one. */
export function randomWeights(shape: ModelShape, layers: number, random: Random): ModelWeights {
  const embedding = randomMatrix(shape.vocabularySize, shape.hiddenSize, random, 1);
  return {
    shape,
    embedding,
    layers: Array.from({ length: layers }, () => randomLayer(shape, random)),
    finalNorm: randomNorm(shape.hiddenSize, random),
    lmHead: shape.tiedEmbeddings
      ? embedding
      : randomMatrix(shape.vocabularySize, shape.hiddenSize, random),
    numerics: {
      normEpsilon: NORM_EPSILON,
      frequencies: Array.from(
        { length: shape.headSize / 2 },
        (_, pair) => ROPE_BASE ** ((-2 * pair) / shape.headSize),
      ),
    },
  };
}

function randomLayer(shape: ModelShape, random: Random): LayerWeights {
  const { hiddenSize: hidden, headSize, mlp } = shape;
  const queryWidth = shape.queryHeads * headSize;
  const kvWidth = shape.kvHeads * headSize;
  const bias = (width: number) => randomVector(width, random);
  const attention = {
    attentionNorm: randomNorm(hidden, random),
    query: randomMatrix(queryWidth, hidden, random),
    key: randomMatrix(kvWidth, hidden, random),
    value: randomMatrix(kvWidth, hidden, random),
    ...(shape.qkvBias
      ? { queryBias: bias(queryWidth), keyBias: bias(kvWidth), valueBias: bias(kvWidth) }
      : {}),
    ...(shape.qkNorm
      ? { queryNorm: randomNorm(headSize, random), keyNorm: randomNorm(headSize, random) }
      : {}),
    output: randomMatrix(hidden, queryWidth, random),
    mlpNorm: randomNorm(hidden, random),
  };
  if (mlp.kind === "dense") {
    return { ...attention, mlp: randomMlp(hidden, mlp.intermediateSize, random) };
  }
  const shared = mlp.sharedExpertIntermediateSize;
  return {
    ...attention,
    router: randomMatrix(mlp.experts, hidden, random),
    experts: Array.from({ length: mlp.experts }, () =>
      randomMlp(hidden, mlp.expertIntermediateSize, random),
    ),
    ...(shared > 0
      ? {
          mlp: randomMlp(hidden, shared, random),
          sharedGate: randomMatrix(1, hidden, random),
        }
      : {}),
  };
}

function randomMlp(hidden: number, width: number, random: Random): MlpWeights {
  return {
    gate: randomMatrix(width, hidden, random),
    up: randomMatrix(width, hidden, random),
    down: randomMatrix(hidden, width, random),
  };
}

/** Uniform, with the variance 1 / columns unless told otherwise. */
function randomMatrix(
  rows: number,
  columns: number,
  random: Random,
  variance = 1 / columns,
): Matrix {
  const scale = Math.sqrt(12 * variance);
  return {
    rows,
    columns,
    values: Float64Array.from({ length: rows * columns }, () => scale * (random() - 0.5)),
  };
}

function randomVector(length: number, random: Random): Float64Array {
  return Float64Array.from({ length }, () => random() - 0.5);
}

function randomNorm(length: number, random: Random): Float64Array {
  return Float64Array.from({ length }, () => 0.5 + random());
}

/** Random token numbers. */
export function randomTokens(count: number, { vocabularySize }: ModelShape, random: Random) {
  return Array.from({ length: count }, () => below(random, vocabularySize));
}
