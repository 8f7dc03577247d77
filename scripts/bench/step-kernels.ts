/**
 * Times what serving asks of two kernels beyond a plan's own step, in µs of a call:
 *
 * - prefill attention of a program that was captured for more and longer chunks than the step has, beside
 *   one that was captured for the step's very own;
 * - sampling by parameters, beside that of the likeliest token.
 *
 * Prints JSON: medians and spread of the rounds, in which all take turns under sustained load. The build
 * left aside, it takes about half a minute.
 *
 * Usage: npm run bench:step-kernels [-- --device I] [--native PROGRAM] [--rounds N]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, or native-executor cannot be built.
 */
import { parseArgs } from "node:util";
import { median } from "simple-statistics";
import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import type { TimingSlice } from "../../src/engine/cuda/process/protocol.ts";
import { PlannerError } from "../../src/errors.ts";
import { buildNative } from "../../src/native/build.ts";
import { fail } from "./fail.ts";
import { bindPrefill } from "./step-kernels/prefill.ts";
import { bindSampling } from "./step-kernels/sampling.ts";
import type { TimedProgram } from "./step-kernels/timed-program.ts";

const USAGE = "Usage: npm run bench:step-kernels [-- --device I] [--native PROGRAM] [--rounds N]";
const OPTIONS = {
  device: { type: "string", default: "0" },
  native: { type: "string" },
  rounds: { type: "string", default: "3" },
} as const;
/** A turn; the first fifth of it does not count. */
const SLICE_SECONDS = 0.3;
const SLACK_MS = 60_000;

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interruption.abort(signal));

try {
  await main(readOptions());
} catch (error) {
  if (!(error instanceof PlannerError)) throw error;
  fail(error.exitCode, error.message, error.remedy);
}

function readOptions() {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    if (!/^\d+$/.test(values.device))
      throw new Error(`--device ${values.device} is no index of a GPU`);
    if (!/^[1-9]\d*$/.test(values.rounds))
      throw new Error(`--rounds ${values.rounds} is no number of rounds`);
    return values;
  } catch (error) {
    return fail(2, (error as Error).message, USAGE);
  }
}

async function main({ device, native, rounds }: ReturnType<typeof readOptions>) {
  const { signal } = interruption;
  const binary =
    native ?? (await buildNative("native-executor", { env: process.env, signal, note }));
  const { executor, hello } = await ExecutorProcess.start({
    ...{ binary, devices: [Number(device)], signal },
  });
  try {
    const [gpu] = hello.devices;
    const document: Record<string, unknown> = {
      ...{ gpu: gpu.gpu, uuid: gpu.uuid, driverVersion: hello.driverVersion },
      measuredAt: new Date().toISOString(),
    };
    for (const [subject, bind] of Object.entries({
      prefill: bindPrefill,
      sampling: bindSampling,
    })) {
      note(`times ${subject}`);
      const programs = await bind(executor, gpu.smCount);
      document[subject] = await timed(executor, programs, Number(rounds));
    }
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } finally {
    await executor.close();
  }
}

async function timed(
  executor: ExecutorProcess,
  programs: readonly TimedProgram[],
  rounds: number,
): Promise<Record<string, { us: number; spread: number }>> {
  const names = programs.map(({ name }) => name).join(",");
  const timeoutMs = programs.length * SLICE_SECONDS * (rounds + 1) * 2000 + SLACK_MS;
  const words = { programs: names, slice: SLICE_SECONDS, rounds };
  const { answer } = await executor.ask("time", words, undefined, timeoutMs);
  const slices = answer.programs as readonly { slices: readonly TimingSlice[] }[];
  return Object.fromEntries(
    programs.map(({ name, calls }, index) => {
      const us = (slices[index]?.slices ?? []).map(({ medianUs }) => medianUs / calls);
      const middle = median(us);
      return [name, { us: middle, spread: (Math.max(...us) - Math.min(...us)) / middle }];
    }),
  );
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
