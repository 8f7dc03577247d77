import {
  lagChoices,
  modesCompatible,
  modeUs,
  type Schedule,
  type SearchProblem,
} from "../../src/search/problem/problem.ts";
import { evaluate, periodUsAt } from "../../src/search/schedule/schedule.ts";
import { stagesOf } from "../../src/search/schedule/stages.ts";

/** Least period over every sequence, choice of modes and lag: what the search must find. */
export function leastPeriodUs(problem: SearchProblem): number {
  let leastUs = Number.POSITIVE_INFINITY;
  const orders = feasibleOrders(problem);
  const choices = [...product(problem.units.map((unit) => unit.modes))]
    .map((modes) => ({ modes, turnsUs: turnsUs(problem, modes) }))
    .toSorted((a, b) => a.turnsUs - b.turnsUs);
  for (const { modes, turnsUs } of choices) {
    if (turnsUs >= leastUs) break;
    for (const order of differing(problem, orders, modes)) {
      const schedule = { ...order, modes };
      const atBoostUs = periodUsAt(problem, schedule, 0);
      // No clock makes a schedule shorter than boost does.
      if (atBoostUs === undefined || atBoostUs >= leastUs) continue;
      leastUs = Math.min(leastUs, evaluate(problem, schedule)?.periodUs ?? leastUs);
    }
  }
  return leastUs;
}

interface Order extends Pick<Schedule, "sequence" | "lags"> {
  /** Of each unit. */
  stages: readonly number[];
}

/** Every sequence and lag that the dependences allow. */
function feasibleOrders(problem: SearchProblem): Order[] {
  // A period may be cut anywhere, so the first unit stays first.
  const rest = problem.units.map((_, unit) => unit).slice(1);
  return [...permutations(rest)].flatMap((tail) =>
    lagChoices(problem).flatMap((lags) => {
      const sequence = [0, ...tail];
      const stages = stagesOf(problem, { sequence, lags });
      return stages === undefined ? [] : [{ sequence, lags, stages }];
    }),
  );
}

/** One of all orders with the same stages in which units that may not run together alike take turns. */
function differing(
  problem: SearchProblem,
  orders: readonly Order[],
  modes: readonly number[],
): Order[] {
  const rivals = rivalsOf(problem, modes);
  const keyOf = ({ sequence, stages }: Order) => {
    const first = rivals.map(([a, b]) => sequence.indexOf(a) < sequence.indexOf(b));
    return [...stages, ...first].join();
  };
  return [...new Map(orders.map((order) => [keyOf(order), order])).values()];
}

/** Pairs of units that may not run together in these modes. */
function rivalsOf(problem: SearchProblem, modes: readonly number[]): [number, number][] {
  return modes.flatMap((mode, a) =>
    modes.flatMap((other, b): [number, number][] =>
      a < b && !modesCompatible(problem, mode, other) ? [[a, b]] : [],
    ),
  );
}

/**
 * Longest time alone of units of which no two may run together: they take turns in every period.
 */
function turnsUs(problem: SearchProblem, modes: readonly number[]): number {
  const longestUs = (units: readonly number[]): number => {
    const [first, ...others] = units;
    if (first === undefined) return 0;
    const mode = modes[first] as number;
    const rivals = others.filter(
      (other) => !modesCompatible(problem, mode, modes[other] as number),
    );
    return Math.max(longestUs(others), modeUs(problem, mode) + longestUs(rivals));
  };
  return longestUs(problem.units.map((_, unit) => unit));
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
