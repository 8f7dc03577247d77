import type { Profile } from "../generated/profile.ts";
import type { Size } from "./interpolate.ts";

export type PairRow = Profile["pairs"][number]["rows"][number];

/** A kernel in one implementation on one size of work. */
export interface Running {
  implementation: string;
  size: Size;
}

/** Time in company over time alone on the same partition, of the two kernels of a pair. */
export interface Slowdowns {
  group: number;
  remainder: number;
}

interface PairPoint {
  split: number;
  group: Running;
  remainder: Running;
  slowdowns: readonly [group: number, remainder: number];
}

/** Measured slowdowns of two kernels that share the GPU, the first on the group. */
export class PairTable {
  readonly #points: readonly PairPoint[];

  constructor(
    rows: readonly PairRow[],
    groupNames: readonly string[],
    remainderNames: readonly string[],
  ) {
    this.#points = rows.map((row) => pointOf(row, groupNames, remainderNames));
  }

  /**
   * Slowdowns between the measured sizes (by inverse distance in log size, of one side after the
   * other) and, on a split where nothing was measured, between splits (linear in SMs, the nearest
   * beyond the last). For an implementation that was not measured in company there the worst of the
   * others is taken, so that a plan never gains by what nobody measured.
   */
  at(split: number, group: Running, remainder: Running): Slowdowns | undefined {
    if (this.#points.length === 0) return undefined;
    const known = this.#near(split);
    const groupNames = standIns(known, (point) => point.group, group);
    const remainderNames = standIns(known, (point) => point.remainder, remainder);
    const candidates = groupNames.flatMap((groupName) =>
      remainderNames.flatMap((remainderName) => {
        const points = known.filter(
          (point) =>
            point.group.implementation === groupName &&
            point.remainder.implementation === remainderName,
        );
        return points.length === 0 ? [] : [acrossSplits(points, split, group.size, remainder.size)];
      }),
    );
    const values =
      candidates.length > 0 ? candidates : [acrossSplits(known, split, group.size, remainder.size)];
    return {
      group: Math.max(...values.map((value) => value[0])),
      remainder: Math.max(...values.map((value) => value[1])),
    };
  }

  /**
   * Harm done when an implementation runs in company at a split: own slowdown times its
   * partner's, averaged over what it was measured with; the worst known one for an implementation
   * never measured in company.
   */
  harm(side: "group" | "remainder", split: number, { implementation, size }: Running): number {
    const known = this.#near(split);
    const names = standIns(known, (point) => point[side], { implementation, size });
    const harms = names.flatMap((name) => {
      const points = known.filter((point) => point[side].implementation === name);
      if (points.length === 0) return [];
      const [own, partner] = acrossSplits(
        points,
        split,
        side === "group" ? size : undefined,
        side === "remainder" ? size : undefined,
      );
      return [own * partner];
    });
    return Math.max(1, ...harms);
  }

  /**
   * The points of a split, where it was measured: what an implementation costs on another says
   * little, since slowdowns rise steeply with the memory's share that the remainder takes.
   */
  #near(split: number): readonly PairPoint[] {
    const here = this.#points.filter((point) => point.split === split);
    return here.length > 0 ? here : this.#points;
  }
}

function pointOf(
  row: PairRow,
  groupNames: readonly string[],
  remainderNames: readonly string[],
): PairPoint {
  const [split, groupIndex, groupTokens, groupContext, remainderIndex, ...rest] = row;
  const [remainderTokens, remainderContext, groupSlowdown, remainderSlowdown] = rest;
  return {
    split,
    group: {
      implementation: groupNames[groupIndex] ?? "",
      size: { tokens: groupTokens, context: groupContext },
    },
    remainder: {
      implementation: remainderNames[remainderIndex] ?? "",
      size: { tokens: remainderTokens, context: remainderContext },
    },
    // A kernel is not faster in company than alone; what is below 1 is measurement noise.
    slowdowns: [Math.max(1, groupSlowdown), Math.max(1, remainderSlowdown)],
  };
}

function standIns(
  points: readonly PairPoint[],
  sideOf: (point: PairPoint) => Running,
  { implementation }: Running,
): string[] {
  const names = new Set(points.map((point) => sideOf(point).implementation));
  return names.has(implementation) ? [implementation] : [...names];
}

type Pair = readonly [group: number, remainder: number];

function acrossSplits(
  points: readonly PairPoint[],
  split: number,
  groupSize: Size | undefined,
  remainderSize: Size | undefined,
): Pair {
  const splits = [...new Set(points.map((point) => point.split))].sort((a, b) => a - b);
  const low = splits.findLast((known) => known <= split) ?? splits[0] ?? split;
  const high = splits.find((known) => known >= split) ?? low;
  const at = (known: number) =>
    weighted(
      points.filter((point) => point.split === known),
      groupSize,
      remainderSize,
    );
  const lowPair = at(low);
  if (high <= low) return lowPair;
  const highPair = at(high);
  const share = (split - low) / (high - low);
  return [
    lowPair[0] + share * (highPair[0] - lowPair[0]),
    lowPair[1] + share * (highPair[1] - lowPair[1]),
  ];
}

/**
 * Over the sizes of the remainder's kernel first, then over those of the group's: at a size of the
 * group that was measured only the points there count, however far the remainder's size is.
 */
function weighted(
  points: readonly PairPoint[],
  groupSize: Size | undefined,
  remainderSize: Size | undefined,
): Pair {
  const lines = groupBy(points, ({ group }) => group.size.context).map((line) => {
    const sizes = groupBy(line, ({ group }) => group.size.tokens).map((alike) => ({
      tokens: (alike[0] as PairPoint).group.size.tokens,
      pair: shepard(
        alike.map(({ remainder, slowdowns }) => ({
          distance: distanceOf(remainder.size, remainderSize),
          pair: slowdowns,
        })),
      ),
    }));
    const { context } = (line[0] as PairPoint).group.size;
    const tokens = groupSize?.tokens;
    return {
      distance: groupSize === undefined ? 0 : distanceOf({ ...groupSize, context }, groupSize),
      pair: tokens === undefined ? mean(sizes.map(({ pair }) => pair)) : alongTokens(sizes, tokens),
    };
  });
  return shepard(lines);
}

/** Between the two sizes around linear in the logarithm, the nearest beyond the last. */
function alongTokens(sizes: readonly { tokens: number; pair: Pair }[], tokens: number): Pair {
  const sorted = sizes.toSorted((a, b) => a.tokens - b.tokens);
  const high = sorted.find((size) => size.tokens >= tokens);
  const low = sorted.findLast((size) => size.tokens <= tokens);
  if (low === undefined || high === undefined) return ((low ?? high) as { pair: Pair }).pair;
  if (high.tokens === low.tokens) return low.pair;
  const share = Math.log(tokens / low.tokens) / Math.log(high.tokens / low.tokens);
  return [
    low.pair[0] + share * (high.pair[0] - low.pair[0]),
    low.pair[1] + share * (high.pair[1] - low.pair[1]),
  ];
}

function mean(pairs: readonly Pair[]): Pair {
  return shepard(pairs.map((pair) => ({ distance: 1, pair })));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): T[][] {
  const groups = new Map<number, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** Shepard's inverse distance weighting: exact at the points, between them elsewhere. */
function shepard(points: readonly { distance: number; pair: Pair }[]): Pair {
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
