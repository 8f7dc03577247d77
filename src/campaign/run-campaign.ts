import type { KernelUse } from "../ir/op-graph.ts";
import type { Campaign } from "./jobs/campaign.ts";
import { Findings } from "./jobs/findings.ts";
import { type Job, jobLine } from "./jobs/job.ts";
import type { Result } from "./jobs/results.ts";
import type { Journal } from "./session/journal.ts";
import type { Answer } from "./session/protocol.ts";
import { STAGES } from "./stages/all-stages.ts";

export interface CampaignProgress {
  stage: string;
  done: number;
  /** Jobs known so far; later stages add to it. */
  total: number;
  secondsLeft: number;
}

export interface CampaignOutcome {
  results: readonly Result[];
  /** What the time budget left unmeasured, one sentence a stage. */
  leftOut: readonly string[];
}

/** What asks the GPU. */
export interface Measurer {
  measure(line: string, journal: Journal): Promise<{ answer: Answer; ms: number }>;
}

/** Durations of jobs before any was measured; ms. */
const FIRST_GUESS_MS: Record<Job["type"], number> = {
  idle: 1500,
  copy: 200,
  check: 150,
  sweep: 250,
  solo: 50,
  sustained: 1100,
  spaced: 1100,
  pair: 150,
  "sustained-pair": 2300,
  held: 5500,
  mix: 2000,
};

/**
 * Measures stage by stage until all is measured or the time is used up.
 *
 * @param budgetSeconds time for measuring; jobs that the journal has cost nothing
 * @throws PlannerError as the session does; what was measured is in the journal
 */
export async function runCampaign(
  campaign: Campaign,
  measurer: Measurer,
  journal: Journal,
  budgetSeconds: number,
  onProgress: (progress: CampaignProgress) => void,
): Promise<CampaignOutcome> {
  const kernels: readonly KernelUse[] = campaign.kernels.map(({ kernel }) => kernel);
  const results: Result[] = [];
  const leftOut: string[] = [];
  const clock = new JobClock();
  for (const [index, { name, jobs }] of STAGES.entries()) {
    const findings = new Findings(results, kernels);
    const due = fresh(jobs(campaign, findings), results, kernels);
    const later = STAGES.slice(index + 1).flatMap((stage) => stage.jobs(campaign, findings));
    const remaining = countTypes([...due, ...later]);
    let run = 0;
    for (const job of due) {
      if (clock.spentMs > budgetSeconds * 1000 && journal.find(jobLine(job, kernels)) === undefined)
        continue;
      const { answer, ms } = await measurer.measure(jobLine(job, kernels), journal);
      clock.add(job, ms);
      results.push({ job, answer });
      run++;
      remaining.set(job.type, (remaining.get(job.type) ?? 1) - 1);
      const left = clock.estimateMs(remaining) / 1000;
      onProgress({
        stage: name,
        done: results.length,
        total: results.length - run + due.length + later.length,
        secondsLeft: Math.max(0, Math.min(left, budgetSeconds - clock.spentMs / 1000)),
      });
    }
    if (run < due.length)
      leftOut.push(
        `${capitalised(name)}: ${due.length - run} of ${due.length} points, since the time budget of ${budgetSeconds} s was used up.`,
      );
  }
  return { results, leftOut };
}

/** Jobs that no earlier stage has done. */
function fresh(
  jobs: readonly Job[],
  results: readonly Result[],
  kernels: readonly KernelUse[],
): Job[] {
  const seen = new Set(results.map(({ job }) => jobLine(job, kernels)));
  return jobs.filter((job) => {
    const line = jobLine(job, kernels);
    return !seen.has(line) && seen.add(line);
  });
}

/** Learns how long the kinds of jobs take. */
class JobClock {
  spentMs = 0;
  readonly #measured = new Map<Job["type"], { ms: number; count: number }>();

  add(job: Job, ms: number): void {
    if (ms === 0) return;
    this.spentMs += ms;
    const known = this.#measured.get(job.type) ?? { ms: 0, count: 0 };
    this.#measured.set(job.type, { ms: known.ms + ms, count: known.count + 1 });
  }

  estimateMs(remaining: ReadonlyMap<Job["type"], number>): number {
    let ms = 0;
    for (const [type, count] of remaining) {
      const known = this.#measured.get(type);
      ms += count * (known === undefined ? FIRST_GUESS_MS[type] : known.ms / known.count);
    }
    return ms;
  }
}

function countTypes(jobs: readonly Job[]): Map<Job["type"], number> {
  const counts = new Map<Job["type"], number>();
  for (const { type } of jobs) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
