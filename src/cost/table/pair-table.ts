import type { Profile } from "../../generated/profile.ts";
import type { Size } from "../curve/interpolate.ts";
import { onLine, type SlowdownPair, SlowdownSizes } from "../curve/slowdown-sizes.ts";

export type PairRow = Profile["pairs"][number]["rows"][number];

/** A kernel in one implementation on one size of work. */
export interface Running {
  implementation: string;
  size: Size;
}

/** Time co-running over time alone on the same partition, of the two kernels of a pair. */
export interface Slowdowns {
  group: number;
  remainder: number;
}

type PairSide = "group" | "remainder";

interface PairPoint {
  split: number;
  group: Running;
  remainder: Running;
  slowdowns: SlowdownPair;
}

/** Measured slowdowns of two kernels that share the GPU, the first on the group. */
export class PairTable {
  readonly #points: readonly PairPoint[];
  readonly #onSplit = new Map<number, SplitPoints>();

  constructor(
    rows: readonly PairRow[],
    groupNames: readonly string[],
    remainderNames: readonly string[],
  ) {
    this.#points = rows.map((row) => pointOf(row, groupNames, remainderNames));
  }

  /**
   * Slowdowns between the measured sizes (see {@link SlowdownSizes}). On a split where nothing was
   * measured they are linear in SMs between splits, and those of the nearest beyond the last. An
   * implementation that was not measured there gets the worst of the others, so that a plan never
   * gains by what nobody measured.
   */
  at(split: number, group: Running, remainder: Running): Slowdowns | undefined {
    if (this.#points.length === 0) return undefined;
    const known = this.#near(split);
    const groupNames = standIns(known.names("group"), group.implementation);
    const remainderNames = standIns(known.names("remainder"), remainder.implementation);
    const tables = groupNames.flatMap((name) =>
      remainderNames.flatMap((other) => known.of(name, other) ?? []),
    );
    const worst = { group: 0, remainder: 0 };
    for (const table of tables.length > 0 ? tables : [known.all]) {
      const [own, other] = table.at(group.size, remainder.size);
      worst.group = Math.max(worst.group, own);
      worst.remainder = Math.max(worst.remainder, other);
    }
    return worst;
  }

  /**
   * Harm done when an implementation co-runs at a split: own slowdown times its partner's, averaged
   * over what it was measured with. It is the worst known one for an implementation never measured
   * co-running.
   */
  harm(side: PairSide, split: number, { implementation, size }: Running): number {
    const known = this.#near(split);
    let worst = 1;
    for (const name of standIns(known.names(side), implementation)) {
      const [own, partner] =
        side === "group"
          ? known.ofOne(side, name).at(size, undefined)
          : known.ofOne(side, name).at(undefined, size);
      worst = Math.max(worst, own * partner);
    }
    return worst;
  }

  /**
   * The points of a split, where it was measured. What an implementation costs on another says
   * little: slowdowns rise steeply with the share of memory that the remainder takes.
   */
  #near(split: number): SplitPoints {
    const known = this.#onSplit.get(split);
    if (known !== undefined) return known;
    const here = this.#points.filter((point) => point.split === split);
    const points = new SplitPoints(here.length > 0 ? here : this.#points, split);
    this.#onSplit.set(split, points);
    return points;
  }
}

/** What was measured on a split or, where nothing was, on those around it. */
class SplitPoints {
  readonly #points: readonly PairPoint[];
  readonly #split: number;
  readonly #tables = new Map<string, AcrossSplits | undefined>();
  readonly #names = new Map<PairSide, readonly string[]>();

  constructor(points: readonly PairPoint[], split: number) {
    this.#points = points;
    this.#split = split;
  }

  get all(): AcrossSplits {
    return this.#table("", () => true) as AcrossSplits;
  }

  /** Implementations that were measured on a side. */
  names(side: PairSide): readonly string[] {
    let names = this.#names.get(side);
    if (names === undefined) {
      names = [...new Set(this.#points.map((point) => point[side].implementation))];
      this.#names.set(side, names);
    }
    return names;
  }

  /** Two implementations beside each other; undefined when they were never measured so. */
  of(group: string, remainder: string): AcrossSplits | undefined {
    return this.#table(
      `${group} ${remainder}`,
      (point) =>
        point.group.implementation === group && point.remainder.implementation === remainder,
    );
  }

  /** An implementation of a side beside all that it was measured with. */
  ofOne(side: PairSide, name: string): AcrossSplits {
    const isOf = (point: PairPoint) => point[side].implementation === name;
    return this.#table(`${side}: ${name}`, isOf) as AcrossSplits;
  }

  #table(key: string, isOf: (point: PairPoint) => boolean): AcrossSplits | undefined {
    if (this.#tables.has(key)) return this.#tables.get(key);
    const points = this.#points.filter(isOf);
    const table = points.length === 0 ? undefined : new AcrossSplits(points, this.#split);
    this.#tables.set(key, table);
    return table;
  }
}

/** Slowdowns on a split from the measured splits around it. */
class AcrossSplits {
  readonly #low: SlowdownSizes;
  /** With how far the split is on the way from the lower one to it; undefined where one will do. */
  readonly #high: { sizes: SlowdownSizes; share: number } | undefined;

  /** @param points at least one */
  constructor(points: readonly PairPoint[], split: number) {
    const splits = [...new Set(points.map((point) => point.split))].sort((a, b) => a - b);
    const low = splits.findLast((known) => known <= split) ?? splits[0] ?? split;
    const high = splits.find((known) => known >= split) ?? low;
    const on = (known: number) =>
      new SlowdownSizes(
        points
          .filter((point) => point.split === known)
          .map(({ group, remainder, slowdowns }) => ({
            group: group.size,
            remainder: remainder.size,
            slowdowns,
          })),
      );
    this.#low = on(low);
    this.#high = high <= low ? undefined : { sizes: on(high), share: (split - low) / (high - low) };
  }

  at(group: Size | undefined, remainder: Size | undefined): SlowdownPair {
    const low = this.#low.at(group, remainder);
    if (this.#high === undefined) return low;
    return onLine(low, this.#high.sizes.at(group, remainder), this.#high.share);
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
    // A kernel is not faster co-running than alone; what is below 1 is measurement noise.
    slowdowns: [Math.max(1, groupSlowdown), Math.max(1, remainderSlowdown)],
  };
}

/** The implementation itself where it was measured, else all that were. */
function standIns(known: readonly string[], implementation: string): readonly string[] {
  return known.includes(implementation) ? [implementation] : known;
}
