import type { Arc } from "./arcs.ts";

/**
 * A cycle of arcs with a total distance of zero or less: its nano-operations would wait for each
 * other for ever. Found by Bellman and Ford, with arcs of length (N + 1) x distance - 1 for N
 * nodes. A simple cycle has at most N arcs, so its length is negative exactly when its total
 * distance is not positive.
 *
 * @returns the arcs of one such cycle in order, or undefined when every cycle advances
 */
export function findDeadlock(ids: readonly string[], arcs: readonly Arc[]): Arc[] | undefined {
  const cost = new Map(ids.map((id) => [id, 0]));
  const known = arcs.filter(({ from, to }) => cost.has(from) && cost.has(to));
  const reachedBy = new Map<string, Arc>();
  let relaxed: Arc | undefined;
  for (let round = 0; round <= ids.length; round++) {
    relaxed = undefined;
    for (const arc of known) {
      const through = (cost.get(arc.from) ?? 0) + (ids.length + 1) * arc.distance - 1;
      if (through >= (cost.get(arc.to) ?? 0)) continue;
      cost.set(arc.to, through);
      reachedBy.set(arc.to, arc);
      relaxed = arc;
    }
    if (relaxed === undefined) return undefined;
  }
  return relaxed === undefined ? undefined : cycleBehind(relaxed, reachedBy, ids.length);
}

/** Walks back far enough to be on the cycle, then once around. */
function cycleBehind(last: Arc, reachedBy: ReadonlyMap<string, Arc>, steps: number): Arc[] {
  let onCycle = last;
  for (let step = 0; step < steps; step++) onCycle = reachedBy.get(onCycle.from) ?? onCycle;
  const cycle = [onCycle];
  for (let arc = reachedBy.get(onCycle.from); arc !== undefined && arc !== onCycle; ) {
    cycle.unshift(arc);
    arc = reachedBy.get(arc.from);
  }
  return cycle;
}
