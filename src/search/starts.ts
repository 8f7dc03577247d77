import { blockSchedules } from "./block-schedule.ts";
import { byPeriod, type Candidate, candidates } from "./candidate.ts";
import { improve, SEED } from "./improve.ts";
import { fitted, type Outline } from "./outline.ts";
import { partCount, type Schedule, type SearchProblem } from "./problem.ts";
import { sequentialSchedule } from "./sequential.ts";

/** How long to look for a schedule before branching. */
export interface Effort {
  /** Schedules made of blocks to start from. */
  starts: number;
  /** Simulations spent on each start. */
  evaluations: number;
  seed: number;
}

export const QUICK: Effort = { starts: 3, evaluations: 300, seed: SEED };
export const THOROUGH: Effort = { starts: 10, evaluations: 800, seed: SEED };

/**
 * A good schedule of a structure without branching: local search from one like the outline, from
 * schedules made of blocks when there are two parts or fewer, and from the sequential one.
 *
 * @param outline of the best schedule of another structure
 */
export function bestStart(problem: SearchProblem, effort: Effort, outline?: Outline): Candidate {
  const blocks = partCount(problem) <= 2 ? distinct(blockSchedules(problem)) : [];
  const schedules = [
    ...(outline === undefined ? [] : [fitted(problem, outline)]),
    ...blocks.slice(0, effort.starts),
  ];
  const starts = schedules.flatMap((schedule) => candidates(problem, schedule));
  const sequential = sequentialSchedule(problem);
  if (starts.length === 0) starts.push(sequential);
  const improved = starts.flatMap((start) => polished(problem, start, effort));
  const [best = sequential] = [sequential, ...starts, ...improved].sort(byPeriod);
  return best;
}

/** What local search at the clock of a candidate makes of it. */
export function polished(
  problem: SearchProblem,
  { schedule, evaluation }: Candidate,
  { evaluations, seed }: Pick<Effort, "evaluations" | "seed">,
): Candidate[] {
  return candidates(problem, improve(problem, schedule, evaluation.stretch, evaluations, seed));
}

/** One schedule of those that are the same but for where their period is cut. */
function distinct(schedules: readonly Schedule[]): Schedule[] {
  const turned = ({ sequence, modes }: Schedule) => {
    const first = sequence.indexOf(0);
    return [...sequence.slice(first), ...sequence.slice(0, first), ...modes].join();
  };
  const byKey = new Map<string, Schedule>();
  for (const schedule of schedules) {
    const key = turned(schedule);
    if (!byKey.has(key)) byKey.set(key, schedule);
  }
  return [...byKey.values()];
}
