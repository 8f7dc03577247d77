import { partCount, type Schedule, type SearchProblem } from "../problem/problem.ts";
import { blockSchedules } from "./block-schedule.ts";
import { byPeriod, type Candidate, candidates } from "./candidate.ts";
import { improve, SEED } from "./improve.ts";
import { sequentialSchedule } from "./sequential.ts";
import { fitted, type WarmStart } from "./warm-start.ts";

/** Schedules to start from, and simulations spent on each. */
const STARTS = 3;
const EVALUATIONS = 300;

/**
 * A good schedule of a structure without branching: local search from one like the warm start, and
 * from schedules made of blocks where there are two parts or fewer.
 *
 * Under a power cap energy decides more than order, and a warm start alone finds as much in less
 * time. Without one it would hand the order of one structure on to all others.
 *
 * @param warmStart of the best schedule of another structure
 */
export function bestStart(problem: SearchProblem, warmStart?: WarmStart): Candidate {
  const like = warmStart === undefined ? [] : [fitted(problem, warmStart)];
  const isCapped = Number.isFinite(problem.power.dynamicCapW);
  const blocks = like.length > 0 && isCapped ? [] : blocksOf(problem, STARTS - like.length);
  const schedules = [...like, ...blocks];
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

function blocksOf(problem: SearchProblem, most: number): Schedule[] {
  return partCount(problem) <= 2 ? distinct(blockSchedules(problem)).slice(0, most) : [];
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
