import type { ReplayLog, StepLog } from "../replay-log.ts";

/** Steps from `first` to before `end`. */
export interface StepRange {
  first: number;
  end: number;
}

/** Of the steps that may be steady, what has to leave requests waiting: else arrivals set the pace. */
const MOSTLY = 0.9;

/**
 * The part of a replay in which the stream flows: from the step at which as many requests are served
 * as ran at once at most, so that those that began together have been replaced by others, to the
 * last step that left requests waiting.
 *
 * @returns undefined where there is no such part: few requests, or none that waited
 */
export function steadyPart({ steps }: Pick<ReplayLog, "steps">): StepRange | undefined {
  const mostRunning = steps.reduce((most, { running }) => Math.max(most, running), 0);
  const first = steps.findIndex(({ servedRequests }) => servedRequests >= mostRunning);
  const end = steps.findLastIndex(({ waiting }) => waiting > 0) + 1;
  if (first < 0 || end - first <= 1) return undefined;
  const waited = steps.slice(first, end).filter(({ waiting }) => waiting > 0).length;
  return waited >= MOSTLY * (end - first) ? { first, end } : undefined;
}

/** Tokens that a step worked on for requests, and for the first time. */
export function usefulTokens({ rows }: Pick<StepLog, "rows">): number {
  return rows.decode + rows.decodeInPrefill + rows.prompt - rows.redone;
}
