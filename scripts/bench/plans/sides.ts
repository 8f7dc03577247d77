import { median } from "simple-statistics";
import type { TimingSlice } from "../../../src/engine/cuda/process/protocol.ts";
import type { Plan } from "../../../src/generated/plan.ts";
import type { MeasuredOutcome } from "../../../src/trial/measured-outcome.ts";

/** One turn of a plan. */
export interface Turn extends MeasuredOutcome {
  /** Whole steps, a slice a round. */
  steps: readonly TimingSlice[];
  /** Mean time of each operation in one step, µs. */
  operations: Readonly<Record<string, number>>;
}

/** A figure over the turns. */
export interface Span {
  median: number;
  least: number;
  most: number;
}

/** A plan with its turns. */
export interface Side {
  plan: string;
  workload: string;
  kind: Plan["kind"];
  /** Tokens of a step. */
  batch: number;
  predictedPeriodUs: number;
  periodUs: Span;
  stepUs: Span;
  /** Of whole steps, over all GPUs. */
  tokensPerSecond: Span;
  /** While steps ran; null where the GPU does not tell. */
  clockMhz: number | null;
  powerW: number | null;
  turns: readonly Turn[];
}

export function sideOf(path: string, plan: Plan, turns: readonly Turn[]): Side {
  const { workload, kind, predicted } = plan;
  const batch = workload.denseBatchTokens;
  const steps = turns.flatMap((turn) => turn.steps);
  return {
    ...{ plan: path, workload: workload.name, kind, batch },
    predictedPeriodUs: predicted.periodUs,
    periodUs: spanOf(turns.map(({ periodUs }) => periodUs)),
    stepUs: spanOf(turns.map(({ stepUs }) => stepUs)),
    tokensPerSecond: spanOf(turns.map((turn) => rateOf(batch, turn))),
    clockMhz: middleOf(steps.map(({ clockMhz }) => clockMhz)),
    powerW: middleOf(steps.map(({ powerW }) => powerW)),
    turns,
  };
}

/** What a plan serves over another of the same turns. */
export function ratioOf(side: Side, base: Side): Span {
  const ratios = side.turns.flatMap((turn, index) => {
    const other = base.turns[index];
    return other === undefined ? [] : rateOf(side.batch, turn) / rateOf(base.batch, other);
  });
  return spanOf(ratios);
}

/** Tokens/s. */
function rateOf(batch: number, { stepUs }: Turn): number {
  return (batch * 1e6) / stepUs;
}

function spanOf(values: readonly number[]): Span {
  if (values.length === 0) return { median: Number.NaN, least: Number.NaN, most: Number.NaN };
  return { median: median([...values]), least: Math.min(...values), most: Math.max(...values) };
}

function middleOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
