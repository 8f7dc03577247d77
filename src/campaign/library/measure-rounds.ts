import { JobClock } from "../job-clock.ts";
import type { Result } from "../jobs/results.ts";
import type { CampaignProgress, Measurer } from "../run-campaign.ts";
import { runCampaign } from "../run-campaign.ts";
import type { Journal } from "../session/journal.ts";
import { STAGES } from "../stages/all-stages.ts";
import { type Round, resultsFor } from "./rounds.ts";

export interface MeasuredRounds {
  /** Of all rounds that were measured whole. */
  results: readonly Result[];
  done: readonly Round[];
  /** Rounds that the budget left out, or that ended within. */
  left: readonly Round[];
}

/** What is measured with, and for how long. */
export interface RoundsRun {
  /** Missing where only what the journal has is put together. */
  measurer: Measurer | undefined;
  journal: Journal;
  budgetSeconds: number;
  onRound(round: Round, spentSeconds: number): void;
  onProgress(progress: CampaignProgress): void;
}

/** A round that has begun may exceed the budget by so much before it is broken off. */
const GRACE_SECONDS = 20;

/** Ends a round for which there is no time left. */
class NoTime extends Error {}

/**
 * Measures round after round. One that will not fit what is left of the budget is passed over, as a
 * smaller one behind it may fit. What such a smaller one was to share with it, it measures by itself.
 * A round counts only when it is whole: half a model is of no use.
 */
export async function measureRounds(
  rounds: readonly Round[],
  { measurer, journal, budgetSeconds, onRound, onProgress }: RoundsRun,
): Promise<MeasuredRounds> {
  const clock = new JobClock();
  const pace = new Pace();
  const results: Result[] = [];
  const done: Round[] = [];
  const left: Round[] = [];
  const judgedKinds = new Set<string>();
  const measured = new Set<number>();
  for (const planned of rounds) {
    const round = planned.after(measured);
    const expected = pace.scaled(round.seconds);
    const startedMs = clock.spentMs;
    const kinds = kindsOf(round);
    const judged = kinds.includes("gemm") && kinds.some((kind) => !judgedKinds.has(kind));
    const guarded: Measurer = {
      measure: (line, of) => {
        const known = of.find(line);
        if (known !== undefined) return Promise.resolve({ answer: known.answer, ms: 0 });
        const spent = clock.spentMs / 1000;
        const isFirst = clock.spentMs === startedMs;
        if (measurer === undefined || (isFirst && spent + expected > budgetSeconds))
          throw new NoTime();
        return measurer.measure(line, of);
      },
    };
    try {
      onRound(round, clock.spentMs / 1000);
      const outcome = await runCampaign(
        round.campaign,
        {
          ...{ measurer: guarded, journal, clock, onProgress },
          budgetSeconds: budgetSeconds + GRACE_SECONDS,
          stages: judged ? STAGES : STAGES.filter(({ judges }) => judges === undefined),
        },
        resultsFor(round, results),
      );
      if (outcome.leftOut.length > 0) throw new NoTime();
      results.push(...outcome.results);
      done.push(round);
      for (const at of round.campaign.due ?? []) measured.add(at);
      if (judged) for (const kind of kinds) judgedKinds.add(kind);
      pace.learn(round.seconds, (clock.spentMs - startedMs) / 1000);
    } catch (error) {
      if (!(error instanceof NoTime)) throw error;
      left.push(round);
    }
  }
  return { results, done, left };
}

function kindsOf({ campaign: { kernels, due = new Set() } }: Round): string[] {
  return [...due].flatMap((at) => kernels[at]?.kernel.kind ?? []);
}

/** How long rounds take over what was expected. */
class Pace {
  #expected = 0;
  #taken = 0;

  learn(expectedSeconds: number, takenSeconds: number): void {
    // What the journal had took no time, and tells nothing.
    if (takenSeconds < 0.1 * expectedSeconds) return;
    this.#expected += expectedSeconds;
    this.#taken += takenSeconds;
  }

  scaled(seconds: number): number {
    return this.#expected === 0 ? seconds : (seconds * this.#taken) / this.#expected;
  }
}
