import type { Instance } from "../plan/nano-operation.ts";
import type { OrderDistances } from "../plan/order-distances.ts";

interface Issued extends Instance {
  position: number;
  stream: number;
}

/**
 * The event waits that enforce a plan's order on in-order streams, and no more. They are the
 * transitive reduction of the order (Aho, Garey and Ullman 1972) less the edges within streams. It
 * is unique, and each of its waits is needed.
 *
 * @param instances in issue order
 * @param streamOf position of the stream of a nano-operation
 * @returns for each instance, positions of the earlier instances in other streams that it awaits
 */
export function eventWaits(
  instances: readonly Instance[],
  streamCount: number,
  streamOf: (id: string) => number,
  order: OrderDistances,
): number[][] {
  const streams = Array.from({ length: streamCount }, (): Issued[] => []);
  return instances.map((instance, position) => {
    const stream = streamOf(instance.id);
    const newest = streams
      .map((issued) => issued.findLast((earlier) => order.before(earlier, instance)))
      .filter((earlier) => earlier !== undefined);
    streams[stream]?.push({ ...instance, position, stream });
    const isImplied = (earlier: Issued) =>
      newest.some((other) => other !== earlier && order.before(earlier, other));
    return newest
      .filter((earlier) => earlier.stream !== stream && !isImplied(earlier))
      .map((earlier) => earlier.position)
      .sort((a, b) => a - b);
  });
}
