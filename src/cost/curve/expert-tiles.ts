import { errorFunction } from "simple-statistics";

/** How tokens reach the experts of a grouped product: each goes to `topk` of `experts`. */
export interface Routing {
  experts: number;
  topk: number;
}

/**
 * Tiles of `rows` tokens that an expert needs on average. A router deals out uneven shares. An
 * expert's is binomial, here taken as normal. So at a mean share of one full tile about half of the
 * experts need a second one. Grows smoothly, where equal shares would make a step.
 */
export function expertTiles(tokens: number, rows: number, { experts, topk }: Routing): number {
  const chosen = topk / experts;
  const mean = tokens * chosen;
  const deviation = Math.sqrt(mean * (1 - chosen));
  // The expectation of a count is the sum over all n of the probability of more than n tiles.
  let tiles = 1 - (1 - chosen) ** tokens;
  for (let full = rows; full < mean + FARTHEST * deviation + 1; full += rows)
    tiles += probabilityAbove(full + 0.5, mean, deviation);
  return tiles;
}

/** Shares that many standard deviations above the mean do not occur. */
const FARTHEST = 6;

function probabilityAbove(limit: number, mean: number, deviation: number): number {
  if (deviation === 0) return mean > limit ? 1 : 0;
  return (1 - errorFunction((limit - mean) / (deviation * Math.SQRT2))) / 2;
}
