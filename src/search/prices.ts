import type { Lane } from "../ir/op-graph.ts";

/** Two nano-operations that may run side by side. */
export interface PricedPair {
  group: number;
  remainder: number;
  /** Times beside each other at boost clock, µs: group, remainder, group, remainder... */
  times: Float64Array;
  /** Times at the clock over times at boost. */
  slowerA: number;
  slowerB: number;
}

/** Shares of their time alone at which memory and network nano-operations are priced at first. */
const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];
const STEPS = [0.15, -0.15, 0.05, -0.05];

/**
 * The largest sum of prices that a short ascent finds. Prices (µs) are such that no nano-operation
 * earns more than its time alone, and no two side by side earn more than the time goes by: in a
 * time of 1 µs, price over time in company, summed over both, is at most 1.
 *
 * Given the prices on the remainder side, the best ones of the group side follow, and then the
 * former may rise again. So only they are tried: one share for memory and one for network, then
 * each by itself.
 *
 * @param aloneUs least time alone of each nano-operation
 * @param targetUs sum at which the ascent may stop
 */
export function bestPrices(
  aloneUs: Float64Array,
  lanes: readonly Lane[],
  pairs: readonly PricedPair[],
  targetUs: number,
): number {
  const remainders = [...new Set(pairs.map(({ remainder }) => remainder))];
  const classes = [...new Set(remainders.map((piece) => lanes[piece] as Lane))];
  const prices = Float64Array.from(aloneUs);
  const value = (shares: Float64Array) => priceSum(aloneUs, pairs, remainders, shares, prices);
  let best = new Float64Array(aloneUs.length).fill(1);
  let sum = value(best);
  for (const choice of combinations(SHARES, classes.length)) {
    if (sum >= targetUs) return sum;
    const shares = new Float64Array(aloneUs.length);
    for (const piece of remainders) {
      shares[piece] = choice[classes.indexOf(lanes[piece] as Lane)] as number;
    }
    const total = value(shares);
    if (total > sum) [best, sum] = [shares, total];
  }
  for (const step of STEPS) {
    for (const piece of remainders) {
      if (sum >= targetUs) return sum;
      const shares = best.slice();
      shares[piece] = Math.min(1, Math.max(0, (best[piece] as number) + step));
      const total = value(shares);
      if (total > sum) [best, sum] = [shares, total];
    }
  }
  return sum;
}

/** Sum of the prices that follow from the shares of the remainder side; fills `prices`. */
function priceSum(
  aloneUs: Float64Array,
  pairs: readonly PricedPair[],
  remainders: readonly number[],
  shares: Float64Array,
  prices: Float64Array,
): number {
  prices.set(aloneUs);
  for (const piece of remainders) prices[piece] = (aloneUs[piece] as number) * shares[piece]!;
  for (const pair of pairs) {
    const beside = prices[pair.remainder] as number;
    prices[pair.group] = Math.min(prices[pair.group] as number, leastLeft(pair, beside, 1));
  }
  for (const piece of remainders) prices[piece] = aloneUs[piece] as number;
  for (const pair of pairs) {
    const beside = prices[pair.group] as number;
    prices[pair.remainder] = Math.min(prices[pair.remainder] as number, leastLeft(pair, beside, 0));
  }
  let sum = 0;
  for (const price of prices) sum += price;
  return sum;
}

/** Most that one side may be priced in all configurations of a pair when the other has its price. */
function leastLeft({ times, slowerA, slowerB }: PricedPair, price: number, otherSide: 0 | 1) {
  const [ownSlower, otherSlower] = otherSide === 1 ? [slowerA, slowerB] : [slowerB, slowerA];
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < times.length; k += 2) {
    const other = (times[k + otherSide] as number) * otherSlower;
    const own = (times[k + 1 - otherSide] as number) * ownSlower;
    least = Math.min(least, (1 - price / other) * own);
  }
  return Math.max(0, least);
}

function combinations(values: readonly number[], length: number): number[][] {
  if (length === 0) return [];
  return Array.from({ length: length - 1 }).reduce<number[][]>(
    (tuples) => tuples.flatMap((tuple) => values.map((value) => [...tuple, value])),
    values.map((value) => [value]),
  );
}
