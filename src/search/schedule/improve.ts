import {
  type Mode,
  modesCompatible,
  modeUs,
  partCount,
  type Schedule,
  type SearchProblem,
} from "../problem/problem.ts";
import { periodUsAt } from "./schedule.ts";

/** Seed of the first local search; later ones count on from it. Plans state it. */
export const SEED = 1;

/**
 * Iterated local search: moves a unit, or the compute units beside it, to other modes and places
 * as long as the simulated period at one clock falls, then kicks the best and tries again.
 * Deterministic: moves come in a fixed order and kicks from the seed.
 *
 * @param stretch clock at which candidates are compared
 * @param maxEvaluations schedules to compare
 * @param seed of the kicks
 */
export function improve(
  problem: SearchProblem,
  start: Schedule,
  stretch: number,
  maxEvaluations: number,
  seed = SEED,
): Schedule {
  const budget = { left: maxEvaluations };
  const periodUs = remembering((schedule) => periodUsAt(problem, schedule, stretch));
  let best = descend(problem, start, periodUs, budget);
  const random = generator(seed);
  while (budget.left > 0) {
    const next = descend(problem, perturbed(problem, best.schedule, random), periodUs, budget);
    if (next.periodUs < best.periodUs) best = next;
  }
  return best.schedule;
}

/** Every fourth schedule comes back, after a kick above all: the same one is simulated once. */
function remembering(
  simulated: (schedule: Schedule) => number | undefined,
): (schedule: Schedule) => number {
  const known = new Map<string, number>();
  return (schedule) => {
    const { sequence, modes, lags } = schedule;
    const key = `${sequence.join()} ${modes.join()} ${lags.join()}`;
    const periodUs = known.get(key) ?? simulated(schedule) ?? Number.POSITIVE_INFINITY;
    known.set(key, periodUs);
    return periodUs;
  };
}

/** First improvement until no neighbour is better. */
function descend(
  problem: SearchProblem,
  start: Schedule,
  value: (schedule: Schedule) => number,
  budget: { left: number },
): { schedule: Schedule; periodUs: number } {
  let best = { schedule: start, periodUs: value(start) };
  budget.left--;
  for (let progress = true; progress && budget.left > 0; ) {
    progress = false;
    for (const schedule of neighbours(problem, best.schedule)) {
      if (budget.left-- <= 0) break;
      const periodUs = value(schedule);
      if (periodUs >= best.periodUs * (1 - 1e-6)) continue;
      best = { schedule, periodUs };
      progress = true;
      break;
    }
  }
  return best;
}

/** The schedule with a few units moved to other modes, to leave a local optimum. */
function perturbed(problem: SearchProblem, schedule: Schedule, random: () => number): Schedule {
  const modes = [...schedule.modes];
  const pick = (count: number) => Math.floor(random() * count);
  for (let kicks = 2 + pick(3); kicks > 0; kicks--) {
    const unit = pick(problem.units.length);
    const own = problem.units[unit]?.modes ?? [];
    modes[unit] = own[pick(own.length)] as number;
  }
  const turn = pick(schedule.sequence.length);
  const sequence = [...schedule.sequence.slice(turn), ...schedule.sequence.slice(0, turn)];
  return { ...schedule, sequence, modes };
}

/** Deterministic numbers in [0, 1): a linear congruential generator (Knuth, MMIX). */
function generator(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffff_ffff_ffff_ffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}

function* neighbours(problem: SearchProblem, schedule: Schedule): Generator<Schedule> {
  yield* pairedModes(problem, schedule);
  yield* singleModes(problem, schedule);
  yield* swaps(schedule);
  yield* otherLags(problem, schedule);
}

function* otherLags(problem: SearchProblem, schedule: Schedule): Generator<Schedule> {
  const lags = Array.from({ length: partCount(problem) }, (_, part) => schedule.lags[part] ?? 0);
  for (const part of lags.keys()) {
    if (part > 0) yield { ...schedule, lags: lags.with(part, 1 - (lags[part] as number)) };
  }
}

/** One memory or network unit beside a run of up to four compute units, all on one split. */
function* pairedModes(problem: SearchProblem, schedule: Schedule): Generator<Schedule> {
  const { units } = problem;
  const compute = schedule.sequence.filter((unit) => units[unit]?.lane === "compute");
  for (const [u, unit] of units.entries()) {
    if (unit.lane === "compute") continue;
    for (const mode of unit.modes) {
      for (let from = 0; from < compute.length; from++) {
        for (let length = 1; length <= Math.min(4, compute.length); length++) {
          const modes = [...schedule.modes];
          modes[u] = mode;
          const run = Array.from(
            { length },
            (_, k) => compute[(from + k) % compute.length] as number,
          );
          const fits = run.every((other) => {
            const partner = partnerMode(problem, other, mode);
            if (partner !== undefined) modes[other] = partner;
            return partner !== undefined;
          });
          if (fits) yield { ...schedule, modes, sequence: placed(schedule.sequence, u, run[0]!) };
        }
      }
    }
  }
}

/** The mode of a compute unit that runs best beside a mode of a memory or network unit. */
function partnerMode(problem: SearchProblem, unit: number, beside: number): number | undefined {
  const { units, firstForm, formUs, slowdown } = problem;
  const other = firstForm[beside] as number;
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const mode of units[unit]?.modes ?? []) {
    if (!modesCompatible(problem, mode, beside)) continue;
    const first = firstForm[mode] as number;
    const time = (units[unit]?.members ?? []).reduce((sum, _, k) => {
      const form = first + k;
      return sum + (formUs[form] as number) * (slowdown[form * formUs.length + other] as number);
    }, 0);
    if (time >= least) continue;
    least = time;
    best = mode;
  }
  return best;
}

/** The sequence with a unit moved right before another. */
function placed(sequence: readonly number[], unit: number, before: number): number[] {
  const rest = sequence.filter((other) => other !== unit);
  const at = rest.indexOf(before);
  return [...rest.slice(0, at), unit, ...rest.slice(at)];
}

function* singleModes(problem: SearchProblem, schedule: Schedule): Generator<Schedule> {
  for (const [u, unit] of problem.units.entries()) {
    const now = problem.modes[schedule.modes[u] as number] as Mode;
    const candidates = unit.modes
      .filter((mode) => mode !== schedule.modes[u])
      .sort((a, b) => modeUs(problem, a) - modeUs(problem, b));
    for (const mode of candidates) {
      const { side } = problem.modes[mode] as Mode;
      if (side !== "whole" && side !== now.side) continue;
      yield { ...schedule, modes: schedule.modes.map((old, k) => (k === u ? mode : old)) };
    }
  }
}

function* swaps({ sequence, ...rest }: Schedule): Generator<Schedule> {
  for (let i = 0; i < sequence.length; i++) {
    for (let j = i + 1; j < Math.min(sequence.length, i + 5); j++) {
      const next = [...sequence];
      const [moved] = next.splice(j, 1);
      next.splice(i, 0, moved as number);
      yield { ...rest, sequence: next };
    }
  }
}
