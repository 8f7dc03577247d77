import { checkpointName } from "../engine/cuda/weights/checkpoint-names.ts";
import type { ModelShape } from "../generated/plan.ts";
import {
  layerWeightShards,
  modelWeightShards,
  type WeightPart,
  type WeightShard,
} from "../model/weight-shards.ts";
import { type Random, randomFrom } from "../random.ts";

const SEED = 11;
/** Channel 0 of the hidden state: it is the same for every token, and no layer adds to it. */
const CONSTANT = 3;
/** What the head reads from it: words are likely, the end of a message comes after some dozens. */
const BIAS = { word: 0, end: 0.6, other: -8 };
const WORD_SPREAD = 1.5;

/** Tokens whose rows of the head differ from the others'. */
export interface DemoTokens {
  words: ReadonlySet<number>;
  end: number;
}

/** A tensor of a checkpoint: [rows, columns] or a vector, row-major. */
export interface DemoTensor {
  name: string;
  shape: readonly number[];
  values: Float32Array;
}

/**
 * Random weights, always the same ones. The head prefers whole words, so that what the model says
 * can be read, and ends after some dozens of them when tokens are drawn at temperature 1.
 */
export function demoTensors(shape: ModelShape, layers: number, tokens: DemoTokens): DemoTensor[] {
  const random = randomFrom(SEED);
  const tensorsOf = (shards: readonly WeightShard[], layer?: number) =>
    shards.flatMap(({ role, slices }) =>
      slices.map(({ source, rows: [, rows], columns: [, columns] }): DemoTensor => {
        const name = checkpointName(source, layer, shape);
        if (role !== "matrix") {
          const size = rows * columns;
          return { name, shape: [size], values: scaleOf(size, random) };
        }
        const values = matrixOf(source.part, rows, columns, tokens, random);
        return { name, shape: [rows, columns], values };
      }),
    );
  const shards = layerWeightShards(shape, 1, 0);
  return [
    ...tensorsOf(modelWeightShards(shape, 1, 0)),
    ...Array.from({ length: layers }, (_, layer) => tensorsOf(shards, layer)).flat(),
  ];
}

/** Uniform around 0, of a size that keeps activations near one; channel 0 is set apart. */
function matrixOf(
  part: WeightPart,
  rows: number,
  columns: number,
  { words, end }: DemoTokens,
  random: Random,
): Float32Array {
  const spread = Math.sqrt(12 / (part === "embedding" ? 1 : columns));
  const values = Float32Array.from(
    { length: rows * columns },
    () => spread * (random() - 0.5) * (part === "lm_head" ? WORD_SPREAD : 1),
  );
  const addsToHidden = part === "output" || part === "down";
  if (addsToHidden) values.fill(0, 0, columns);
  for (let row = 0; row < rows; row++) {
    if (part === "embedding") values[row * columns] = CONSTANT;
    if (part !== "lm_head") continue;
    const bias = row === end ? BIAS.end : words.has(row) ? BIAS.word : BIAS.other;
    values[row * columns] = bias;
    if (!words.has(row)) values.fill(0, row * columns + 1, (row + 1) * columns);
  }
  return values;
}

function scaleOf(size: number, random: Random): Float32Array {
  return Float32Array.from({ length: size }, () => 0.5 + random());
}
