import fc from "fast-check";
import type { Schedule, SearchProblem } from "../../src/search/problem/problem.ts";

/** Any order, modes and lags of a problem of random problems: those that contradict it, too. */
export function randomSchedule(
  problem: SearchProblem,
): fc.Arbitrary<{ problem: SearchProblem; schedule: Schedule }> {
  const { units } = problem;
  const all = [...units.keys()];
  return fc
    .record({
      sequence: fc.shuffledSubarray(all, { minLength: all.length }),
      modes: fc.tuple(...units.map(({ modes }) => fc.constantFrom(...modes))),
      lags: fc.array(fc.nat(1), { minLength: 1, maxLength: 3 }),
    })
    .map((schedule) => ({ problem, schedule }));
}
