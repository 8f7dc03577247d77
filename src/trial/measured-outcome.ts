import { median } from "simple-statistics";
import type { CardReadings, TimingSlice } from "../engine/cuda/process/protocol.ts";
import type { PlanMeasurement } from "./measure-plans.ts";

/** What a plan's timings come to. */
export interface MeasuredOutcome {
  /** Time of all layers over their number, median of the rounds. */
  periodUs: number;
  /** Largest less smallest of the rounds, over the median. */
  spread: number;
  /** Launches timed. */
  samples: number;
  /** Embedding to sampling. */
  stepUs: number;
  /** Mean time that the host spends on launching a step. */
  hostUs: number;
  clockMhz: number | null;
  powerW: number | null;
  throttleNames: readonly string[];
  /** By rank. */
  cards: readonly Pick<CardReadings, "clockMhz" | "powerW">[];
}

/** @param layers that the measurement ran */
export function outcomeOf(
  { layers: slices, step }: Pick<PlanMeasurement, "layers" | "step">,
  layers: number,
): MeasuredOutcome {
  const medians = slices.map(({ medianUs }) => medianUs);
  const middle = median(medians);
  return {
    periodUs: middle / layers,
    spread: (Math.max(...medians) - Math.min(...medians)) / middle,
    samples: slices.reduce((sum, { samples }) => sum + samples, 0),
    stepUs: median(step.map(({ medianUs }) => medianUs)),
    hostUs: median(step.map(({ hostUs }) => hostUs)),
    clockMhz: medianOf(slices, "clockMhz"),
    powerW: medianOf(slices, "powerW"),
    throttleNames: [...new Set(slices.flatMap(({ throttleNames }) => throttleNames))],
    cards: (slices[0]?.cards ?? []).map((_, rank) => {
      const own = slices.flatMap(({ cards }) => cards[rank] ?? []);
      return { clockMhz: medianOf(own, "clockMhz"), powerW: medianOf(own, "powerW") };
    }),
  };
}

export type TrialVerdict = "faster" | "same" | "slower";

/** A plan against another that took turns with it. */
export interface Comparison {
  /** Time of the other over the plan's own, median of the rounds. */
  speedup: number;
  lowest: number;
  highest: number;
  /** `faster` and `slower` only where every single round says so by more than rounds differ. */
  verdict: TrialVerdict;
}

/** @param plan and other have a slice of each round, in the same order */
export function compareRounds(
  plan: readonly TimingSlice[],
  other: readonly TimingSlice[],
): Comparison {
  const ratios = plan.map(({ medianUs }, round) => (other[round]?.medianUs ?? medianUs) / medianUs);
  const [lowest, highest] = [Math.min(...ratios), Math.max(...ratios)];
  const spread = highest / lowest;
  const verdict = lowest > spread ? "faster" : highest < 1 / spread ? "slower" : "same";
  return { speedup: median(ratios), lowest, highest, verdict };
}

/** Mean time of each nano-operation over the layers, µs, on the first rank, in the order of their first starts. */
export function operationTimes({ traces }: Pick<PlanMeasurement, "traces">): Map<string, number> {
  const times = new Map<string, number[]>();
  const [first = []] = traces;
  for (const { name, startUs, endUs } of first.toSorted((a, b) => a.startUs - b.startUs)) {
    times.set(name, [...(times.get(name) ?? []), endUs - startUs]);
  }
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return new Map([...times].map(([name, values]) => [name, mean(values)]));
}

function medianOf(readings: readonly CardReadings[], key: "clockMhz" | "powerW"): number | null {
  const known = readings.map((reading) => reading[key]).filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
