import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import { PlannerError } from "../../src/errors.ts";
import { buildNative } from "../../src/native/build.ts";
import { fail } from "./fail.ts";

/** Options of every benchmark on a GPU. */
export const GPU_OPTIONS = {
  device: { type: "string", default: "0" },
  native: { type: "string" },
} as const;

export interface GpuOptions {
  device: string;
  native?: string | undefined;
}

/** Runs a benchmark until its end or a signal, and ends the process with what went wrong. */
export async function runBenchmark<Options>(
  usage: string,
  readOptions: () => Options,
  run: (options: Options, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => interruption.abort(signal));
  const options = optionsOr(usage, readOptions);
  try {
    await run(options, interruption.signal);
  } catch (error) {
    const { aborted, reason } = interruption.signal;
    // Whatever ends then ends for it.
    if (aborted) fail(reason === "SIGTERM" ? 143 : 130, "interrupted");
    if (!(error instanceof PlannerError)) throw error;
    fail(error.exitCode, error.message, error.remedy);
  }
}

function optionsOr<Options>(usage: string, readOptions: () => Options): Options {
  try {
    return readOptions();
  } catch (error) {
    return fail(2, (error as Error).message, usage);
  }
}

/** @throws Error when a device is none */
export function requireDevice({ device }: GpuOptions): void {
  if (!/^\d+$/.test(device)) throw new Error(`--device ${device} is no index of a GPU`);
}

/** @throws Error when an option is no whole number from 1 on */
export function requireCount(name: string, value: string, of: string): void {
  if (!/^[1-9]\d*$/.test(value)) throw new Error(`--${name} ${value} is no number of ${of}`);
}

/** The native-executor that was named, or one that is built first. */
export async function executorBinary(
  { native }: Pick<GpuOptions, "native">,
  signal: AbortSignal,
): Promise<string> {
  return native ?? buildNative("native-executor", { env: process.env, signal, note });
}

/** That program on the device that was named. */
export async function startExecutor(options: GpuOptions, signal: AbortSignal) {
  const binary = await executorBinary(options, signal);
  return ExecutorProcess.start({ binary, devices: [Number(options.device)], signal });
}

/** A line of diagnosis. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
