import { PlannerError } from "../../errors.ts";
import type { SearchProblem, UnitArc } from "./problem.ts";

/** Stands for "no path"; far above any distance that occurs. */
const UNRELATED = 100;

/**
 * Units in an order that their dependences within a layer allow, else as they are given.
 *
 * @throws PlannerError `E_INTERNAL` when the dependences form a cycle
 */
export function dependenceOrder(units: readonly number[], arcs: readonly UnitArc[]): number[] {
  const left = new Set(units);
  const order: number[] = [];
  while (left.size > 0) {
    const ready = [...left].find((unit) =>
      arcs.every(({ from, to, distance }) => to !== unit || distance > 0 || !left.has(from)),
    );
    if (ready === undefined)
      throw new PlannerError("E_INTERNAL", "the dependences of a layer form a cycle");
    order.push(ready);
    left.delete(ready);
  }
  return order;
}

/**
 * Closure of the dependence distances: `closure[i * n + j]` is the least total distance of a
 * path from unit i to unit j, so j at layer l waits, at least indirectly, for i at layer
 * l - closure. Min-plus (Floyd-Warshall).
 *
 * @returns undefined when some cycle has no positive distance: nothing could ever start
 */
export function distanceClosure(units: number, arcs: readonly UnitArc[]): Int8Array | undefined {
  const closure = new Int8Array(units * units).fill(UNRELATED);
  for (const { from, to, distance } of arcs) {
    const at = from * units + to;
    closure[at] = Math.min(closure[at] as number, distance);
  }
  for (let via = 0; via < units; via++) relax(closure, units, via, via, 0);
  return isFeasible(closure, units) ? closure : undefined;
}

/** Closure of a structure, whose units never wait in a cycle. */
export function closureOf({
  name,
  units,
  arcs,
}: Pick<SearchProblem, "name" | "arcs"> & { units: { length: number } }): Int8Array {
  const closure = distanceClosure(units.length, arcs);
  if (closure === undefined) {
    throw new PlannerError("E_INTERNAL", `structure ${name} has a cyclic dependence`);
  }
  return closure;
}

/** The closure with one more arc; undefined when that closes a cycle without positive distance. */
function withArc(closure: Int8Array, units: number, arc: UnitArc): Int8Array | undefined {
  const back = closure[arc.to * units + arc.from] as number;
  if (back + arc.distance < 1) return undefined;
  const next = closure.slice();
  relax(next, units, arc.from, arc.to, arc.distance);
  return next;
}

/** Improves all paths that end in `from`, take the arc to `to`, and go on from there. */
function relax(closure: Int8Array, units: number, from: number, to: number, distance: number) {
  for (let i = 0; i < units; i++) {
    const before = i === from ? 0 : (closure[i * units + from] as number);
    if (before === UNRELATED) continue;
    for (let j = 0; j < units; j++) {
      const after = j === to ? 0 : (closure[to * units + j] as number);
      if (after === UNRELATED || (i === from && j === to && from === to)) continue;
      const at = i * units + j;
      const total = before + distance + after;
      if (total < (closure[at] as number)) closure[at] = total;
    }
  }
}

function isFeasible(closure: Int8Array, units: number): boolean {
  for (let i = 0; i < units; i++) if ((closure[i * units + i] as number) < 1) return false;
  return true;
}

/** Strictly alternating units: one's every run lies between two runs of the other. */
export function isOrdered(closure: Int8Array, units: number, a: number, b: number): boolean {
  return (closure[a * units + b] as number) + (closure[b * units + a] as number) <= 1;
}

/**
 * The cyclic orders still open to a pair: offsets d such that b at layer l runs after a at
 * layer l - d and before a at layer l - d + 1.
 */
export function openOffsets(closure: Int8Array, units: number, a: number, b: number): number[] {
  const forth = closure[a * units + b] as number;
  const back = closure[b * units + a] as number;
  if (forth === UNRELATED && back === UNRELATED) return [0];
  const least = back === UNRELATED ? forth - 1 : 1 - back;
  const most = forth === UNRELATED ? least + 1 : forth;
  return Array.from({ length: most - least + 1 }, (_, k) => least + k);
}

/** Closure with the pair in one of its cyclic orders, or undefined when that cannot be. */
export function withOffset(
  closure: Int8Array,
  units: number,
  a: number,
  b: number,
  offset: number,
): Int8Array | undefined {
  const once = withArc(closure, units, { from: a, to: b, distance: offset });
  return once && withArc(once, units, { from: b, to: a, distance: 1 - offset });
}

/** Pairs of units that no circuit of distance one keeps apart, so they may be in flight together. */
export function overlapOf(units: number, closure: Int8Array): Uint8Array {
  const overlap = new Uint8Array(units * units);
  for (let a = 0; a < units; a++) {
    for (let b = 0; b < units; b++) {
      if (a !== b && !isOrdered(closure, units, a, b)) overlap[a * units + b] = 1;
    }
  }
  return overlap;
}

/** Units by their place in the period that the potentials of a closure give them. */
export function sequenceOf(closure: Int8Array, units: number): number[] {
  const tick = 1 / (2 * units);
  const potential = new Float64Array(units);
  for (let round = 0; round < units; round++) {
    for (let i = 0; i < units; i++) {
      for (let j = 0; j < units; j++) {
        const least = (potential[i] as number) + tick - (closure[i * units + j] as number);
        if (least > (potential[j] as number)) potential[j] = least;
      }
    }
  }
  const place = Array.from(potential, (value) => value - Math.floor(value + tick / 2));
  return place.map((_, unit) => unit).sort((a, b) => place[a]! - place[b]! || a - b);
}
