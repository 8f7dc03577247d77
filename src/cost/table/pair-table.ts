import type { Profile } from "../../generated/profile.ts";
import type { Size } from "../curve/interpolate.ts";
import { onLine, type SlowdownPair, slowdownsAt } from "../curve/slowdown-sizes.ts";

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

interface PairPoint {
  split: number;
  group: Running;
  remainder: Running;
  slowdowns: SlowdownPair;
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
   * Slowdowns between the measured sizes (see {@link slowdownsAt}). On a split where nothing was
   * measured they are linear in SMs between splits, and those of the nearest beyond the last. An
   * implementation that was not measured there gets the worst of the others, so that a plan never
   * gains by what nobody measured.
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
   * Harm done when an implementation co-runs at a split: own slowdown times its partner's, averaged
   * over what it was measured with. It is the worst known one for an implementation never measured
   * co-running.
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
   * The points of a split, where it was measured. What an implementation costs on another says
   * little: slowdowns rise steeply with the share of memory that the remainder takes.
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
    // A kernel is not faster co-running than alone; what is below 1 is measurement noise.
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

function acrossSplits(
  points: readonly PairPoint[],
  split: number,
  groupSize: Size | undefined,
  remainderSize: Size | undefined,
): SlowdownPair {
  const splits = [...new Set(points.map((point) => point.split))].sort((a, b) => a - b);
  const low = splits.findLast((known) => known <= split) ?? splits[0] ?? split;
  const high = splits.find((known) => known >= split) ?? low;
  const at = (known: number) =>
    slowdownsAt(
      points
        .filter((point) => point.split === known)
        .map(({ group, remainder, slowdowns }) => ({
          group: group.size,
          remainder: remainder.size,
          slowdowns,
        })),
      groupSize,
      remainderSize,
    );
  if (high <= low) return at(low);
  return onLine(at(low), at(high), (split - low) / (high - low));
}
