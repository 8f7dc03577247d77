import { e4m3Value, quantisedRows } from "../../e4m3.ts";
import { renormalizesExperts } from "../../model/model-shape.ts";
import type { LayerWeights, Matrix, MlpWeights, ModelWeights } from "./memory/model-weights.ts";

type Vector = number[];

/** What a model in fewer bits loses, where it loses it. */
interface Rounding {
  layer(weights: LayerWeights): LayerWeights;
  /** What one operation leaves for the next, a token's row. */
  stored(x: Vector): Vector;
  /** What a product multiplies, a token's row. */
  activations(x: Vector): Vector;
  /** The same of products of which each GPU multiplies a part of the row, and scales it by itself. */
  parts(x: Vector): Vector;
  /** A head of a key or a value. */
  cached(head: Vector): Vector;
}

export interface UnsplitOptions {
  /** GPUs that share the model. */
  ranks?: number;
  /** What a row becomes that one operation leaves for the next: itself unless told otherwise, on a GPU bf16. */
  stored?: (row: number[]) => number[];
}

/**
 * The model as its definition has it: layer by layer on a whole sequence, without a KV cache, a
 * batch or tensor parallelism. In FP8 it has the scales of as many GPUs as are given. It shares nothing with the engine's kernels but the weights, so that
 * it can tell whether they are right.
 *
 * @returns for each position the logits of the next token, [vocabulary]
 */
export function unsplitLogits(
  weights: ModelWeights,
  tokenIds: readonly number[],
  options: UnsplitOptions = {},
): Vector[] {
  return unsplitModel(weights, options)(tokenIds);
}

/** The same for many sequences, of which weights in FP8 are rounded once. */
export function unsplitModel(
  weights: ModelWeights,
  { ranks = 1, stored = same }: UnsplitOptions = {},
): (tokenIds: readonly number[]) => Vector[] {
  const rounding = roundingOf(weights, ranks, stored);
  const model = { ...weights, layers: weights.layers.map(rounding.layer) };
  return (tokenIds) => logitsOf(model, tokenIds, rounding);
}

/** @param weights as the layers multiply them */
function logitsOf(
  weights: ModelWeights,
  tokenIds: readonly number[],
  rounding: Rounding,
): Vector[] {
  const { embedding, finalNorm, layers, lmHead } = weights;
  const { normEpsilon } = weights.numerics;
  const { stored } = rounding;
  let hidden = tokenIds.map((token) => rowOf(embedding, token));
  for (const layer of layers) {
    const attended = attention(
      hidden.map((x) => rounding.activations(normalized(x, layer.attentionNorm, normEpsilon))),
      layer,
      weights,
      rounding,
    );
    hidden = hidden.map((x, position) => stored(plus(x, attended[position] as Vector)));
    hidden = hidden.map((x) =>
      stored(plus(x, mlpOf(normalized(x, layer.mlpNorm, normEpsilon), layer, weights, rounding))),
    );
  }
  return hidden.map((x) => stored(times(lmHead, stored(normalized(x, finalNorm, normEpsilon)))));
}

function attention(
  inputs: readonly Vector[],
  layer: LayerWeights,
  weights: ModelWeights,
  rounding: Rounding,
) {
  const { headSize, queryHeads, kvHeads } = weights.shape;
  const { normEpsilon, frequencies } = weights.numerics;
  const project = (matrix: Matrix, bias: Float64Array | undefined, norm?: Float64Array) =>
    inputs.map((x) => {
      const product = rounding.stored(times(matrix, x));
      const flat = product.map((value, index) => value + (bias?.[index] ?? 0));
      const heads = headsOf(flat, headSize);
      return norm === undefined ? heads : heads.map((head) => normalized(head, norm, normEpsilon));
    });
  const turned = (heads: Vector[][]) =>
    heads.map((each, position) => each.map((head) => rotated(head, position, frequencies)));
  const queries = turned(project(layer.query, layer.queryBias, layer.queryNorm)).map((heads) =>
    heads.map(rounding.stored),
  );
  const cached = (heads: Vector[][]) => heads.map((each) => each.map(rounding.cached));
  const keys = cached(turned(project(layer.key, layer.keyBias, layer.keyNorm)));
  const values = cached(project(layer.value, layer.valueBias));
  return queries.map((heads, position) => {
    const outputs = heads.map((query, head) => {
      const group = Math.floor(head / (queryHeads / kvHeads));
      const seen = keys.slice(0, position + 1).map((each) => each[group] as Vector);
      const shares = softmax(seen.map((key) => dot(query, key) / Math.sqrt(headSize)));
      return weightedSum(
        shares,
        values.map((each) => each[group] as Vector),
      );
    });
    const attended = rounding.parts(rounding.stored(outputs.flat()));
    return rounding.stored(times(layer.output, attended));
  });
}

function mlpOf(
  x: Vector,
  { mlp, sharedGate, router, experts }: LayerWeights,
  model: ModelWeights,
  rounding: Rounding,
) {
  const { stored, activations } = rounding;
  if (model.shape.mlp.kind === "dense") return swiglu(activations(x), mlp as MlpWeights, rounding);
  // The router reads it as well.
  const row = stored(x);
  const chances = softmax(times(router as Matrix, row));
  const best = chances
    .map((chance, expert) => ({ chance, expert }))
    .sort((a, b) => b.chance - a.chance)
    .slice(0, model.shape.mlp.expertsPerToken);
  const total = renormalizesExperts(model.shape.mlp)
    ? best.reduce((sum, { chance }) => sum + chance, 0)
    : 1;
  const routed = best
    .map(({ chance, expert }) => {
      const own = swiglu(activations(row), experts?.[expert] as MlpWeights, rounding);
      return scaled(own, chance / total);
    })
    .reduce(plus);
  if (mlp === undefined || sharedGate === undefined) return routed;
  const open = 1 / (1 + Math.exp(-(times(sharedGate, row)[0] as number)));
  const shared = swiglu(row, mlp, { stored, parts: stored });
  return plus(routed, scaled(shared, open));
}

function swiglu(
  x: Vector,
  { gate, up, down }: MlpWeights,
  { stored, parts }: Pick<Rounding, "stored" | "parts">,
): Vector {
  const gates = stored(times(gate, x));
  const inner = stored(times(up, x)).map((value, index) => {
    const g = gates[index] as number;
    return (value * g) / (1 + Math.exp(-g));
  });
  return stored(times(down, parts(inner)));
}

function normalized(x: Vector, weight: Float64Array, epsilon: number): Vector {
  const size = Math.sqrt(dot(x, x) / x.length + epsilon);
  return x.map((value, index) => (value / size) * (weight[index] as number));
}

/** The pair of dimensions i and i + d / 2, as a complex number, times e^(i position frequency). */
function rotated(head: Vector, position: number, frequencies: readonly number[]): Vector {
  const half = head.length / 2;
  return head.map((value, index) => {
    const angle = position * (frequencies[index % half] as number);
    const other = head[(index + half) % head.length] as number;
    return value * Math.cos(angle) + (index < half ? -other : other) * Math.sin(angle);
  });
}

function softmax(scores: Vector): Vector {
  const peak = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - peak));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

function headsOf(flat: Vector, headSize: number): Vector[] {
  return Array.from({ length: flat.length / headSize }, (_, head) =>
    flat.slice(head * headSize, (head + 1) * headSize),
  );
}

function rowOf({ columns, values }: Matrix, row: number): Vector {
  return Array.from({ length: columns }, (_, at) => values[row * columns + at] as number);
}

/** A loop without copies: most of the model's time goes here. */
function times({ rows, columns, values }: Matrix, x: Vector): Vector {
  const product: Vector = [];
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += (values[start + i] as number) * (x[i] as number);
    product.push(sum);
  }
  return product;
}

function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function weightedSum(weights: Vector, vectors: readonly Vector[]): Vector {
  const sum: Vector = new Array(vectors[0]?.length ?? 0).fill(0);
  for (const [at, weight] of weights.entries()) {
    const vector = vectors[at] as Vector;
    for (let i = 0; i < sum.length; i++)
      sum[i] = (sum[i] as number) + weight * (vector[i] as number);
  }
  return sum;
}

function plus(a: Vector, b: Vector): Vector {
  return a.map((value, index) => value + (b[index] as number));
}

function scaled(a: Vector, factor: number): Vector {
  return a.map((value) => value * factor);
}

function roundingOf(
  { shape: { precision = {} } }: ModelWeights,
  ranks: number,
  stored: Rounding["stored"],
): Rounding {
  const isNarrow = precision.activations !== undefined;
  return {
    stored,
    layer: precision.weights === undefined ? same : (layer) => roundedLayer(layer, ranks),
    activations: isNarrow ? rounded : stored,
    parts: isNarrow ? (x) => roundedParts(x, ranks) : stored,
    cached: precision.kv === undefined ? stored : rounded,
  };
}

function same<T>(value: T): T {
  return value;
}

/** Of an MLP or of experts; a shared expert is not in fewer bits. */
function roundedLayer(layer: LayerWeights, ranks: number): LayerWeights {
  const { query, key, value, output, mlp, experts } = layer;
  const rounding = (matrix: Matrix) => roundedMatrix(matrix, 1);
  const inner = ({ gate, up, down }: MlpWeights): MlpWeights => ({
    ...{ gate: rounding(gate), up: rounding(up), down: roundedMatrix(down, ranks) },
  });
  return {
    ...layer,
    ...{ query: rounding(query), key: rounding(key), value: rounding(value) },
    output: roundedMatrix(output, ranks),
    ...(mlp !== undefined && { mlp: inner(mlp) }),
    ...(experts !== undefined && { experts: experts.map(inner) }),
  };
}

/**
 * What a checkpoint has in FP8 is rounded already.
 *
 * @param parts of a row, each on a GPU of its own
 */
function roundedMatrix(matrix: Matrix, parts: number): Matrix {
  if (matrix.scales !== undefined) return matrix;
  const values = new Float64Array(matrix.values.length);
  for (let row = 0; row < matrix.rows; row++)
    values.set(roundedParts(rowOf(matrix, row), parts), row * matrix.columns);
  return { ...matrix, values };
}

function roundedParts(x: Vector, parts: number): Vector {
  if (parts === 1) return rounded(x);
  const width = x.length / parts;
  return Array.from({ length: parts }, (_, part) =>
    rounded(x.slice(part * width, (part + 1) * width)),
  ).flat();
}

/** What becomes of a vector that shares a scale. */
function rounded(x: Vector): Vector {
  const { codes, scales } = quantisedRows(x, x.length);
  const scale = scales[0] as number;
  return x.map((_, at) => e4m3Value(codes[at] as number) * scale);
}
