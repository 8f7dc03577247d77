import { partCount, type Schedule, type SearchProblem } from "../problem/problem.ts";
import { blockSchedules } from "./block-schedule.ts";
import { byPeriod, type Candidate, candidates } from "./candidate.ts";
import { improve, SEED } from "./improve.ts";
import { sequentialSchedule } from "./sequential.ts";
import { fitted, type WarmStart } from "./warm-start.ts";

/** Schedules made of blocks to start from, and simulations spent on each start. */
const STARTS = 3;
const EVALUATIONS = 300;

/**
 * A good schedule of a structure without branching: local search from one like the warmStart; without an
 * warmStart, from schedules made of blocks when there are two parts or fewer.
 *
 * @param warmStart of the best schedule of another structure
 */
export function bestStart(problem: SearchProblem, warmStart?: WarmStart): Candidate {
  const schedules = warmStart === undefined ? blocksOf(problem) : [fitted(problem, warmStart)];
  const starts = schedules.flatMap((schedule) => candidates(problem, schedule));
  const sequential = sequentialSchedule(problem);
  if (starts.length === 0) starts.push(sequential);
  const improved = starts.flatMap((start) => polished(problem, start, EVALUATIONS, SEED));
  const [best = sequential] = [sequential, ...starts, ...improved].sort(byPeriod);
  return best;
}

/** What local search at the clock of a candidate makes of it. */
export function polished(
  problem: SearchProblem,
  { schedule, evaluation }: Candidate,
  evaluations: number,
  seed: number,
): Candidate[] {
  return candidates(problem, improve(problem, schedule, evaluation.stretch, evaluations, seed));
}

function blocksOf(problem: SearchProblem): Schedule[] {
  return partCount(problem) <= 2 ? distinct(blockSchedules(problem)).slice(0, STARTS) : [];
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
