import type { Size } from "./interpolate.ts";

export type SlowdownPair = readonly [group: number, remainder: number];

/** Slowdowns of two kernels at the sizes at which they were measured. */
export interface SizedSlowdowns {
  group: Size;
  remainder: Size;
  slowdowns: SlowdownPair;
}

/**
 * Slowdowns between measured sizes: over the sizes of the remainder's kernel by inverse distance,
 * then along the tokens of the group's. At a size of the group that was measured only the points
 * there count, however far the remainder's size is.
 *
 * @param points at least one
 * @param group,remainder undefined for the mean over all sizes
 */
export function slowdownsAt(
  points: readonly SizedSlowdowns[],
  group: Size | undefined,
  remainder: Size | undefined,
): SlowdownPair {
  const lines = groupBy(points, (point) => point.group.context).map((line) => {
    const sizes = groupBy(line, (point) => point.group.tokens).map((alike) => ({
      tokens: (alike[0] as SizedSlowdowns).group.tokens,
      pair: weighted(
        alike.map((point) => ({
          distance: distanceOf(point.remainder, remainder),
          pair: point.slowdowns,
        })),
      ),
    }));
    if (group === undefined)
      return { distance: 0, pair: weighted(sizes.map(({ pair }) => ({ distance: 0, pair }))) };
    const { context } = (line[0] as SizedSlowdowns).group;
    const distance = distanceOf({ tokens: group.tokens, context }, group);
    return { distance, pair: alongTokens(sizes, group.tokens) };
  });
  return weighted(lines);
}

/** Between the two sizes around, linear in the logarithm; the nearest beyond the last. */
function alongTokens(
  sizes: readonly { tokens: number; pair: SlowdownPair }[],
  tokens: number,
): SlowdownPair {
  const sorted = sizes.toSorted((a, b) => a.tokens - b.tokens);
  const low = sorted.findLast((size) => size.tokens <= tokens) ?? sorted[0];
  const high = sorted.find((size) => size.tokens >= tokens) ?? low;
  if (low === undefined || high === undefined) throw new RangeError("no sizes");
  if (high.tokens <= low.tokens) return low.pair;
  const share = Math.log(tokens / low.tokens) / Math.log(high.tokens / low.tokens);
  return onLine(low.pair, high.pair, share);
}

export function onLine(low: SlowdownPair, high: SlowdownPair, share: number): SlowdownPair {
  return [low[0] + share * (high[0] - low[0]), low[1] + share * (high[1] - low[1])];
}

/** Shepard's inverse distance weighting: exact at the points, between them elsewhere. */
function weighted(points: readonly { distance: number; pair: SlowdownPair }[]): SlowdownPair {
  let [weight, group, remainder] = [0, 0, 0];
  for (const { distance, pair } of points) {
    const share = 1 / Math.max(distance, 1e-9);
    weight += share;
    group += share * pair[0];
    remainder += share * pair[1];
  }
  return [group / weight, remainder / weight];
}

function distanceOf(size: Size, wanted: Size | undefined): number {
  if (wanted === undefined) return 0;
  const tokens = Math.log(wanted.tokens / size.tokens);
  const context = Math.log((wanted.context + TYPICAL_CHUNK) / (size.context + TYPICAL_CHUNK));
  return tokens ** 2 + context ** 2;
}

/** Keeps contexts near 0 from lying infinitely far apart in log space; tokens. */
const TYPICAL_CHUNK = 256;

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): T[][] {
  const groups = new Map<number, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}
