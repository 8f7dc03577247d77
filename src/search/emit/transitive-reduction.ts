/** `to` at layer l waits for `from` at layer l - distance. */
export interface NeededArc {
  from: number;
  to: number;
  distance: number;
}

/**
 * The candidates that neither the given arcs nor the other candidates imply. An arc is implied by
 * a path whose total distance is not larger: then the target waits for a later or the same run of
 * the source.
 *
 * @param nodes number of nano-operations
 */
export function withoutImplied(
  nodes: number,
  candidates: readonly NeededArc[],
  given: readonly NeededArc[],
): NeededArc[] {
  // Wide arcs first: they are the likeliest to be implied by narrow ones.
  const kept = unique(candidates).sort((a, b) => b.distance - a.distance);
  for (let k = 0; k < kept.length; ) {
    const arc = kept[k] as NeededArc;
    const others = [...given, ...kept.slice(0, k), ...kept.slice(k + 1)];
    if (leastDistance(nodes, others, arc.from, arc.to) <= arc.distance) kept.splice(k, 1);
    else k++;
  }
  return kept;
}

function unique(arcs: readonly NeededArc[]): NeededArc[] {
  return [...new Map(arcs.map((arc) => [`${arc.from} ${arc.to} ${arc.distance}`, arc])).values()];
}

/** Least total distance of a path (Bellman-Ford); a path from a node to itself has one arc or more. */
function leastDistance(
  nodes: number,
  arcs: readonly NeededArc[],
  source: number,
  target: number,
): number {
  const least = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  for (const { from, to, distance } of arcs) {
    if (from === source) least[to] = Math.min(least[to] as number, distance);
  }
  for (let round = 0, changed = true; changed && round < nodes; round++) {
    changed = false;
    for (const { from, to, distance } of arcs) {
      const through = (least[from] as number) + distance;
      if (through >= (least[to] as number)) continue;
      least[to] = through;
      changed = true;
    }
  }
  return least[target] as number;
}
