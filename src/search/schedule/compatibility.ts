import { modesCompatible, type SearchProblem } from "../problem/problem.ts";

const known = new WeakMap<SearchProblem, Uint8Array>();

/** 1 at `a * modes + b` when modes a and b may be in flight together. */
export function compatibilityOf(problem: SearchProblem): Uint8Array {
  let table = known.get(problem);
  if (table !== undefined) return table;
  const count = problem.modes.length;
  table = new Uint8Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      if (modesCompatible(problem, a, b)) table[a * count + b] = 1;
    }
  }
  known.set(problem, table);
  return table;
}
