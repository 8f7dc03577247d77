import { PlannerError } from "../errors.ts";
import type { BatchPart } from "./op-graph.ts";

/** Consecutive tokens of the dense batch, from `start` up to but not including `end`. */
export interface NanoBatch {
  start: number;
  end: number;
  part: BatchPart;
}

/**
 * Splits a dense batch at the cuts. Each nano-batch gets decode and prefill tokens in proportion to
 * its size, rounded by largest remainder so that nothing is lost. Its prompt tokens follow those of
 * the nano-batches before it in the same chunk, so these count as context.
 *
 * @param cuts token positions strictly between 0 and the batch's tokens, ascending
 * @throws PlannerError `E_INTERNAL` for other cuts
 */
export function splitBatch(batch: BatchPart, cuts: readonly number[]): NanoBatch[] {
  const bounds = [0, ...cuts, batch.tokens];
  const sizes = bounds.slice(1).map((end, index) => end - (bounds[index] as number));
  if (!sizes.every((size) => Number.isInteger(size) && size > 0)) {
    const message = `cuts ${cuts.join(", ")} do not split ${batch.tokens} tokens`;
    throw new PlannerError("E_INTERNAL", message);
  }
  const decode = proportionalShares(batch.decodeTokens, sizes);
  let start = 0;
  let earlierPrefill = 0;
  return sizes.map((tokens, index) => {
    const decodeTokens = decode[index] as number;
    const prefillTokens = tokens - decodeTokens;
    const part: BatchPart = {
      tokens,
      decodeTokens,
      prefillTokens,
      decodeContext: decodeTokens > 0 ? batch.decodeContext : 0,
      prefillContext: prefillTokens > 0 ? batch.prefillContext + earlierPrefill : 0,
    };
    const nanoBatch = { start, end: start + tokens, part };
    start += tokens;
    earlierPrefill += prefillTokens;
    return nanoBatch;
  });
}

/** Integers in proportion to the sizes that add up to the total (Hamilton's method). */
function proportionalShares(total: number, sizes: readonly number[]): number[] {
  const sum = sizes.reduce((a, b) => a + b, 0);
  // Remainders as integers, so that equal ones compare equal and the earlier size comes first.
  const quotas = sizes.map((size, index) => ({
    index,
    share: Math.floor((total * size) / sum),
    remainder: (total * size) % sum,
  }));
  const left = total - quotas.reduce((assigned, { share }) => assigned + share, 0);
  const favoured = new Set(
    quotas
      .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index)
      .slice(0, left)
      .map(({ index }) => index),
  );
  return quotas.map(({ index, share }) => share + (favoured.has(index) ? 1 : 0));
}
