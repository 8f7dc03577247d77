import { setTimeout as sleep } from "node:timers/promises";
import { median } from "simple-statistics";

const PERIOD_MS = 5000;
const PARTS = 8;

/** A figure over the time of some work. */
export interface Watched {
  /** The median of each eighth of the time, in order: what leaks grows through all of them. */
  medians: number[];
  most: number;
}

/** Asks for a figure every 5 s until the work is over; undefined where the work was too short. */
export async function watchFigure<Result>(
  figure: () => number | Promise<number>,
  work: () => Promise<Result>,
): Promise<{ result: Result; figure: Watched | undefined }> {
  const over = new AbortController();
  const samples: number[] = [];
  const watch = async () => {
    while (!over.signal.aborted) {
      samples.push(await figure());
      await sleep(PERIOD_MS, undefined, { signal: over.signal }).catch(() => {});
    }
  };
  const watching = watch();
  try {
    const result = await work();
    return { result, figure: samples.length < PARTS ? undefined : watchedOf(samples) };
  } finally {
    over.abort();
    await watching;
  }
}

function watchedOf(samples: readonly number[]): Watched {
  const at = (part: number) => Math.floor((samples.length * part) / PARTS);
  return {
    medians: Array.from({ length: PARTS }, (_, part) =>
      Math.round(median(samples.slice(at(part), at(part + 1)))),
    ),
    most: Math.round(samples.reduce((most, each) => Math.max(most, each), 0)),
  };
}
