import type { OrderDistances } from "../plan/order-distances.ts";
import type { DataLayout, Touch } from "./buffers.ts";
import { KV, RESIDUAL } from "./operands.ts";

/** So that GEMM operands and vector loads are aligned. */
const ALIGNMENT_BYTES = 256;

export interface Arena {
  bytes: number;
  /** In bytes, by buffer; the KV has none. */
  offsets: ReadonlyMap<string, number>;
}

interface Placed {
  buffer: string;
  start: number;
  end: number;
}

interface Use extends Pick<Touch, "distance"> {
  id: string;
}

/**
 * Places buffers in one arena, the largest first at the lowest offset that is free. Two buffers
 * share bytes only when the plan orders all uses of the one, in each layer, before or after all
 * uses of the other.
 *
 * Buffers read by the next layer keep their bytes to themselves: after the last layer, the final
 * norm still wants them. What is used after the layers only may lie on all others.
 *
 * @param after sizes in bytes of the buffers that are used after the layers only
 */
export function planArena(
  { bytes, touches }: DataLayout,
  order: OrderDistances,
  after: ReadonlyMap<string, number>,
): Arena {
  const uses = usesOf(touches);
  const exclusive = (buffer: string) =>
    buffer === RESIDUAL || (uses.get(buffer) ?? []).some(({ distance }) => distance > 0);
  const mayShare = (a: string, b: string) => {
    if (exclusive(a) || exclusive(b)) return false;
    if (after.has(a) || after.has(b)) return !(after.has(a) && after.has(b));
    const [usesOfA, usesOfB] = [uses.get(a) ?? [], uses.get(b) ?? []];
    return layersBetween(usesOfA, usesOfB, order) + layersBetween(usesOfB, usesOfA, order) <= 1;
  };

  const placed: Placed[] = [];
  const largestFirst = [...bytes, ...after]
    .filter(([buffer]) => buffer !== KV)
    .sort(bySizeThenName);
  for (const [buffer, size] of largestFirst) {
    const taken = placed.filter((other) => !mayShare(buffer, other.buffer));
    const start = lowestGap(taken, size);
    placed.push({ buffer, start, end: start + aligned(size) });
  }
  return {
    bytes: Math.max(0, ...placed.map(({ end }) => end)),
    offsets: new Map(placed.map(({ buffer, start }) => [buffer, start])),
  };
}

function usesOf(touches: DataLayout["touches"]): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  for (const [id, list] of touches) {
    for (const { buffer, distance } of list) {
      uses.set(buffer, [...(uses.get(buffer) ?? []), { id, distance }]);
    }
  }
  return uses;
}

/**
 * Least k such that all uses of a buffer's rows of layer l end before the other buffer's rows of
 * layer l + k are used. The same then holds for all later layers. Infinite when there is none.
 */
function layersBetween(
  first: readonly Use[],
  second: readonly Use[],
  order: OrderDistances,
): number {
  return Math.max(
    ...first.flatMap((earlier) =>
      second.map(
        (later) => order.between(earlier.id, later.id) + earlier.distance - later.distance,
      ),
    ),
  );
}

function lowestGap(taken: readonly Placed[], size: number): number {
  let start = 0;
  for (const other of [...taken].sort((a, b) => a.start - b.start)) {
    if (other.start - start >= aligned(size)) break;
    start = Math.max(start, other.end);
  }
  return start;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}

function bySizeThenName([nameA, sizeA]: [string, number], [nameB, sizeB]: [string, number]) {
  return sizeB - sizeA || (nameA < nameB ? -1 : 1);
}
