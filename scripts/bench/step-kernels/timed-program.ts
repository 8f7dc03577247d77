import {
  type ExecutorProcess,
  type RequestWords,
  wordList,
} from "../../../src/engine/cuda/process/executor-process.ts";

/** A program of the executor that calls one kernel some times. */
export interface TimedProgram {
  name: string;
  calls: number;
}

/** Binds instructions in one queue on the whole GPU; that runs them once. */
export async function bindCalls(
  executor: ExecutorProcess,
  name: string,
  smCount: number,
  calls: readonly RequestWords[],
): Promise<void> {
  const queue = wordList({ side: "whole", sms: smCount });
  const runs = calls.map((words) => ["run", ...wordList({ queue: 0, ...words })].join(" "));
  const text = [["queue", ...queue].join(" "), ...runs].join("\n");
  await executor.ask("program", { name }, Buffer.from(text));
}

/** Takes a region and fills it. */
export async function put(
  executor: ExecutorProcess,
  region: string,
  { buffer, byteLength }: Int32Array,
): Promise<void> {
  await executor.ask("allocate", { region, size: byteLength });
  await executor.ask("write", { to: `${region}+0` }, new Uint8Array(buffer, 0, byteLength));
}
