import type { Job } from "./jobs/job.ts";

/** Durations of jobs before any was measured; ms. */
const FIRST_GUESS_MS: Record<Job["type"], number> = {
  idle: 1500,
  copy: 200,
  check: 150,
  sweep: 250,
  solo: 50,
  sustained: 1100,
  spaced: 1100,
  capped: 1500,
  pair: 150,
  "sustained-pair": 2300,
  held: 5500,
  mix: 2000,
};

/** Learns how long the kinds of jobs take. */
export class JobClock {
  /** Time that jobs took in this run; ms. */
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

export function countTypes(jobs: readonly Job[]): Map<Job["type"], number> {
  const counts = new Map<Job["type"], number>();
  for (const { type } of jobs) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
