import type { KvUse } from "../kv/kv-cache.ts";
import type { StepLoad } from "../rows/choose-program.ts";
import type { RowUse } from "../rows/step-layout.ts";

/** What one step did, for metrics. Times are on the runtime's clock, µs. */
export interface StepRecord {
  /** From 0. */
  step: number;
  program: string;
  load: StepLoad;
  rows: RowUse;
  /** Tokens that requests got from it: of those that had finished, none. */
  tokens: number;
  /** When the step was scheduled. */
  running: number;
  waiting: number;
  kv: KvUse;
  /** Since the step before. */
  preemptions: number;
  /** When it was submitted, and when its tokens were there. */
  submittedUs: number;
  arrivedUs: number;
  /** Of the program's full step; undefined where nothing is predicted. */
  predictedUs: number | undefined;
  /** As the engine measured it. */
  deviceUs: number;
  /** Real time that scheduling took, whatever the runtime's clock. */
  scheduleUs: number;
}
