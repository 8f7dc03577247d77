import type { KernelKind, Profile } from "../../generated/profile.ts";
import { type GemmCurve, type GridSize, gemmCurve, gemmUs } from "../curve/gemm-curve.ts";
import {
  type Curve,
  curveOf,
  durationUs,
  isGemm,
  keepsToTarget,
  type Point,
  type Size,
} from "../curve/interpolate.ts";
import { comesInClusters, tileRows } from "../curve/tile-rows.ts";
import {
  DEFAULT_MECHANISM,
  type Partition as GpuPartition,
  parsePartition,
  partitionKey,
} from "./split.ts";

export type ProfileKernel = Profile["kernels"][number];

/** Measured durations of one kernel on one partition, by implementation. */
interface Partition {
  curves: ReadonlyMap<string, Curve>;
  products: ReadonlyMap<string, GemmCurve>;
  /** Of matrix products: token counts at which any implementation was measured, rising. */
  grid: readonly GridSize[];
}

/** Measured durations of one kernel on one partition, by implementation, in the order of the file. */
type PartitionPoints = ReadonlyMap<string, readonly Point[]>;

/** Solo durations of one kernel by partition and implementation. */
export class KernelTable {
  readonly kind: KernelKind;
  readonly implementations: readonly string[];
  readonly #kernel: ProfileKernel;
  readonly #partitions = new Map<string, Partition>();
  readonly #smCount: number;
  #points: ReadonlyMap<string, PartitionPoints> | undefined;
  #measured: { least: Size; most: Size } | undefined;

  constructor(kernel: ProfileKernel, smCount: number) {
    this.kind = kernel.kind;
    this.implementations = kernel.implementations;
    this.#kernel = kernel;
    this.#smCount = smCount;
  }

  /** Least and largest tokens and contexts that were measured on the whole GPU. */
  get measured(): { least: Size; most: Size } {
    this.#measured ??= measuredSizes(this.#kernel);
    return this.#measured;
  }

  /** Implementations that can be timed on a partition at this size. */
  candidates(partition: GpuPartition, size: Size): { implementation: string; us: number }[] {
    return this.implementations.flatMap((implementation) => {
      const us = this.soloUs(implementation, partition, size);
      return us === undefined ? [] : [{ implementation, us }];
    });
  }

  /**
   * @returns µs alone at boost clock. Between two measured partitions of a side and mechanism it
   *   follows a power law in SMs. Undefined when the implementation was not measured near this size
   *   and partition, or is none for it (docs/measurement.md, partitions)
   */
  soloUs(implementation: string, partition: GpuPartition, size: Size): number | undefined {
    const { side, smCount } = partition;
    // What runs beside leaves a cluster the SMs it needs or not, by the chance of where its CTAs
    // lie.
    if (partition.mechanism === "cta-limit" && side === "group" && comesInClusters(implementation))
      return undefined;
    const key = partitionKey(partition);
    const exact = this.#at(key, implementation, size);
    if (exact !== undefined || side === "whole" || this.#measuredPoints().has(key)) return exact;
    // Tiles of products and of prefill attention fill the SMs of a side in waves, which no line between
    // two counts of SMs tells: never interpolated.
    if (keepsToTarget(this.kind)) return undefined;
    // Under a CTA limit kernels that are not held to the group's SMs spread over all.
    if (side === "group" && partition.mechanism === "cta-limit")
      return this.#at("w", implementation, size);

    const measured = this.#sidePoints(partition, implementation, size);
    const high = measured.find((point) => point.smCount > smCount);
    const low = measured.findLast((point) => point.smCount < smCount);
    if (high === undefined || low === undefined) return undefined;
    const share = Math.log(smCount / low.smCount) / Math.log(high.smCount / low.smCount);
    return low.us * (high.us / low.us) ** share;
  }

  #sidePoints(
    { side, mechanism = DEFAULT_MECHANISM }: GpuPartition,
    implementation: string,
    size: Size,
  ) {
    const points = [...this.#measuredPoints().keys()].flatMap((key) => {
      const { smCount, ...other } = parsePartition(key, this.#smCount);
      const alike = other.side === side && (other.mechanism ?? DEFAULT_MECHANISM) === mechanism;
      if (!alike && other.side !== "whole") return [];
      const us = this.#at(key, implementation, size);
      return us === undefined ? [] : [{ smCount, us }];
    });
    return points.sort((a, b) => a.smCount - b.smCount);
  }

  #at(key: string, implementation: string, size: Size): number | undefined {
    const partition = this.#partition(key);
    const product = partition?.products.get(implementation);
    if (product !== undefined) return gemmUs(product, partition?.grid ?? [], size.tokens);
    const curve = partition?.curves.get(implementation);
    return curve && durationUs(curve, size);
  }

  /** Made when it is asked for: of the dozens that were measured, few commands use more than some. */
  #partition(key: string): Partition | undefined {
    const known = this.#partitions.get(key);
    if (known !== undefined) return known;
    const points = this.#measuredPoints().get(key);
    if (points === undefined) return undefined;
    const partition = partitionOf(this.#kernel, points);
    this.#partitions.set(key, partition);
    return partition;
  }

  #measuredPoints(): ReadonlyMap<string, PartitionPoints> {
    this.#points ??= pointsByPartition(this.#kernel);
    return this.#points;
  }
}

function measuredSizes({ solo }: ProfileKernel): { least: Size; most: Size } {
  const whole = solo.filter(([, partition]) => partition === "w");
  const tokens = whole.map((row) => row[2]);
  const contexts = whole.map((row) => row[3]);
  return {
    least: { tokens: Math.min(...tokens), context: Math.min(...contexts) },
    most: { tokens: Math.max(...tokens), context: Math.max(...contexts) },
  };
}

/** By partition. A kernel has thousands of rows: columns are taken by their index. */
function pointsByPartition({ implementations, solo }: ProfileKernel): Map<string, PartitionPoints> {
  const points = new Map<string, Map<string, Point[]>>();
  for (const row of solo) {
    const implementation = implementations[row[0]];
    if (implementation === undefined) continue;
    const key = row[1];
    let byImplementation = points.get(key);
    if (byImplementation === undefined) {
      byImplementation = new Map();
      points.set(key, byImplementation);
    }
    const point = { tokens: row[2], context: row[3], us: row[4] };
    const list = byImplementation.get(implementation);
    if (list === undefined) byImplementation.set(implementation, [point]);
    else list.push(point);
  }
  return points;
}

function partitionOf(kernel: ProfileKernel, points: PartitionPoints): Partition {
  const { kind, shape } = kernel;
  if (!isGemm(kind)) {
    const curves = new Map([...points].map(([name, list]) => [name, curveOf(kind, list)]));
    return { curves, products: new Map(), grid: [] };
  }
  const { experts, topk } = shape;
  const routing = experts === undefined || topk === undefined ? undefined : { experts, topk };
  const products = new Map(
    [...points].map(([name, list]) => [name, gemmCurve(list, tileRows(name), routing)]),
  );
  return { curves: new Map(), products, grid: gridOf([...points.values()].flat()) };
}

function gridOf(points: readonly Point[]): GridSize[] {
  const least = new Map<number, number>();
  for (const { tokens, us } of points)
    least.set(tokens, Math.min(us, least.get(tokens) ?? Number.POSITIVE_INFINITY));
  return [...least]
    .map(([tokens, leastUs]) => ({ tokens, leastUs }))
    .sort((a, b) => a.tokens - b.tokens);
}
