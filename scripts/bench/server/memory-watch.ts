import { setTimeout as sleep } from "node:timers/promises";
import { median } from "simple-statistics";

const PERIOD_MS = 5000;
const PARTS = 8;

/** Memory of a server while it is under load, MB. */
export interface Memory {
  /** The median of each eighth of the time, in order: memory that leaks grows through all of them. */
  medians: number[];
  most: number;
}

/** Asks for a figure again and again until the work is over. */
export async function watchMemory<Result>(
  bytes: () => Promise<number>,
  work: () => Promise<Result>,
): Promise<{ result: Result; memory: Memory | undefined }> {
  const over = new AbortController();
  const samples: number[] = [];
  const watch = async () => {
    while (!over.signal.aborted) {
      samples.push((await bytes()) / 1e6);
      await sleep(PERIOD_MS, undefined, { signal: over.signal }).catch(() => {});
    }
  };
  const watching = watch();
  try {
    const result = await work();
    return { result, memory: samples.length < PARTS ? undefined : memoryOf(samples) };
  } finally {
    over.abort();
    await watching;
  }
}

function memoryOf(samples: readonly number[]): Memory {
  const at = (part: number) => Math.floor((samples.length * part) / PARTS);
  return {
    medians: Array.from({ length: PARTS }, (_, part) =>
      Math.round(median(samples.slice(at(part), at(part + 1)))),
    ),
    most: Math.round(samples.reduce((most, each) => Math.max(most, each), 0)),
  };
}
