import { mean } from "simple-statistics";
import { nearestBf16 } from "../../../src/bf16.ts";
import type { ModelWeights } from "../../../src/engine/reference/memory/model-weights.ts";
import { unsplitLogits } from "../../../src/engine/reference/unsplit-model.ts";
import type { Model } from "../../../src/model/model-shape.ts";
import { type PrecisionOptions, withPrecision } from "../../../src/model/precision.ts";
import { divergence, likeliest, medianOf, relativeError, surprise } from "./logits.ts";

/** A model in one choice of formats beside the same in bf16, over all positions of all prompts. */
export interface FormatResult {
  inFp8: string;
  positions: number;
  /** Median of the relative errors of rows of logits. */
  error: number;
  /** Share of positions with the same likeliest token. */
  agreement: number;
  /** Kullback-Leibler, in nats. */
  divergence: { mean: number; median: number; most: number };
  /** Mean negative log-likelihood of the text's next tokens, in nats. */
  loss: number;
}

/** Logits of a prompt, a row a position. */
type Rows = readonly number[][];

const FORMATS: readonly (readonly [string, PrecisionOptions])[] = [
  ["products", { precision: "fp8", kvCache: "bf16" }],
  ["the cache", { precision: "bf16", kvCache: "fp8" }],
  ["both", { precision: "fp8", kvCache: "fp8" }],
];

/**
 * First bf16 with nothing rounded between operations, as a measure of what is noise; then each choice of FP8.
 */
export function* compareFormats(
  model: Model,
  weights: ModelWeights,
  prompts: readonly number[][],
): Generator<FormatResult> {
  const bf16 = withPrecision(model, { precision: "bf16", kvCache: "bf16" });
  const rowsOf = ({ shape }: Model, stored?: (row: number[]) => number[]): Rows[] =>
    prompts.map((prompt) =>
      unsplitLogits({ ...weights, shape }, prompt, stored === undefined ? {} : { stored }),
    );
  const plain = rowsOf(bf16, inBf16);
  yield resultOf("nothing, float64 rows", prompts, plain, rowsOf(bf16));
  yield resultOf("nothing", prompts, plain, plain);
  for (const [inFp8, formats] of FORMATS)
    yield resultOf(inFp8, prompts, plain, rowsOf(withPrecision(model, formats), inBf16));
}

function resultOf(
  inFp8: string,
  prompts: readonly number[][],
  plain: readonly Rows[],
  found: readonly Rows[],
): FormatResult {
  const pairs = found.flatMap((rows, prompt) =>
    rows.map((row, position) => {
      const wanted = plain[prompt]?.[position] ?? [];
      return { row, wanted, next: prompts[prompt]?.[position + 1] };
    }),
  );
  const divergences = pairs.map(({ row, wanted }) => divergence(wanted, row));
  const agreeing = pairs.filter(({ row, wanted }) => likeliest(row) === likeliest(wanted));
  return {
    inFp8,
    positions: pairs.length,
    error: medianOf(pairs.map(({ row, wanted }) => relativeError(wanted, row))),
    agreement: agreeing.length / pairs.length,
    divergence: {
      mean: mean(divergences),
      median: medianOf(divergences),
      most: Math.max(...divergences),
    },
    loss: mean(pairs.flatMap(({ row, next }) => (next === undefined ? [] : surprise(row, next)))),
  };
}

function inBf16(row: number[]): number[] {
  return row.map(nearestBf16);
}
