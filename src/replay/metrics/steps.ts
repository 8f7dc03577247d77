import type { StepLog } from "../replay-log.ts";
import { type Percentiles, percentilesOf } from "./distribution.ts";
import { type StepRange, usefulTokens } from "./steady-part.ts";

/** What a range of steps did; rates are of one second and all GPUs. */
export interface Throughput {
  seconds: number;
  steps: number;
  /** Prompt and output tokens that went through the model, each once. */
  tokensPerSecond: number;
  /** Tokens that requests got. */
  outputTokensPerSecond: number;
  /** Rows of the programs that no request had a use for, of all rows. */
  padding: number;
  /** What the programs would do with every row in use and nothing between steps. */
  stepRate: number;
}

/** Steps of one program. */
export interface ProgramUse {
  name: string;
  steps: number;
  /** Of the time of all steps. */
  share: number;
  padding: number;
  /** Median of a step, µs. */
  measuredUs: number;
  predictedUs: number;
  /** Sum of all steps' measured times over that of the predicted ones. */
  ratio: number;
}

/** From the end of the step before the range to that of its last. */
export function throughputOf(steps: readonly StepLog[], { first, end }: StepRange): Throughput {
  const range = steps.slice(first, end);
  const startUs = steps[first - 1]?.arrivedUs ?? 0;
  const seconds = ((range.at(-1)?.arrivedUs ?? startUs) - startUs) / 1e6;
  const sum = (of: (step: StepLog) => number) => range.reduce((total, step) => total + of(step), 0);
  const useful = sum(usefulTokens);
  const padding = sum((step) => step.rows.padding);
  const rows = useful + padding + sum((step) => step.rows.redone);
  return {
    seconds,
    steps: range.length,
    tokensPerSecond: rate(useful, seconds),
    outputTokensPerSecond: rate(
      sum(({ tokens }) => tokens),
      seconds,
    ),
    padding: rows === 0 ? 0 : padding / rows,
    stepRate: rate(rows, sum(({ deviceUs }) => deviceUs) / 1e6),
  };
}

/** Nothing a second where no time passed. */
export function rate(amount: number, seconds: number): number {
  return seconds === 0 ? 0 : amount / seconds;
}

/** By their share of the time, the largest first. */
export function programUses(steps: readonly StepLog[]): ProgramUse[] {
  const byName = new Map<string, StepLog[]>();
  for (const step of steps) {
    const own = byName.get(step.program);
    if (own === undefined) byName.set(step.program, [step]);
    else own.push(step);
  }
  const total = steps.reduce((sum, { deviceUs }) => sum + deviceUs, 0);
  return [...byName]
    .map(([name, own]): ProgramUse => {
      const measured = own.reduce((sum, { deviceUs }) => sum + deviceUs, 0);
      const predicted = own.reduce((sum, { predictedUs }) => sum + predictedUs, 0);
      const worked = own.reduce((sum, step) => sum + usefulTokens(step) + step.rows.redone, 0);
      const padded = own.reduce((sum, { rows }) => sum + rows.padding, 0);
      return {
        name,
        steps: own.length,
        share: measured / total,
        padding: padded / (worked + padded),
        measuredUs: medianOf(own, ({ deviceUs }) => deviceUs),
        predictedUs: medianOf(own, ({ predictedUs }) => predictedUs),
        ratio: measured / predicted,
      };
    })
    .sort((a, b) => b.share - a.share);
}

/** What the host took of steps, and what lay between them, µs. */
export interface HostTimes {
  schedulingUs: Percentiles | null;
  /** From the end of a step's last kernel to the start of the next one's first; null: not known. */
  gapUs: Percentiles | null;
}

export function hostTimes(steps: readonly StepLog[]): HostTimes {
  const gaps = steps.map(({ gapUs }) => gapUs ?? null).filter((gap) => gap !== null);
  return {
    schedulingUs: percentilesOf(Float64Array.from(steps, ({ scheduleUs }) => scheduleUs)),
    gapUs: percentilesOf(Float64Array.from(gaps)),
  };
}

function medianOf(steps: readonly StepLog[], of: (step: StepLog) => number): number {
  return percentilesOf(Float64Array.from(steps, of))?.p50 ?? Number.NaN;
}
