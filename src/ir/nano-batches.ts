import { PlannerError } from "../errors.ts";
import type { BatchPart } from "./op-graph.ts";

/** Consecutive tokens of the dense batch, from `start` up to but not including `end`. */
export interface NanoBatch {
  start: number;
  end: number;
  part: BatchPart;
}

/**
 * How the decode tokens of a batch go to its nano-batches; prefill tokens fill the rest.
 *
 * `proportional`: by size, rounded by largest remainder so that nothing is lost. `decode-first`: the
 * first nano-batches take as many as they hold. `prefill-first`: the last ones do.
 */
export const DISTRIBUTIONS = ["proportional", "decode-first", "prefill-first"] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

/**
 * Splits a dense batch at the cuts. The prompt tokens of a nano-batch follow those of the
 * nano-batches before it in the same chunk, so these count as context.
 *
 * @param cuts token positions strictly between 0 and the batch's tokens, ascending
 * @throws PlannerError `E_INTERNAL` for other cuts
 */
export function splitBatch(
  batch: BatchPart,
  cuts: readonly number[],
  distribution: Distribution = "proportional",
): NanoBatch[] {
  const bounds = [0, ...cuts, batch.tokens];
  const sizes = bounds.slice(1).map((end, index) => end - (bounds[index] as number));
  if (!sizes.every((size) => Number.isInteger(size) && size > 0)) {
    const message = `cuts ${cuts.join(", ")} do not split ${batch.tokens} tokens`;
    throw new PlannerError("E_INTERNAL", message);
  }
  const decode = decodeShares(batch.decodeTokens, sizes, distribution);
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

/** Consecutive nano-batches as one. */
export function joined(nanoBatches: readonly NanoBatch[]): NanoBatch {
  const [first] = nanoBatches;
  const last = nanoBatches.at(-1);
  if (first === undefined || last === undefined)
    throw new PlannerError("E_INTERNAL", "no nano-batches to join");
  const sum = (key: "tokens" | "decodeTokens" | "prefillTokens") =>
    nanoBatches.reduce((total, { part }) => total + part[key], 0);
  const contextOf = (tokens: "decodeTokens" | "prefillTokens") =>
    nanoBatches.find(({ part }) => part[tokens] > 0)?.part;
  return {
    start: first.start,
    end: last.end,
    part: {
      tokens: sum("tokens"),
      decodeTokens: sum("decodeTokens"),
      prefillTokens: sum("prefillTokens"),
      decodeContext: contextOf("decodeTokens")?.decodeContext ?? 0,
      prefillContext: contextOf("prefillTokens")?.prefillContext ?? 0,
    },
  };
}

function decodeShares(total: number, sizes: readonly number[], distribution: Distribution) {
  switch (distribution) {
    case "proportional":
      return proportionalShares(total, sizes);
    case "decode-first":
      return filled(total, sizes);
    case "prefill-first":
      return filled(total, sizes.toReversed()).reverse();
  }
}

/** As much of the total as each in turn can hold. */
function filled(total: number, sizes: readonly number[]): number[] {
  let left = total;
  return sizes.map((size) => {
    const share = Math.min(left, size);
    left -= share;
    return share;
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
