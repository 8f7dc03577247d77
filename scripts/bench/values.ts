/**
 * Times one matrix product and one decode attention on several kinds of data that take turns, under
 * sustained load: zeros, what the profiler uses, an imitation of a trained model, and a checkpoint
 * where one is named. Prints JSON: time, clock, power and temperature, medians and spread of the
 * rounds. The build left aside, it takes about a minute.
 *
 * Usage: npm run bench:values [-- --weights FOLDER] [--device I] [--native PROGRAM] [--rounds N]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, or native-executor cannot be built.
 */
import { parseArgs } from "node:util";
import type { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import type { ExecutorHello } from "../../src/engine/cuda/process/protocol.ts";
import { timeInTurns } from "../../src/engine/cuda/timing.ts";
import { openCheckpoint } from "../../src/engine/cuda/weights/checkpoint.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import {
  GPU_OPTIONS,
  note,
  requireCount,
  requireDevice,
  runBenchmark,
  startExecutor,
} from "./benchmark.ts";
import { fail } from "./fail.ts";
import { DATA, type DataKind } from "./values/data.ts";
import { takeData, takeShared } from "./values/memory.ts";
import { type DataRow, REFERENCE, rowsOf } from "./values/report.ts";
import { CALLS, CONTEXT, type Operation, REQUESTS, settingOf, TOKENS } from "./values/setting.ts";

const USAGE =
  "Usage: npm run bench:values [-- --weights FOLDER] [--device I] [--native PROGRAM] [--rounds N]";
const OPTIONS = {
  weights: { type: "string" },
  ...GPU_OPTIONS,
  rounds: { type: "string", default: "3" },
} as const;

/** Where no checkpoint says otherwise. */
const MODEL = "llama-3-8b";
const EPSILON = 1e-5;
/** A turn; the first fifth of it does not count. */
const SLICE_SECONDS = 2.2;

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values } = parseArgs({ args: process.argv.slice(2), options: OPTIONS });
  requireDevice(values);
  requireCount("rounds", values.rounds, "rounds");
  return values;
}

async function main(options: ReturnType<typeof readOptions>, signal: AbortSignal): Promise<void> {
  const { weights, rounds } = options;
  const checkpoint = weights === undefined ? undefined : openCheckpoint(weights);
  const model = checkpoint?.model ?? resolveModel(MODEL);
  if (model.shape.mlp.kind !== "dense")
    fail(2, `${weights} has experts`, "Name a checkpoint with a dense MLP.");
  const { executor, hello } = await startExecutor(options, signal);
  try {
    const setting = settingOf(model.shape, hello.devices[0], checkpoint?.epsilon ?? EPSILON);
    await takeShared(executor, setting, hello);
    const kinds = (Object.keys(DATA) as DataKind[]).filter(
      (data) => data !== "checkpoint" || checkpoint !== undefined,
    );
    for (const data of kinds) {
      note(`fills ${data}`);
      await takeData(executor, setting, data, checkpoint?.weights);
    }
    const rows = new Map<Operation, DataRow[]>();
    for (const operation of Object.keys(CALLS) as Operation[]) {
      note(`times ${operation}`);
      rows.set(operation, await timed(executor, operation, kinds, Number(rounds)));
    }
    process.stdout.write(documentText(hello, model.id, kinds, rows));
  } finally {
    await executor.close();
  }
}

async function timed(
  executor: ExecutorProcess,
  operation: Operation,
  kinds: readonly DataKind[],
  rounds: number,
): Promise<DataRow[]> {
  const names = kinds.map((data) => `${operation}.${data}`);
  const slices = await timeInTurns(executor, names, SLICE_SECONDS, rounds);
  return rowsOf(
    operation,
    new Map(kinds.map((data, i) => [data, slices.get(names[i] ?? "") ?? []])),
  );
}

function documentText(
  {
    driverVersion,
    cudaRuntimeVersion,
    cublasLtVersion,
    devices: [{ gpu, uuid, powerLimitW }],
  }: ExecutorHello,
  model: string,
  kinds: readonly DataKind[],
  rows: ReadonlyMap<Operation, readonly DataRow[]>,
): string {
  const document = {
    ...{ gpu, uuid, powerLimitW, driverVersion, cudaRuntimeVersion, cublasLtVersion },
    measuredAt: new Date().toISOString(),
    model,
    shapes: {
      gemm: `gate and up on ${TOKENS} tokens`,
      decode_attention: `${REQUESTS} requests, ${CONTEXT} tokens each`,
    },
    data: Object.fromEntries(kinds.map((data) => [data, DATA[data]])),
    reference: REFERENCE,
    operations: Object.fromEntries(rows),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
