import type { Plan } from "../../generated/plan.ts";
import { type Arc, arcsOf } from "../../plan/arcs.ts";

/** Plans round times to hundredths of a µs, so a sum of a start and a duration is this far off. */
const ROUNDING_US = 0.05;

/**
 * The nano-operations of a circuit in which each starts the moment that the one before it ends,
 * around to the next layer. The period cannot shrink unless one of them does. The recurrence that
 * binds, in the terms of modulo scheduling (recMII, Rau 1994), with issue order and shares of SMs
 * counted as dependences.
 *
 * @returns ids, in no order; empty when no such circuit is seen in the plan's rounded times
 */
export function criticalPath(plan: Plan): ReadonlySet<string> {
  const tight = arcsOf(plan).filter((arc) => isTight(plan, arc));
  const successors = new Map(plan.nanoOperations.map(({ id }) => [id, [] as string[]]));
  for (const { from, to } of tight) successors.get(from)?.push(to);
  return new Set(findCycle(successors));
}

function isTight({ nanoOperations, predicted: { periodUs } }: Plan, arc: Arc): boolean {
  const from = nanoOperations.find(({ id }) => id === arc.from);
  const to = nanoOperations.find(({ id }) => id === arc.to);
  if (from === undefined || to === undefined) return false;
  const readyUs =
    from.startUs + from.durationUs + (from.stage - arc.distance - to.stage) * periodUs;
  return Math.abs(to.startUs - readyUs) <= ROUNDING_US;
}

/** Depth-first search; the path from a node to itself is the cycle. */
function findCycle(successors: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  for (const root of successors.keys()) {
    const path: { id: string; next: number }[] = [{ id: root, next: 0 }];
    while (path.length > 0) {
      const top = path.at(-1);
      if (top === undefined) break;
      const next = successors.get(top.id)?.[top.next++];
      if (next === undefined) {
        done.add(top.id);
        path.pop();
        continue;
      }
      const onPath = path.findIndex(({ id }) => id === next);
      if (onPath !== -1) return path.slice(onPath).map(({ id }) => id);
      if (!done.has(next)) path.push({ id: next, next: 0 });
    }
  }
  return [];
}
