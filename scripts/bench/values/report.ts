import { median } from "simple-statistics";
import type { TimingSlice } from "../../../src/engine/cuda/process/protocol.ts";
import type { DataKind } from "./data.ts";
import { CALLS, type Operation } from "./setting.ts";

/** What every other kind of data is compared with: the profiler's. */
export const REFERENCE: DataKind = "normal";

/** Median of the rounds, and largest less smallest over it; null where the card does not tell. */
export interface Reading {
  median: number;
  spread: number;
}

/** An operation on one kind of data. */
export interface DataRow {
  data: DataKind;
  /** Of one call, µs. */
  timeUs: Reading | null;
  clockMhz: Reading | null;
  powerW: Reading | null;
  temperatureC: Reading | null;
  /** Of one call. */
  energyMj: number | null;
  throttleNames: readonly string[];
  /** Over those of {@link REFERENCE}. */
  timeRatio: number | null;
  powerRatio: number | null;
}

/** @param slices by kind of data, a slice a round, each of launches of several calls */
export function rowsOf(
  operation: Operation,
  slices: ReadonlyMap<DataKind, readonly TimingSlice[]>,
): DataRow[] {
  const rows = [...slices].map(([data, rounds]) => rowOf(data, rounds, CALLS[operation]));
  const reference = rows.find(({ data }) => data === REFERENCE);
  return rows.map((row) => ({
    ...row,
    timeRatio: ratio(row.timeUs, reference?.timeUs),
    powerRatio: ratio(row.powerW, reference?.powerW),
  }));
}

function rowOf(data: DataKind, rounds: readonly TimingSlice[], calls: number): DataRow {
  const timeUs = readingOf(rounds.map(({ medianUs }) => medianUs / calls));
  const powerW = readingOf(rounds.map((round) => round.powerW));
  return {
    data,
    timeUs,
    clockMhz: readingOf(rounds.map(({ clockMhz }) => clockMhz)),
    powerW,
    temperatureC: readingOf(rounds.map(({ temperatureC }) => temperatureC)),
    energyMj: timeUs && powerW && (timeUs.median * powerW.median) / 1000,
    throttleNames: [...new Set(rounds.flatMap(({ throttleNames }) => throttleNames))],
    timeRatio: null,
    powerRatio: null,
  };
}

function readingOf(values: readonly (number | null)[]): Reading | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const middle = median(known);
  return { median: middle, spread: (Math.max(...known) - Math.min(...known)) / middle };
}

function ratio(one: Reading | null, other: Reading | null | undefined): number | null {
  return one && other ? one.median / other.median : null;
}
