import type { Size } from "./interpolate.ts";

export type SlowdownPair = readonly [group: number, remainder: number];

/** Slowdowns of two kernels at the sizes at which they were measured. */
export interface SizedSlowdowns {
  group: Size;
  remainder: Size;
  slowdowns: SlowdownPair;
}

/** Points of the group's kernel at one context, by its tokens. */
interface Line {
  context: number;
  /** In the order in which they were measured. */
  sizes: readonly SizePoints[];
  byTokens: readonly SizePoints[];
}

interface SizePoints {
  tokens: number;
  points: readonly SizedSlowdowns[];
}

/**
 * Slowdowns between measured sizes: over the sizes of the remainder's kernel by inverse distance,
 * then along the tokens of the group's. At a size of the group that was measured only the points
 * there count, however far the remainder's size is.
 */
export class SlowdownSizes {
  readonly #lines: readonly Line[];

  /** @param points at least one */
  constructor(points: readonly SizedSlowdowns[]) {
    this.#lines = groupBy(points, ({ group }) => group.context).map(([context, line]) => {
      const sizes = groupBy(line, ({ group }) => group.tokens).map(([tokens, alike]) => ({
        tokens,
        points: alike,
      }));
      return { context, sizes, byTokens: sizes.toSorted((a, b) => a.tokens - b.tokens) };
    });
  }

  /** @param group,remainder undefined for the mean over all sizes */
  at(group: Size | undefined, remainder: Size | undefined): SlowdownPair {
    const overAll = new Mean();
    for (const { context, sizes, byTokens } of this.#lines) {
      if (group === undefined) {
        const overSizes = new Mean();
        for (const size of sizes) overSizes.add(0, beside(size, remainder));
        overAll.add(0, overSizes.value);
      } else {
        const distance = distanceOf({ tokens: group.tokens, context }, group);
        overAll.add(distance, alongTokens(byTokens, group.tokens, remainder));
      }
    }
    return overAll.value;
  }
}

/** Between the two sizes around, linear in the logarithm; the nearest beyond the last. */
function alongTokens(
  sizes: readonly SizePoints[],
  tokens: number,
  remainder: Size | undefined,
): SlowdownPair {
  let above = 0;
  while (above < sizes.length && (sizes[above] as SizePoints).tokens < tokens) above++;
  const high = sizes[Math.min(above, sizes.length - 1)] as SizePoints;
  const low = high.tokens > tokens && above > 0 ? (sizes[above - 1] as SizePoints) : high;
  if (low === high) return beside(high, remainder);
  const share = Math.log(tokens / low.tokens) / Math.log(high.tokens / low.tokens);
  return onLine(beside(low, remainder), beside(high, remainder), share);
}

function beside({ points }: SizePoints, remainder: Size | undefined): SlowdownPair {
  const mean = new Mean();
  for (const point of points) mean.add(distanceOf(point.remainder, remainder), point.slowdowns);
  return mean.value;
}

export function onLine(low: SlowdownPair, high: SlowdownPair, share: number): SlowdownPair {
  return [low[0] + share * (high[0] - low[0]), low[1] + share * (high[1] - low[1])];
}

/** Shepard's inverse distance weighting: exact at the points, between them elsewhere. */
class Mean {
  #weight = 0;
  #group = 0;
  #remainder = 0;

  add(distance: number, [group, remainder]: SlowdownPair): void {
    const share = 1 / Math.max(distance, 1e-9);
    this.#weight += share;
    this.#group += share * group;
    this.#remainder += share * remainder;
  }

  get value(): SlowdownPair {
    return [this.#group / this.#weight, this.#remainder / this.#weight];
  }
}

function distanceOf(size: Size, wanted: Size | undefined): number {
  if (wanted === undefined) return 0;
  const tokens = Math.log(wanted.tokens / size.tokens);
  const context = Math.log((wanted.context + TYPICAL_CHUNK) / (size.context + TYPICAL_CHUNK));
  return tokens ** 2 + context ** 2;
}

/** Keeps contexts near 0 from lying infinitely far apart in log space; tokens. */
const TYPICAL_CHUNK = 256;

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): [key: number, T[]][] {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups];
}
