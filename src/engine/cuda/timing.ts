import type { ExecutorProcess } from "./process/executor-process.ts";
import type { TimingSlice } from "./process/protocol.ts";

/** Beside the time that timing takes by itself. */
const SLACK_MS = 60_000;

/**
 * Times programs under sustained load, taking turns, on the inputs of their last step.
 *
 * @returns a slice for each round, by program
 */
export async function timeInTurns(
  executor: ExecutorProcess,
  names: readonly string[],
  sliceSeconds: number,
  rounds: number,
): Promise<ReadonlyMap<string, readonly TimingSlice[]>> {
  const seconds = names.length * sliceSeconds * (rounds + 1);
  const { answer } = await executor.ask(
    "time",
    { programs: names.join(","), slice: sliceSeconds, rounds },
    undefined,
    seconds * 2000 + SLACK_MS,
  );
  const timed = answer.programs as readonly { slices: readonly TimingSlice[] }[];
  return new Map(names.map((name, index) => [name, timed[index]?.slices ?? []]));
}
