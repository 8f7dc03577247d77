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
import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import type { ExecutorHello, TimingSlice } from "../../src/engine/cuda/process/protocol.ts";
import { openCheckpoint } from "../../src/engine/cuda/weights/checkpoint.ts";
import { PlannerError } from "../../src/errors.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { buildNative } from "../../src/native/build.ts";
import { fail } from "./fail.ts";
import { DATA, type DataKind } from "./values/data.ts";
import { takeData, takeShared } from "./values/memory.ts";
import { type DataRow, REFERENCE, rowsOf } from "./values/report.ts";
import { CALLS, CONTEXT, type Operation, REQUESTS, settingOf, TOKENS } from "./values/setting.ts";

const USAGE =
  "Usage: npm run bench:values [-- --weights FOLDER] [--device I] [--native PROGRAM] [--rounds N]";
const OPTIONS = {
  weights: { type: "string" },
  device: { type: "string", default: "0" },
  native: { type: "string" },
  rounds: { type: "string", default: "3" },
} as const;

/** Where no checkpoint says otherwise. */
const MODEL = "llama-3-8b";
const EPSILON = 1e-5;
/** A turn; the first fifth of it does not count. */
const SLICE_SECONDS = 2.2;
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

async function main({ weights, device, native, rounds }: ReturnType<typeof readOptions>) {
  const checkpoint = weights === undefined ? undefined : openCheckpoint(weights);
  const model = checkpoint?.model ?? resolveModel(MODEL);
  if (model.shape.mlp.kind !== "dense")
    fail(2, `${weights} has experts`, "Name a checkpoint with a dense MLP.");
  const { signal } = interruption;
  const binary =
    native ?? (await buildNative("native-executor", { env: process.env, signal, note }));
  const { executor, hello } = await ExecutorProcess.start({
    binary,
    devices: [Number(device)],
    signal,
  });
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
  const programs = kinds.map((data) => `${operation}.${data}`).join(",");
  const timeoutMs = kinds.length * SLICE_SECONDS * (rounds + 1) * 2000 + SLACK_MS;
  const words = { programs, slice: SLICE_SECONDS, rounds };
  const { answer } = await executor.ask("time", words, undefined, timeoutMs);
  const slices = answer.programs as readonly { slices: readonly TimingSlice[] }[];
  return rowsOf(operation, new Map(kinds.map((data, i) => [data, slices[i]?.slices ?? []])));
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

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
