import {
  lagChoices,
  modesCompatible,
  modeUs,
  type Schedule,
  type SearchProblem,
} from "../../src/search/problem/problem.ts";
import { evaluate, stagesOf, timetable } from "../../src/search/schedule/schedule.ts";

/** Beyond rounding errors. */
const SURELY_LONGER = 1 + 1e-6;

/**
 * Least period over every sequence, choice of modes and lag: what the search must find. Schedules
 * are left out only where another has the same waits, or where the modes alone take too long.
 */
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
      const atBoost = timetable(problem, schedule, 0);
      // No clock makes a schedule shorter than boost does.
      if (atBoost === undefined || atBoost.periodUs >= leastUs) continue;
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
      const stages = stagesOf(problem, { sequence, lags, modes: [] });
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

/** The period of a schedule, where it may be below the least so far; else infinite. */
function periodUsBelow(problem: SearchProblem, schedule: Schedule, least: number): number {
  const atBoost = timetable(problem, schedule, 0);
  // No clock makes a schedule shorter than boost does.
  if (atBoost === undefined || atBoost.periodUs >= least) return Number.POSITIVE_INFINITY;
  const atLeastUs = leastWithModesUs(problem, schedule.modes, atBoost.periodUs);
  if (atLeastUs >= least * SURELY_LONGER) return Number.POSITIVE_INFINITY;
  return evaluate(problem, schedule)?.periodUs ?? Number.POSITIVE_INFINITY;
}

/**
 * No schedule in these modes has a shorter period: each unit waits for those that exclude it, and
 * takes the energy that it needs with company all of its time.
 *
 * @param atBoostUs what the period is known to be at boost clock, or more
 */
function leastWithModesUs(problem: SearchProblem, modes: readonly number[], atBoostUs = 0): number {
  const power = { ...problem.power, energies: notRising(energiesInCompany(problem, modes)) };
  const periodUs = (stretch: number) => Math.max(atBoostUs, takingTurnsUs(problem, modes, stretch));
  return equilibrium(power, periodUs).periodUs;
}

function energiesInCompany(problem: SearchProblem, modes: readonly number[]) {
  const { power, formEnergyMj, formCompanyShare } = problem;
  const forms = [...formsOf(problem, modes)];
  return power.energies.map(({ clockMhz }, clock): PowerModel["energies"][number] => ({
    clockMhz,
    energyMj: forms.reduce((sum, form) => {
      const at = form * power.energies.length + clock;
      return sum + (formEnergyMj[at] as number) * (formCompanyShare[at] as number);
    }, 0),
  }));
}

/**
 * Time of units that exclude one another: those on the whole GPU exclude all others, those of
 * different splits one another, and so do those of one side.
 */
function takingTurnsUs(problem: SearchProblem, modes: readonly number[], stretch: number): number {
  const bySplit = new Map<SplitId, Map<Mode["side"], number>>();
  for (const mode of modes) {
    const { split, side } = problem.modes[mode] as Mode;
    const sides = bySplit.get(split) ?? new Map<Mode["side"], number>();
    sides.set(side, (sides.get(side) ?? 0) + modeUs(problem, mode, stretch));
    bySplit.set(split, sides);
  }
  return [...bySplit.values()].reduce((sum, sides) => sum + Math.max(...sides.values()), 0);
}

/** Pairs of units that may not run at the same time in these modes. */
function excludedPairs(problem: SearchProblem, modes: readonly number[]): [number, number][] {
  return modes.flatMap((a, first) =>
    modes.flatMap((b, second): [number, number][] =>
      first < second && !modesCompatible(problem, a, b) ? [[first, second]] : [],
    ),
  );
}

/** What waits for what: the layer that each unit works on, and which of a pair goes first. */
function waitsOf(
  sequence: readonly number[],
  stages: readonly number[],
  pairs: readonly [number, number][],
): string {
  const firsts = pairs.map(([a, b]) => (sequence.indexOf(a) < sequence.indexOf(b) ? "<" : ">"));
  return `${stages.join()} ${firsts.join("")}`;
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
