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
import type { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import { timeInTurns } from "../../src/engine/cuda/timing.ts";
import {
  GPU_OPTIONS,
  note,
  requireCount,
  requireDevice,
  runBenchmark,
  startExecutor,
} from "./benchmark.ts";
import { bindPrefill } from "./step-kernels/prefill.ts";
import { bindSampling } from "./step-kernels/sampling.ts";
import type { TimedProgram } from "./step-kernels/timed-program.ts";

const USAGE = "Usage: npm run bench:step-kernels [-- --device I] [--native PROGRAM] [--rounds N]";
const OPTIONS = { ...GPU_OPTIONS, rounds: { type: "string", default: "3" } } as const;
/** A turn; the first fifth of it does not count. */
const SLICE_SECONDS = 0.3;

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values } = parseArgs({ args: process.argv.slice(2), options: OPTIONS });
  requireDevice(values);
  requireCount("rounds", values.rounds, "rounds");
  return values;
}

async function main(options: ReturnType<typeof readOptions>, signal: AbortSignal): Promise<void> {
  const { executor, hello } = await startExecutor(options, signal);
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
      document[subject] = await timed(executor, programs, Number(options.rounds));
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
  const names = programs.map(({ name }) => name);
  const slices = await timeInTurns(executor, names, SLICE_SECONDS, rounds);
  return Object.fromEntries(
    programs.map(({ name, calls }) => {
      const us = (slices.get(name) ?? []).map(({ medianUs }) => medianUs / calls);
      const middle = median(us);
      return [name, { us: middle, spread: (Math.max(...us) - Math.min(...us)) / middle }];
    }),
  );
}
