import type { Executable, ExecutableStep } from "./binding/executable.ts";
import type { ExecutorProcess, RankExecutor } from "./process/executor-process.ts";
import type { TimingSlice } from "./process/protocol.ts";

/** Start and end of an instruction, µs from the first start. */
export interface TracedInstruction extends ExecutableStep {
  startUs: number;
  endUs: number;
}

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

/**
 * Start and end of each instruction of one launch on a rank, on the inputs of the program's last step.
 *
 * @param executor of the rank
 * @param name of the program in the executor
 */
export async function traceOnce(
  executor: RankExecutor,
  name: string,
  { steps }: Executable,
): Promise<TracedInstruction[]> {
  const { tail } = await executor.ask("trace", { program: name, stamps: "stamps+0" });
  const stamps = new BigUint64Array(new Uint8Array(tail).buffer);
  const first = stamps[0] ?? 0n;
  const sinceFirst = Float64Array.from(stamps, (stamp) => Number(stamp - first) / 1000);
  const originUs = sinceFirst.reduce((least, time) => Math.min(least, time), 0);
  const microseconds = (index: number) => (sinceFirst[index] as number) - originUs;
  return steps.map((instruction, index) => ({
    ...instruction,
    startUs: microseconds(2 * index),
    endUs: microseconds(2 * index + 1),
  }));
}
