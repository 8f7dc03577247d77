import type { Schedule, SearchProblem } from "../problem/problem.ts";
import { type Evaluation, evaluate } from "./schedule.ts";

/** A schedule with its value. */
export interface Candidate {
  schedule: Schedule;
  evaluation: Evaluation;
}

/** The schedule with its value, or nothing when it contradicts the dependences. */
export function candidates(problem: SearchProblem, schedule: Schedule): Candidate[] {
  const evaluation = evaluate(problem, schedule);
  return evaluation === undefined ? [] : [{ schedule, evaluation }];
}

export function byPeriod(a: Candidate, b: Candidate): number {
  return a.evaluation.periodUs - b.evaluation.periodUs;
}

/** Something is always in flight, so durations add up to more than the period only by overlap. */
export function overlaps({ evaluation }: Candidate): boolean {
  const inFlightUs = evaluation.durationUs.reduce((sum, time) => sum + time, 0);
  return inFlightUs > evaluation.periodUs * (1 + 1e-6);
}
