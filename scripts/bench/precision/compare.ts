import { mean } from "simple-statistics";
import { nearestBf16 } from "../../../src/bf16.ts";
import type { ModelWeights } from "../../../src/engine/reference/memory/model-weights.ts";
import { unsplitModel } from "../../../src/engine/reference/unsplit-model.ts";
import type { Model } from "../../../src/model/model-shape.ts";
import { type PrecisionOptions, withPrecision } from "../../../src/model/precision.ts";
import { divergence, likeliest, medianOf, relativeError, surprise } from "./logits.ts";

export type Range = readonly [least: number, most: number];

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
  /** Least and most of a prompt: share of the same token, and mean divergence. */
  ofPrompts: { agreement: Range; divergence: Range };
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
    prompts.map(unsplitModel({ ...weights, shape }, stored === undefined ? {} : { stored }));
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
  const byPrompt = found.map((rows, prompt) =>
    rows.map((row, position): Pair => {
      const wanted = plain[prompt]?.[position] ?? [];
      return {
        ...{ row, wanted, next: prompts[prompt]?.[position + 1] },
        isSame: likeliest(row) === likeliest(wanted),
        divergence: divergence(wanted, row),
      };
    }),
  );
  const pairs = byPrompt.flat();
  const divergences = pairs.map((pair) => pair.divergence);
  return {
    inFp8,
    positions: pairs.length,
    error: medianOf(pairs.map(({ row, wanted }) => relativeError(wanted, row))),
    agreement: sameShare(pairs),
    divergence: {
      mean: mean(divergences),
      median: medianOf(divergences),
      most: Math.max(...divergences),
    },
    ofPrompts: {
      agreement: rangeOf(byPrompt.map(sameShare)),
      divergence: rangeOf(byPrompt.map((own) => mean(own.map((pair) => pair.divergence)))),
    },
    loss: mean(pairs.flatMap(({ row, next }) => (next === undefined ? [] : surprise(row, next)))),
  };
}

/** A position's logits beside those in bf16. */
interface Pair {
  row: readonly number[];
  wanted: readonly number[];
  /** The text's own next token; undefined behind the prompt's last. */
  next: number | undefined;
  isSame: boolean;
  divergence: number;
}

function sameShare(pairs: readonly Pair[]): number {
  return pairs.filter(({ isSame }) => isSame).length / pairs.length;
}

function rangeOf(values: readonly number[]): Range {
  return [Math.min(...values), Math.max(...values)];
}

function inBf16(row: number[]): number[] {
  return row.map(nearestBf16);
}
