import { lagChoices, type SearchProblem } from "../../src/search/problem/problem.ts";
import { evaluate, timetable } from "../../src/search/schedule/schedule.ts";

/** Least period over every sequence, choice of modes and lag: what the search must find. */
export function leastPeriodUs(problem: SearchProblem): number {
  let least = Number.POSITIVE_INFINITY;
  // A period may be cut anywhere, so the first unit stays first.
  const rest = problem.units.map((_, unit) => unit).slice(1);
  for (const tail of permutations(rest)) {
    for (const modes of product(problem.units.map((unit) => unit.modes))) {
      for (const lags of lagChoices(problem)) {
        const schedule = { sequence: [0, ...tail], modes, lags };
        const atBoost = timetable(problem, schedule, 0);
        // No clock makes a schedule shorter than boost does.
        if (atBoost === undefined || atBoost.periodUs >= least) continue;
        least = Math.min(least, evaluate(problem, schedule)?.periodUs ?? least);
      }
    }
  }
  return least;
}

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const item of items) {
    for (const rest of permutations(items.filter((other) => other !== item))) yield [item, ...rest];
  }
}

function* product(choices: readonly (readonly number[])[]): Generator<number[]> {
  const [first, ...others] = choices;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const choice of first) for (const rest of product(others)) yield [choice, ...rest];
}
