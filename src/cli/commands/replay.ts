import { type Command, InvalidArgumentError, Option } from "commander";
import { contextOf } from "../../deploy/open-served.ts";
import { readServingSet, type ServingSet } from "../../deploy/serving-set.ts";
import { EXIT, PlannerError } from "../../errors.ts";
import { isStandardOutput, placeOf } from "../../files/destination.ts";
import { buildNative } from "../../native/build.ts";
import { requireGpu } from "../../native/require-gpu.ts";
import type { ServiceLevel } from "../../replay/metrics/latency.ts";
import { summaryOf } from "../../replay/metrics/summary.ts";
import { benchmarkResult } from "../../replay/output/benchmark-json.ts";
import { requestsCsv } from "../../replay/output/requests-csv.ts";
import { stepsCsv } from "../../replay/output/steps-csv.ts";
import type { ReplayLog } from "../../replay/replay-log.ts";
import type { ReplayGpu } from "../../replay/replay-session.ts";
import { replaySet } from "../../replay/replay-set.ts";
import { type ArrivalPattern, withArrivals } from "../../replay/requests/arrivals.ts";
import type { RequestLength } from "../../replay/requests/replay-request.ts";
import { drawRequests } from "../../replay/requests/request-lengths.ts";
import { renderReplay } from "../../report/chart/replay-html.ts";
import { forecastText, openingText } from "../../report/opening-text.ts";
import { replayText } from "../../report/replay-text.ts";
import { workloadNotes } from "../../report/workload-text.ts";
import { type OwnWorkload, ownWorkload } from "../../setup/own-workload.ts";
import { builtInPositions } from "../../setup/position-remarks.ts";
import { decimalIn } from "../../text/decimal.ts";
import { formatInteger } from "../../text/units.ts";
import { randomRunWeights, trainedRunWeights } from "../../trial/run-weights.ts";
import { COLUMNS_SYNTAX } from "../../workload/trace/columns.ts";
import type { CommandContext } from "../console/context.ts";
import { deviceList, devicesOf } from "../options/devices.ts";
import { addExamples } from "../options/examples.ts";
import { integerFrom, numberFrom } from "../options/option-values.ts";

interface Options {
  workload?: string;
  columns?: string;
  requests?: number;
  rate?: number;
  arrivals?: "trace";
  engine: "simulator" | "cuda";
  slo?: ServiceLevel;
  sequential: boolean;
  temperature: number;
  maxTokens?: number;
  maxContext?: number;
  kvTokens?: number;
  sharePrefixes: boolean;
  seed: number;
  out?: string;
  requestsOut?: string;
  stepsOut?: string;
  saveDetailed?: string;
  profile?: string;
  weights?: string;
  layers?: number;
  device?: readonly number[];
  native?: string;
}

const MOST_REQUESTS = 1_000_000;
const MOST_LAYERS = 1000;
/** Of a KV cache, in tokens: more than any GPU holds, and few enough for tables of its pages. */
const MOST_KV_TOKENS = 100_000_000;
/** Requests a second. Beyond these, times of requests lose their microseconds, or all are at once. */
const RATES = { least: 1e-6, most: 1e9 } as const;
/** Of sampling: beyond it all tokens are as likely. */
const MOST_TEMPERATURE = 100;
const MOST_SEED = 2 ** 31 - 1;

/** Options that only the GPU has a use for: the simulator makes tokens up. */
const OF_CUDA = ["weights", "layers", "device", "native", "temperature"];

export function register(command: Command, context: CommandContext): void {
  command
    .argument("<set>", "plan-set file, or a plan that serves alone")
    .option(
      "--workload <workload>",
      "request lengths: IN/OUT in tokens, sharegpt, lmsys, splitwise, or a file of requests (default: that of the set, with its columns and its longest request)",
    )
    .option("--columns <columns>", `columns of a file in no known format: ${COLUMNS_SYNTAX}`)
    .option(
      "--requests <n>",
      "how many (default: 1000, or all of a file)",
      integerFrom(1, MOST_REQUESTS),
    )
    .addOption(
      new Option("--rate <n>", "requests per second, as a Poisson process (default: all at once)")
        .argParser(numberFrom(RATES.least, RATES.most))
        .conflicts("arrivals"),
    )
    .addOption(new Option("--arrivals <from>", "arrivals as in the file").choices(["trace"]))
    .addOption(
      new Option("--engine <engine>", "what serves")
        .choices(["simulator", "cuda"])
        .default("simulator"),
    )
    .option(
      "--slo <limits>",
      "limits of a good request in ms: ttft=MS,tpot=MS,e2e=MS, each optional",
      serviceLevel,
    )
    .option("--sequential", "serve each plan's work without overlap, to compare", false)
    .option(
      "--temperature <t>",
      "cuda: of sampling; 0 is greedy",
      numberFrom(0, MOST_TEMPERATURE),
      0,
    )
    .option(
      "--max-tokens <n>",
      "most output tokens of a request, which is all that the scheduler knows of its output (default: those of the longest output)",
      integerFrom(1),
    )
    .option(
      "--max-context <tokens>",
      "longest request, prompt and output together (default: the model's positions)",
      integerFrom(2),
    )
    .option(
      "--kv-tokens <n>",
      "tokens of the KV cache (default: as in the set)",
      integerFrom(1, MOST_KV_TOKENS),
    )
    .option(
      "--share-prefixes",
      "share pages of the KV cache where requests begin alike, which random prompts do only after a preemption",
      false,
    )
    .option("--seed <n>", "of lengths, arrivals and prompts", integerFrom(0, MOST_SEED), 1)
    .option("--out <file>", "write a page with the course of the replay; - is standard output")
    .option("--requests-out <file>", "write a CSV line for each request")
    .option("--steps-out <file>", "write a CSV line for each step")
    .option(
      "--save-detailed <file>",
      "write the result as vLLM's serving benchmark does with its option of this name",
    )
    .option("--profile <file>", "the profile it was made from, instead of the one it names")
    .option("--weights <folder>", "cuda: a bf16 checkpoint of the model (default: random weights)")
    .option("--layers <n>", "cuda: layers to run (default: all)", integerFrom(1, MOST_LAYERS))
    .option(
      "--device <list>",
      "cuda: indices of the GPUs, one a rank of the plans (default: the first ones)",
      deviceList,
    )
    .option("--native <program>", "cuda: a native-executor that was built already");
  addExamples(command, [
    ["replay llama.plan-set.yaml --requests 4000", "all requests at once, simulated"],
    ["replay llama.plan-set.yaml --engine cuda --out replay.html", "the same on this GPU"],
    [
      "replay llama.plan-set.yaml --workload sharegpt --rate 20 --slo ttft=1000,tpot=100",
      "requests that arrive at random",
    ],
    [
      "replay llama.plan-set.yaml --workload trace.csv --arrivals trace --requests-out requests.csv",
      "a trace at its own times",
    ],
  ]);
  command.action((path: string, options: Options) => {
    refuseIdleOptions(command, options);
    return replay(path, options, context);
  });
}

async function replay(path: string, options: Options, context: CommandContext): Promise<void> {
  const { out, requestsOut, stepsOut, saveDetailed, seed, engine, layers, sequential } = options;
  const files = [out, requestsOut, stepsOut, saveDetailed].filter((file) => file !== undefined);
  for (const file of files) context.checkFile(file, [path, options.workload, options.profile]);
  requireDistinct(files);
  const set = readServingSet(path, { layers, profile: options.profile, sequential });
  const contextTokens = contextOf(options.maxContext, { maxPositions: builtInPositions(set) });
  noteRoom(options, set, context);
  const { workload, columns, maxPositions } = workloadOf(options, path, set);
  const drawn = await drawRequests(workload, {
    ...{ requests: options.requests, columns, maxPositions, seed },
  }).catch((error: unknown) => {
    throw options.workload === undefined ? withoutContent(error, workload) : error;
  });
  const requests = withArrivals(drawn, arrivalsOf(options), seed);
  const gpu = engine === "cuda" ? await gpuOf(set, options, context) : undefined;
  const bar = context.progress("Replaying", requests.length);
  const { log, machine, opening } = await replaySet(set, requests, {
    gpu,
    maxTokens: options.maxTokens,
    contextTokens,
    kvTokens: options.kvTokens,
    temperature: options.temperature,
    sharesPrefixes: options.sharePrefixes,
    seed,
    signal: context.signal,
    onProgress: (ended) => bar.update(ended),
  }).finally(() => bar.stop());
  const summary = summaryOf(log, set, requests.length, options.slo);
  const where = engine === "cuda" ? "GPU" : "simulated";
  const title = `${set.model.id} on ${set.gpu.id} (${where}), ${workload}${sequential ? ", without overlap" : ""}`;
  if (out !== undefined) context.writeFile(out, renderReplay(log, summary, set, title));
  if (requestsOut !== undefined) context.writeFile(requestsOut, requestsCsv(log));
  if (stepsOut !== undefined) context.writeFile(stepsOut, stepsCsv(log));
  if (saveDetailed !== undefined) {
    const run = {
      date: new Date().toISOString(),
      model: set.model.id,
      requestRate: options.rate ?? null,
    };
    context.writeFile(saveDetailed, `${JSON.stringify(benchmarkResult(log, summary, run))}\n`);
  }
  for (const note of workloadNotes(workload, drawn)) context.note(`note: ${note}`);
  const cutRequests = cutBy(options.maxTokens, requests);
  if (cutRequests > 0) {
    const count = `${formatInteger(cutRequests)} of ${formatInteger(requests.length)}`;
    context.note(
      `note: ${count} requests ask for more than the ${options.maxTokens} output tokens of --max-tokens, and are cut there`,
    );
  }
  noteRefusal(log, context);
  if (log.failure !== undefined) throw log.failure;
  if (isNothingServed(log)) context.setExitCode(EXIT.infeasible);
  context.output(
    {
      engine,
      set: path,
      workload,
      sequential,
      machine: machine ?? null,
      opening: opening ?? null,
      cutRequests,
      ...summary,
    },
    () => replayText(summary, title),
  );
}

/** The simulator keeps as much as it is told. */
function noteRoom(
  { engine, kvTokens = 0 }: Options,
  set: ServingSet,
  { note }: CommandContext,
): void {
  if (engine !== "simulator" || kvTokens <= set.kvCapacityTokens) return;
  note(
    `note: a KV cache of ${formatInteger(kvTokens)} tokens is more than the ${formatInteger(set.kvCapacityTokens)} that the GPU has room for`,
  );
}

/** What the user names, else that of the set, as its search was told of it. */
function workloadOf({ workload, columns }: Options, path: string, set: ServingSet): OwnWorkload {
  const named = columns === undefined ? {} : { columns };
  if (workload !== undefined) return { workload, ...named };
  return { ...ownWorkload(path, set.workload, set.command), ...named };
}

/** Whoever made the set chose the file, so that an error may say nothing of what is in it. */
function withoutContent(error: unknown, file: string): unknown {
  if (!(error instanceof PlannerError) || error.code !== "E_INVALID_FILE") return error;
  return new PlannerError(
    "E_INVALID_FILE",
    "the file that the set names holds no requests known here",
    {
      position: { path: file },
      remedy: `To see why, name it yourself: --workload ${file}.`,
    },
  );
}

/** How many requests would generate more than `--max-tokens` lets them. */
function cutBy(maxTokens = Number.POSITIVE_INFINITY, requests: readonly RequestLength[]): number {
  return requests.filter(({ outputTokens }) => outputTokens > maxTokens).length;
}

/** Why requests were refused, by the first of them. */
function noteRefusal({ requests }: ReplayLog, { note }: CommandContext): void {
  const first = requests.findIndex(({ ended }) => ended?.reason === "refused");
  if (first === -1) return;
  note(`note: requests were refused, the first (${first}) since ${requests[first]?.ended?.detail}`);
}

/** Of what does not fit, tables of zeros are no result. */
function isNothingServed({ requests }: ReplayLog): boolean {
  return requests.length > 0 && requests.every(({ ended }) => ended?.reason === "refused");
}

/** @throws PlannerError `E_USAGE` where one result would replace another */
function requireDistinct(files: readonly string[]): void {
  const paths = files.map((file) => (isStandardOutput(file) ? "-" : placeOf(file)));
  const twice = files.find((_, index) => paths.indexOf(paths[index] ?? "") !== index);
  if (twice === undefined) return;
  throw new PlannerError("E_USAGE", `two results would go to ${twice}`, {
    remedy: "Name a file for each.",
  });
}

function arrivalsOf({ rate, arrivals }: Options): ArrivalPattern {
  if (arrivals === "trace") return { kind: "trace" };
  return rate === undefined ? { kind: "at-once" } : { kind: "poisson", requestsPerSecond: rate };
}

async function gpuOf(
  set: ServingSet,
  { device, weights, layers = set.model.layers, native, seed }: Options,
  { env, signal, note }: CommandContext,
): Promise<ReplayGpu> {
  if (native === undefined) requireGpu(env);
  const [{ plan } = noProgram()] = set.programs;
  const trained = weights === undefined ? undefined : trainedRunWeights(plan, weights, layers);
  if (trained !== undefined && trained.unread.length > 0) {
    note(`Not part of the model, so not read: ${trained.unread.join(", ")}.`);
  }
  const binary = native ?? (await buildNative("native-executor", { env, signal, note }));
  const devices = devicesOf(device, set.model.tensorParallel);
  return {
    ...{ binary, devices, layers, weights: trained ?? randomRunWeights(seed) },
    onForecast: (forecast) => note(forecastText(forecast)),
    onOpened: (opening) => note(openingText(opening)),
  };
}

function noProgram(): never {
  throw new PlannerError("E_INTERNAL", "a set without programs");
}

/** @throws PlannerError `E_USAGE` when an option was given that the engine has no use for */
function refuseIdleOptions(command: Command, { engine }: Options): void {
  for (const name of OF_CUDA) {
    if (engine === "cuda" || command.getOptionValueSource(name) !== "cli") continue;
    throw new PlannerError("E_USAGE", `--${name} is not for --engine ${engine}`, {
      remedy: "Leave it out, or add --engine cuda.",
    });
  }
}

const LIMITS = { ttft: "ttftMs", tpot: "tpotMs", e2e: "e2eMs" } as const;

/** `ttft=500,tpot=50` */
function serviceLevel(text: string): ServiceLevel {
  const level: ServiceLevel = {};
  for (const part of text.split(",")) {
    const [name = "", value = "", ...more] = part.split("=").map((word) => word.trim());
    const isKnown = more.length === 0 && Object.hasOwn(LIMITS, name);
    const key = isKnown ? LIMITS[name as keyof typeof LIMITS] : undefined;
    const limit = decimalIn(value);
    if (key === undefined || !(Number.isFinite(limit) && limit > 0) || key in level) {
      throw new InvalidArgumentError(
        `Give limits in ms, each once, such as ttft=500,tpot=50; known are ${Object.keys(LIMITS).join(", ")}.`,
      );
    }
    level[key] = limit;
  }
  return level;
}
