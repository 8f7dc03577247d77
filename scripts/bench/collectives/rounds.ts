import type { NativeServer } from "../../../src/campaign/session/server.ts";
import { ask } from "../kernels/measure.ts";

/** One way to do a thing, by the profiler's job that times it. */
export interface Contender {
  name: string;
  job: string;
}

export interface TimedContender {
  name: string;
  /** Medians of the rounds, in their order. */
  roundsUs: readonly number[];
  /** Median of these. */
  us: number;
  /** Largest interquartile range over median within a round. */
  spread: number;
  clockMhz: number;
}

export type RoundsOf = TimedContender | { name: string; failure: string };

/** Times contenders in turn, round after round, so that what drifts meets all alike. */
export async function inTurns(
  server: NativeServer,
  contenders: readonly Contender[],
  rounds: number,
): Promise<RoundsOf[]> {
  const found = contenders.map(({ name }) => ({
    ...{ name, roundsUs: [] as number[], spread: 0, clockMhz: 0 },
    failure: undefined as string | undefined,
  }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { job }] of contenders.entries()) {
      const entry = found[index];
      if (entry === undefined || entry.failure !== undefined) continue;
      const answer = await ask(server, job);
      entry.failure = answer.failure;
      if (answer.failure !== undefined) continue;
      entry.roundsUs.push(answer.medianUs ?? Number.NaN);
      entry.spread = Math.max(entry.spread, answer.spread ?? Number.NaN);
      entry.clockMhz = answer.clockMhz ?? Number.NaN;
    }
  }
  return found.map(({ failure, name, ...timed }) =>
    failure === undefined ? { name, ...timed, us: medianOf(timed.roundsUs) } : { name, failure },
  );
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
