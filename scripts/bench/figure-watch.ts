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

/**
 * Takes figures every 5 s until the work is over.
 *
 * @param take the figures by name; one that cannot be told is undefined
 * @returns those that were told often enough, by name
 */
export async function watchFigures<Name extends string, Result>(
  take: () => Promise<Record<Name, number | undefined>>,
  work: () => Promise<Result>,
): Promise<{ result: Result; figures: Partial<Record<Name, Watched>> }> {
  const over = new AbortController();
  const samples: Record<Name, number | undefined>[] = [];
  const watch = async () => {
    while (!over.signal.aborted) {
      samples.push(await take());
      await sleep(PERIOD_MS, undefined, { signal: over.signal }).catch(() => {});
    }
  };
  const watching = watch();
  let result: Result;
  try {
    result = await work();
  } finally {
    over.abort();
    await watching;
  }
  const names = new Set(samples.flatMap((sample) => Object.keys(sample) as Name[]));
  const figures: Partial<Record<Name, Watched>> = {};
  for (const name of names) {
    const told = samples.map((sample) => sample[name]).filter((value) => value !== undefined);
    if (told.length >= PARTS) figures[name] = watchedOf(told);
  }
  return { result, figures };
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
