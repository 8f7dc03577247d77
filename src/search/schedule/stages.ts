import type { Schedule, SearchProblem } from "../problem/problem.ts";

/**
 * Stage of each unit: how many layers it runs behind the newest layer of its period, given the
 * order of starts. Longest paths over the dependences.
 *
 * @returns undefined when the sequence contradicts the dependences
 */
export function stagesOf(
  problem: SearchProblem,
  schedule: Pick<Schedule, "sequence" | "lags">,
): number[] | undefined {
  const count = problem.units.length;
  const stages = new Int32Array(count);
  return stagesInto(stages, new Int32Array(count), problem, schedule) ? [...stages] : undefined;
}

/**
 * As {@link stagesOf}, into a table that is there already.
 *
 * @param position takes the place of each unit in the sequence
 * @returns false when the sequence contradicts the dependences
 */
export function stagesInto(
  stages: Int32Array,
  position: Int32Array,
  { units, arcs }: SearchProblem,
  { sequence, lags }: Pick<Schedule, "sequence" | "lags">,
): boolean {
  for (let index = 0; index < sequence.length; index++) {
    position[sequence[index] as number] = index;
  }
  for (let u = 0; u < units.length; u++) stages[u] = lags[units[u]?.part ?? 0] ?? 0;
  for (let round = 0; round <= units.length; round++) {
    let changed = false;
    for (let k = 0; k < arcs.length; k++) {
      const { from, to, distance } = arcs[k] as SearchProblem["arcs"][number];
      const wraps = (position[from] as number) >= (position[to] as number) ? 1 : 0;
      const least = (stages[from] as number) - distance + wraps;
      if ((stages[to] as number) >= least) continue;
      stages[to] = least;
      changed = true;
    }
    if (changed) continue;
    // The lag may have pushed every part on; somebody works on the newest layer.
    let newest = Number.POSITIVE_INFINITY;
    for (const stage of stages) if (stage < newest) newest = stage;
    for (let u = 0; u < stages.length; u++) stages[u]! -= newest;
    return true;
  }
  return false;
}
