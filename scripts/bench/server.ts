/**
 * Serves a plan set over HTTP to streaming clients in other processes, each of which asks again when
 * its answer is over. Weights are random, and tokens stand for made-up words. Prints JSON: tokens a
 * second, the time to the first byte under load and on an idle engine, what a step took, and of runs
 * over 40 s the server's memory. `held` is what the server holds before and after the load: open
 * files, and the share of the KV cache.
 *
 * Of their answers, clients leave the share `--leave` midway; rates count the others. After
 * `--seconds` nobody asks again.
 *
 * Usage: npm run bench:server [-- SET] [--engine cuda|simulator] [--clients N] [--processes N]
 *   [--requests N] [--prompt TOKENS] [--output TOKENS] [--leave SHARE] [--seconds N] [--device I] [--native PROGRAM]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, or native-executor cannot be built.
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { mean, quantileSorted } from "simple-statistics";
import { readServingSet } from "../../src/deploy/serving-set.ts";
import { PlannerError } from "../../src/errors.ts";
import { GPU_OPTIONS, note, requireCount, requireDevice, runBenchmark } from "./benchmark.ts";
import { watchFigures } from "./figure-watch.ts";
import { childMessage } from "./server/child-message.ts";
import type { ClientWork } from "./server/client-process.ts";
import { type Streamed, streamOnce } from "./server/stream-client.ts";
import { writeWordsCheckpoint } from "./server/words-checkpoint.ts";

const USAGE =
  "Usage: npm run bench:server [-- SET] [--engine cuda|simulator] [--clients N] [--processes N] [--requests N] [--prompt TOKENS] [--output TOKENS] [--leave SHARE] [--seconds N] [--device I] [--native PROGRAM]";
const OPTIONS = {
  engine: { type: "string", default: "cuda" },
  clients: { type: "string", default: "720" },
  processes: { type: "string", default: "6" },
  requests: { type: "string", default: "1800" },
  prompt: { type: "string", default: "256" },
  output: { type: "string", default: "128" },
  leave: { type: "string", default: "0" },
  seconds: { type: "string" },
  ...GPU_OPTIONS,
} as const;
const SET = "plans/h200-sxm/llama-3-8b-tp1-1024-512.plan-set.yaml";
const IDLE_REQUESTS = 20;
/** As users start it: what a loader for TypeScript makes of the sources is slower. */
const CLI = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const CLIENT = fileURLToPath(new URL("./server/client-process.ts", import.meta.url));
const START_MS = 120_000;

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: OPTIONS,
    allowPositionals: true,
  });
  requireDevice(values);
  for (const name of ["clients", "processes", "requests", "prompt", "output"] as const) {
    requireCount(name, values[name], name === "prompt" || name === "output" ? "tokens" : name);
  }
  if (!["cuda", "simulator"].includes(values.engine))
    throw new Error("--engine: cuda or simulator");
  if (values.seconds !== undefined) requireCount("seconds", values.seconds, "seconds");
  if (!(Number(values.leave) >= 0 && Number(values.leave) <= 1))
    throw new Error(`--leave ${values.leave} is no share of the requests, 0 to 1`);
  if (positionals.length > 1) throw new Error("one set at a time");
  return { ...values, set: positionals[0] ?? SET };
}

type Options = ReturnType<typeof readOptions>;

async function main(options: Options, signal: AbortSignal): Promise<void> {
  const { model } = readServingSet(options.set);
  const folder = mkdtempSync(join(tmpdir(), "nanoflow-words-"));
  let server: RunningServer | undefined;
  try {
    writeWordsCheckpoint(folder, model.shape, model.layers);
    server = await startServer(options, folder, signal);
    const idle = await idleTimes(server.url, Number(options.prompt));
    const { url } = server;
    const before = await cpuSeconds(url);
    const heldBefore = await heldBy(url);
    const { result: done, figures } = await watchFigures(
      async () => ({
        serverMemoryMb: metric(await metricsText(url), "process_resident_memory_bytes") / 1e6,
      }),
      () => runClients(options, url, model.shape.vocabularySize),
    );
    const cpu = (await cpuSeconds(url)) - before;
    const held = { before: heldBefore, after: await heldBy(url) };
    const load = { ...summaryOf(done, options, cpu), ...figures };
    console.log(JSON.stringify({ idle, load, held }, null, 2));
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface RunningServer {
  url: string;
  stop(): Promise<void>;
}

/** In a process of its own, as the command line starts it. */
function startServer(
  options: Options,
  folder: string,
  signal: AbortSignal,
): Promise<RunningServer> {
  const ofGpu = [
    ...["--random-weights", "--device", options.device],
    ...(options.native === undefined ? [] : ["--native", options.native]),
  ];
  const args = [
    ...["serve", options.set, "--engine", options.engine, "--weights", folder],
    ...["--port", "0", "--max-queue", "100000", "--json", "--quiet"],
    ...(options.engine === "cuda" ? ofGpu : []),
  ];
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    signal,
  });
  return new Promise<RunningServer>((resolve, reject) => {
    const timer = setTimeout(() => fail("it said nothing in time"), START_MS);
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(
        new PlannerError("E_NATIVE", `the server did not start: ${why}`, {
          remedy: "Start it by `nanoflow-plan serve` with the same set to see what it lacks.",
        }),
      );
    };
    child.once("error", ({ message }) => fail(message));
    child.once("exit", (code, by) => fail(`it ended with ${code ?? by}`));
    child.stdout.once("data", (line: Buffer) => {
      clearTimeout(timer);
      const { url, error } = JSON.parse(line.toString());
      if (url === undefined) return fail(error?.message);
      // From here on an interrupt lets it close by itself.
      child.removeAllListeners("error").on("error", () => {});
      resolve({ url, stop: () => stopped(child) });
    });
  });
}

function stopped(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

/** One request after the other, with what the server says that their steps took; ms. */
async function idleTimes(url: string, promptTokens: number) {
  const prompt = Array.from({ length: promptTokens }, (_, index) => 300 + index);
  const ask = (token: number) => streamOnce(url, [token, ...prompt.slice(1)], 1);
  for (let warm = 0; warm < 3; warm++) await ask(warm);
  const before = await stepSeconds(url);
  const times: number[] = [];
  for (let index = 0; index < IDLE_REQUESTS; index++) times.push((await ask(index)).firstMs);
  const after = await stepSeconds(url);
  const stepMs = ((after.sum - before.sum) / (after.count - before.count)) * 1000;
  return {
    firstByteMs: spread(times),
    stepMs,
    stepsEach: (after.count - before.count) / IDLE_REQUESTS,
  };
}

async function stepSeconds(url: string): Promise<{ sum: number; count: number }> {
  const text = await metricsText(url);
  const total = (suffix: string) => metric(text, `nanoflow_step_seconds_${suffix}`);
  return { sum: total("sum"), count: total("count") };
}

/** Of the server since it began, on all cores. */
async function cpuSeconds(url: string): Promise<number> {
  return metric(await metricsText(url), "process_cpu_seconds_total");
}

/** What a server that leaks holds more of with every request. */
async function heldBy(url: string): Promise<{ openFiles: number; kvShare: number }> {
  const text = await metricsText(url);
  return {
    openFiles: metric(text, "process_open_fds"),
    kvShare: metric(text, "vllm:kv_cache_usage_perc"),
  };
}

async function metricsText(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

/** The sum over all labels. */
function metric(text: string, name: string): number {
  return [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (.*)$`, "gm"))]
    .map(([, value]) => Number(value))
    .reduce((sum, value) => sum + value, 0);
}

async function runClients(
  options: Options,
  url: string,
  vocabularySize: number,
): Promise<Streamed[]> {
  const processes = Number(options.processes);
  const share = (all: string, index: number) =>
    Math.floor((Number(all) * (index + 1)) / processes) -
    Math.floor((Number(all) * index) / processes);
  const children: ChildProcess[] = Array.from({ length: processes }, () =>
    fork(CLIENT, { execArgv: ["--import", "tsx"] }),
  );
  const messages = <Message>() =>
    Promise.all(
      children.map((child, index) => childMessage<Message>(child, `client process ${index + 1}`)),
    );
  try {
    // All of them begin at once.
    await messages<"ready">();
    note("runs the clients");
    const all = messages<Streamed[]>();
    for (const [index, child] of children.entries()) {
      const work: ClientWork = {
        ...{ url, vocabularySize, seed: index + 1 },
        clients: share(options.clients, index),
        requests: share(options.requests, index),
        promptTokens: Number(options.prompt),
        outputTokens: Number(options.output),
        leaveShare: Number(options.leave),
        // Messages between processes are JSON, which has no infinity.
        seconds: Number(options.seconds ?? Number.MAX_SAFE_INTEGER),
      };
      // A child that has died tells so by its end.
      child.send(work, () => {});
    }
    return (await all).flat();
  } catch (error) {
    for (const child of children) child.kill();
    throw error;
  }
}

function summaryOf(done: readonly Streamed[], options: Options, serverCpuSeconds: number) {
  const answers = done.filter(({ status }) => status === 200);
  const whole = answers.filter(({ hasLeft }) => !hasLeft);
  const outputTokens = whole.length * Number(options.output);
  // As a replay counts: the last token of an output goes through no step.
  const tokens = outputTokens + whole.length * (Number(options.prompt) - 1);
  const startMs = done.reduce((least, { askedMs }) => Math.min(least, askedMs), Infinity);
  const endMs = done.reduce((most, { askedMs, lastMs }) => Math.max(most, askedMs + lastMs), 0);
  const seconds = (endMs - startMs) / 1000;
  return {
    ...{
      clients: Number(options.clients),
      requests: done.length,
      answered: whole.length,
      left: answers.length - whole.length,
      seconds,
    },
    tokensPerSecond: tokens / seconds,
    outputTokensPerSecond: outputTokens / seconds,
    serverCpuUsPerOutputToken: (serverCpuSeconds / outputTokens) * 1e6,
    eventsPerOutputToken: whole.reduce((sum, { events }) => sum + events, 0) / outputTokens,
    firstByteMs: spread(whole.map(({ firstMs }) => firstMs)),
    timePerOutputTokenMs: spread(
      whole.map(({ firstMs, lastMs }) => (lastMs - firstMs) / (Number(options.output) - 1)),
    ),
  };
}

function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => quantileSorted(sorted, share);
  return { mean: mean(sorted), median: at(0.5), p99: at(0.99), most: sorted.at(-1) };
}
