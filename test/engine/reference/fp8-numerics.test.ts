import { describe, expect, it } from "@jest/globals";
import {
  divergence,
  likeliest,
  medianOf,
  relativeError,
} from "../../../scripts/bench/precision/logits.ts";
import { nearestBf16 } from "../../../src/bf16.ts";
import { E4M3_MAX, quantisedRows } from "../../../src/e4m3.ts";
import {
  type ModelWeights,
  randomTokens,
  randomWeights,
} from "../../../src/engine/reference/memory/model-weights.ts";
import { type UnsplitOptions, unsplitLogits } from "../../../src/engine/reference/unsplit-model.ts";
import type { ModelShape } from "../../../src/generated/plan.ts";
import { FP8_BY_ROWS, type Precision } from "../../../src/model/precision.ts";
import { randomFrom } from "../../../src/random.ts";

const PRODUCTS: Precision = {
  weights: FP8_BY_ROWS,
  activations: FP8_BY_ROWS,
  accumulation: "fast",
};
const CACHE: Precision = { kv: FP8_BY_ROWS };
const BOTH: Precision = { ...PRODUCTS, ...CACHE };

/** Sizes of a model with random weights. */
interface Size {
  hidden: number;
  layers: number;
  tokens: number;
}
const TINY: Size = { hidden: 128, layers: 2, tokens: 24 };
const MIDDLE: Size = { hidden: 256, layers: 4, tokens: 10 };

function modelOf({ hidden, layers, tokens }: Size): { weights: ModelWeights; tokenIds: number[] } {
  const random = randomFrom(7);
  const shape: ModelShape = {
    family: "llama",
    hiddenSize: hidden,
    queryHeads: hidden / 64,
    kvHeads: hidden / 128,
    headSize: 64,
    vocabularySize: 300,
    tiedEmbeddings: false,
    qkvBias: false,
    qkNorm: false,
    mlp: { kind: "dense", intermediateSize: 2 * hidden },
  };
  const weights = randomWeights(shape, layers, random);
  return { weights, tokenIds: randomTokens(tokens, shape, random) };
}

describe.each([
  ["a tiny", TINY],
  ["a middle", MIDDLE],
])("logits of %s model", (_, size) => {
  const { weights, tokenIds } = modelOf(size);
  const logits = (precision?: Precision, options?: UnsplitOptions) =>
    unsplitLogits(
      { ...weights, shape: { ...weights.shape, ...(precision !== undefined && { precision }) } },
      tokenIds,
      options,
    );
  const exact = logits();
  const inFp8 = logits(BOTH);

  it("in FP8 agree with those of the same weights in bf16", () => {
    const same = inFp8.filter((row, at) => likeliest(row) === likeliest(exact[at] ?? []));
    const divergences = inFp8.map((row, at) => divergence(exact[at] ?? [], row));
    expect(same.length / inFp8.length).toBeGreaterThan(0.7);
    expect(medianOf(divergences)).toBeLessThan(0.02);
  });

  it("are off by less with a cache in FP8 than with products in FP8", () => {
    const errors = [CACHE, PRODUCTS].map((precision) =>
      medianOf(logits(precision).map((row, at) => relativeError(exact[at] ?? [], row))),
    );
    expect(errors[0]).toBeGreaterThan(0);
    expect(errors[0]).toBeLessThan((errors[1] ?? 0) / 2);
  });

  it("are moved further in FP8 than in bf16 by rows that are kept in bf16: they move over coarse steps", () => {
    const rounded = (row: readonly number[]) => row.map(nearestBf16);
    const errors = (
      [
        [undefined, exact],
        [BOTH, inFp8],
      ] as const
    ).map(([precision, rows]) => {
      const kept = logits(precision, { stored: rounded });
      return medianOf(rows.map((row, at) => relativeError(row, kept[at] ?? [])));
    });
    const [bf16 = 0, fp8 = 0] = errors;
    expect(bf16).toBeLessThan(0.02);
    expect(fp8).toBeGreaterThan(3 * bf16);
    expect(fp8).toBeLessThan(12 * bf16);
  });
});

it("cuts no element off: all that is at the end of the range was the largest of its row", () => {
  const random = randomFrom(3);
  const width = 64;
  // Of sizes that differ by ten orders of magnitude.
  const values = Array.from(
    { length: 200 * width },
    (_, at) => (random() - 0.5) * 10 ** (Math.floor(at / width) % 11),
  );
  const { scales } = quantisedRows(values, width);
  const beyond = values.filter(
    (value, at) =>
      Math.abs(value / (scales[Math.floor(at / width)] as number)) > E4M3_MAX * (1 + 2 ** -23),
  );
  expect(beyond).toEqual([]);
});
