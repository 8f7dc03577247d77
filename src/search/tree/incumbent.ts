import { sequenceOf } from "../problem/order.ts";
import { lagChoices, type Schedule, type SearchProblem } from "../problem/problem.ts";
import type { Candidate } from "../schedule/candidate.ts";
import { improve } from "../schedule/improve.ts";
import { type Evaluation, evaluate, periodUsAt } from "../schedule/schedule.ts";

/** Simulations spent on each new incumbent. */
const POLISH_EVALUATIONS = 400;

/** The best schedule of a tree so far, and how nodes make schedules that may replace it. */
export class Incumbent {
  readonly #problem: SearchProblem;
  #best: Candidate;
  /** Clock at which schedules are compared before they are valued at their own. */
  #stretch = 0;
  #atClockUs = 0;

  constructor(problem: SearchProblem, start: Candidate) {
    this.#problem = problem;
    this.#best = start;
  }

  get best(): Candidate {
    return this.#best;
  }

  get periodUs(): number {
    return this.#best.evaluation.periodUs;
  }

  /** Compares schedules at another clock from now on. */
  compareAt(stretch: number): void {
    this.#stretch = stretch;
    this.#atClockUs = this.#atClock(this.#best.schedule);
  }

  /** Tries a choice of modes in the order of a closure and in the best one so far. */
  tryModes(closure: Int8Array, modes: readonly number[]): void {
    const { sequence, lags } = this.#best.schedule;
    for (const order of [sequenceOf(closure, this.#problem.units.length), sequence]) {
      const schedule = { sequence: order, modes, lags };
      // One simulation at one clock tells whether the search for its own clock pays.
      const quickUs = periodUsAt(this.#problem, schedule, this.#stretch);
      if (quickUs !== undefined && quickUs < this.#atClockUs) this.#value(schedule);
    }
  }

  /** Least period of what a leaf leaves, µs: one order, one mode for each unit, and how far parts lag. */
  leafUs(closure: Int8Array, modes: readonly number[]): number {
    const sequence = sequenceOf(closure, this.#problem.units.length);
    return Math.min(
      ...lagChoices(this.#problem).map((lags) => this.#value({ sequence, modes, lags })),
    );
  }

  /** Period of a schedule at its own clock, µs; it becomes the best if it is the least. */
  #value(schedule: Schedule): number {
    const evaluation = evaluate(this.#problem, schedule);
    if (evaluation === undefined) return Number.POSITIVE_INFINITY;
    if (evaluation.periodUs < this.periodUs) {
      this.#accept(schedule, evaluation);
      const better = improve(this.#problem, schedule, evaluation.stretch, POLISH_EVALUATIONS);
      const polished = evaluate(this.#problem, better);
      if (polished && polished.periodUs < evaluation.periodUs) this.#accept(better, polished);
    }
    return evaluation.periodUs;
  }

  #accept(schedule: Schedule, evaluation: Evaluation): void {
    this.#best = { schedule, evaluation };
    this.#atClockUs = this.#atClock(schedule);
  }

  #atClock(schedule: Schedule): number {
    return periodUsAt(this.#problem, schedule, this.#stretch) ?? 0;
  }
}
