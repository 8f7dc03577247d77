import type { ReplayLog, StepLog } from "../replay-log.ts";
import { usefulTokens } from "./steady-part.ts";

/** What a replay did in a slice of its time. */
export interface Slice {
  /** Of its end, from the start of the replay. */
  endSeconds: number;
  tokensPerSecond: number;
  outputTokensPerSecond: number;
  /** Means over the slice's steps. */
  running: number;
  waiting: number;
  /** Of the pages of the KV cache. */
  kvShare: number;
  paddingShare: number;
  /** The program that took most of the time; undefined where no step ended. */
  program: string | undefined;
}

/** The course of a replay in slices of equal length. */
export function timeSeries({ steps, endUs }: ReplayLog, slices: number): Slice[] {
  const sliceUs = Math.max(1, endUs / slices);
  const inSlice: StepLog[][] = Array.from({ length: slices }, () => []);
  for (const step of steps) {
    const slice = Math.ceil(step.arrivedUs / sliceUs) - 1;
    inSlice[Math.min(slices - 1, Math.max(0, slice))]?.push(step);
  }
  return inSlice.map((own, index) => sliceOf(own, sliceUs, ((index + 1) * sliceUs) / 1e6));
}

function sliceOf(steps: readonly StepLog[], sliceUs: number, endSeconds: number): Slice {
  const seconds = sliceUs / 1e6;
  const sum = (of: (step: StepLog) => number) => steps.reduce((total, step) => total + of(step), 0);
  const mean = (of: (step: StepLog) => number) => (steps.length === 0 ? 0 : sum(of) / steps.length);
  const useful = sum(usefulTokens);
  const padding = sum(({ rows }) => rows.padding);
  const all = useful + padding + sum(({ rows }) => rows.redone);
  return {
    endSeconds,
    tokensPerSecond: useful / seconds,
    outputTokensPerSecond: sum(({ tokens }) => tokens) / seconds,
    running: mean(({ running }) => running),
    waiting: mean(({ waiting }) => waiting),
    kvShare: mean(({ kv }) => kv.held / (kv.held + kv.kept + kv.free)),
    paddingShare: all === 0 ? 0 : padding / all,
    program: longestProgram(steps),
  };
}

function longestProgram(steps: readonly StepLog[]): string | undefined {
  const times = new Map<string, number>();
  for (const { program, deviceUs } of steps) {
    times.set(program, (times.get(program) ?? 0) + deviceUs);
  }
  return [...times].reduce<[string, number] | undefined>(
    (most, entry) => (most === undefined || entry[1] > most[1] ? entry : most),
    undefined,
  )?.[0];
}
