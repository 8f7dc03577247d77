import type { KernelUse } from "../ir/op-graph.ts";
import { countTypes, type JobClock } from "./job-clock.ts";
import type { Campaign } from "./jobs/campaign.ts";
import { Findings } from "./jobs/findings.ts";
import { type Job, jobLine } from "./jobs/job.ts";
import type { Result } from "./jobs/results.ts";
import type { Journal } from "./session/journal.ts";
import type { Answer } from "./session/protocol.ts";
import { STAGES } from "./stages/all-stages.ts";
import type { Stage } from "./stages/stage.ts";

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

/** What measuring goes on with: the budget is one for all campaigns that share a clock. */
export interface CampaignRun {
  measurer: Measurer;
  journal: Journal;
  clock: JobClock;
  /** Time for measuring; jobs that the journal has cost nothing. */
  budgetSeconds: number;
  onProgress: (progress: CampaignProgress) => void;
  /** By default all. */
  stages?: readonly Stage[];
}

/**
 * Measures stage by stage until all is measured or the time is used up.
 *
 * @param before what earlier campaigns of the same session found, as far as it matters here
 * @returns only what is new
 * @throws PlannerError as the session does; what was measured is in the journal
 */
export async function runCampaign(
  campaign: Campaign,
  { measurer, journal, clock, budgetSeconds, onProgress, stages = STAGES }: CampaignRun,
  before: readonly Result[] = [],
): Promise<CampaignOutcome> {
  const kernels: readonly KernelUse[] = campaign.kernels.map(({ kernel }) => kernel);
  const results: Result[] = [];
  const leftOut: string[] = [];
  for (const [index, { name, jobs }] of stages.entries()) {
    const known = [...before, ...results];
    const findings = new Findings(known, kernels);
    const due = fresh(jobs(campaign, findings), known, kernels);
    const later = stages.slice(index + 1).flatMap((stage) => stage.jobs(campaign, findings));
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

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
