import type { Arc } from "./arcs.ts";
import type { Instance } from "./nano-operation.ts";

/**
 * The order that a plan's arcs imply in the endless sequence of layers.
 *
 * Let D(a, b) be the least total distance of a path of arcs from a to b. Then b in layer l comes
 * after a in layer m exactly when l - m >= D(a, b). Larger differences are ordered too, because
 * every nano-operation follows itself in the layer before, through its lane. A program of finitely
 * many layers keeps this order among the instances that it has, even where the path led through
 * instances that it lacks.
 */
export class OrderDistances {
  readonly #distances: ReadonlyMap<string, ReadonlyMap<string, number>>;

  /**
   * Shortest paths of Floyd and Warshall.
   *
   * @param arcs whose cycles all have a positive total distance; arcs with unknown ends are ignored
   */
  constructor(ids: readonly string[], arcs: readonly Arc[]) {
    const distances = new Map(ids.map((id) => [id, new Map<string, number>()]));
    for (const { from, to, distance } of arcs) {
      const row = distances.get(from);
      if (row === undefined || !distances.has(to)) continue;
      row.set(to, Math.min(distance, row.get(to) ?? Number.POSITIVE_INFINITY));
    }
    for (const [through, onward] of distances) {
      for (const row of distances.values()) {
        const head = row.get(through);
        if (head === undefined) continue;
        for (const [to, tail] of onward) {
          if (head + tail < (row.get(to) ?? Number.POSITIVE_INFINITY)) row.set(to, head + tail);
        }
      }
    }
    this.#distances = distances;
  }

  /** D(from, to) in layers; infinite when nothing orders them. */
  between(from: string, to: string): number {
    return this.#distances.get(from)?.get(to) ?? Number.POSITIVE_INFINITY;
  }

  before(earlier: Instance, later: Instance): boolean {
    return later.layer - earlier.layer >= this.between(earlier.id, later.id);
  }

  /** Whether every instance of a and every instance of b are ordered, in whatever layers. */
  ordered(a: string, b: string): boolean {
    return this.between(a, b) + this.between(b, a) <= 1;
  }
}
