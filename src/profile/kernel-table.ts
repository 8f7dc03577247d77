import type { KernelKind, Profile } from "../generated/profile.ts";
import {
  type Curve,
  curveOf,
  durationUs,
  fillTiles,
  isGemm,
  type Point,
  type Size,
} from "./interpolate.ts";
import {
  DEFAULT_MECHANISM,
  type Partition as GpuPartition,
  parsePartition,
  partitionKey,
} from "./split.ts";

export type ProfileKernel = Profile["kernels"][number];

/** Measured durations of one kernel on one partition. */
interface Partition {
  curves: ReadonlyMap<string, Curve>;
  /** Fastest implementation at each measured token count; for GEMMs only. */
  envelope: Curve;
  /** Token counts at which any implementation was measured, rising; for GEMMs only. */
  grid: readonly number[];
}

/** Solo durations of one kernel by partition and implementation. */
export class KernelTable {
  readonly kind: KernelKind;
  readonly implementations: readonly string[];
  readonly #partitions: ReadonlyMap<string, Partition>;
  readonly #smCount: number;

  constructor(kernel: ProfileKernel, smCount: number) {
    this.kind = kernel.kind;
    this.implementations = kernel.implementations;
    this.#smCount = smCount;
    this.#partitions = partitionsOf(kernel);
  }

  /** Implementations that can be timed on a partition at this size. */
  candidates(partition: GpuPartition, size: Size): { implementation: string; us: number }[] {
    return this.implementations.flatMap((implementation) => {
      const us = this.soloUs(implementation, partition, size);
      return us === undefined ? [] : [{ implementation, us }];
    });
  }

  /**
   * @returns µs alone at boost clock; between two measured partitions of a side and mechanism by a
   *   power law in SMs; undefined when the implementation was not measured near this size and partition
   */
  soloUs(implementation: string, partition: GpuPartition, size: Size): number | undefined {
    const { side, smCount } = partition;
    const key = partitionKey(partition);
    const exact = this.#at(key, implementation, size);
    if (exact !== undefined || side === "whole" || this.#partitions.has(key)) return exact;
    // Which GEMM is fast on a partition depends on how its tiles fill the SMs: never interpolated.
    if (isGemm(this.kind)) return undefined;

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
    const points = [...this.#partitions.keys()].flatMap((key) => {
      const { smCount, ...other } = parsePartition(key, this.#smCount);
      const alike = other.side === side && (other.mechanism ?? DEFAULT_MECHANISM) === mechanism;
      if (!alike && other.side !== "whole") return [];
      const us = this.#at(key, implementation, size);
      return us === undefined ? [] : [{ smCount, us }];
    });
    return points.sort((a, b) => a.smCount - b.smCount);
  }

  #at(key: string, implementation: string, size: Size): number | undefined {
    const partition = this.#partitions.get(key);
    const curve = partition?.curves.get(implementation);
    if (partition === undefined || curve === undefined) return undefined;
    return isGemm(this.kind) ? gemmUs(partition, curve, size) : durationUs(curve, size);
  }
}

function partitionsOf(kernel: ProfileKernel): Map<string, Partition> {
  const points = new Map<string, Map<string, Point[]>>();
  for (const [index, key, tokens, context, us] of kernel.solo) {
    const implementation = kernel.implementations[index];
    if (implementation === undefined) continue;
    const byImplementation = points.get(key) ?? new Map<string, Point[]>();
    points.set(key, byImplementation);
    const list = byImplementation.get(implementation) ?? [];
    byImplementation.set(implementation, list);
    list.push({ tokens, context, us });
  }
  return new Map([...points].map(([key, map]) => [key, partitionOf(kernel.kind, map)]));
}

function partitionOf(kind: KernelKind, points: ReadonlyMap<string, Point[]>): Partition {
  const best = new Map<number, Point>();
  for (const point of [...points.values()].flat()) {
    const known = best.get(point.tokens);
    if (known === undefined || point.us < known.us) best.set(point.tokens, point);
  }
  return {
    curves: new Map([...points].map(([name, list]) => [name, curveOf(kind, list)])),
    envelope: curveOf(kind, [...best.values()]),
    grid: [...best.keys()].sort((a, b) => a - b),
  };
}

/**
 * An implementation may have been measured at a part of the token counts only, where it was among
 * the fastest. Next to such a count its duration follows that of the fastest implementations;
 * elsewhere nothing is known of it.
 */
function gemmUs({ envelope, grid }: Partition, curve: Curve, size: Size): number | undefined {
  const own = new Map(curve.lines[0]?.points.map((point) => [point.tokens, point.us]));
  const filled = grid.includes(size.tokens) ? size.tokens : fillTiles(size.tokens);
  const high = grid.find((tokens) => tokens >= filled) ?? grid.at(-1);
  const low = grid.findLast((tokens) => tokens <= filled);
  const knows = (tokens: number | undefined) => tokens === undefined || own.has(tokens);
  if (knows(high) && knows(low)) return durationUs(curve, size);

  const near = [high, low].find((tokens) => tokens !== undefined && own.has(tokens));
  if (near === undefined) return undefined;
  const envelopeUs = durationUs(envelope, size);
  const nearUs = durationUs(envelope, { tokens: near, context: 0 });
  if (envelopeUs === undefined || nearUs === undefined) return undefined;
  return ((own.get(near) ?? 0) * envelopeUs) / nearUs;
}
