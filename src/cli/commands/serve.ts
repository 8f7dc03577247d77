import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { writeDemoCheckpoint } from "../../demo/demo-checkpoint.ts";
import {
  contextOf,
  type Served,
  type ServedOptions,
  serveOnCuda,
  serveOnReference,
  serveSimulated,
} from "../../deploy/open-served.ts";
import { readServingSet, type ServingSet } from "../../deploy/serving-set.ts";
import { whileOpening } from "../../deploy/while-opening.ts";
import { requireSameModel } from "../../engine/cuda/weights/checkpoint.ts";
import { PlannerError } from "../../errors.ts";
import type { Model } from "../../model/model-shape.ts";
import { resolveModel } from "../../model/resolve-model.ts";
import { buildNative } from "../../native/build.ts";
import { gpuPowerWatts, sharedPower } from "../../native/gpu-readings.ts";
import { requireGpu } from "../../native/require-gpu.ts";
import { DEFAULT_LIMITS, type ServerLimits } from "../../server/answering/server-limits.ts";
import type { ExchangeRecord } from "../../server/http/exchange.ts";
import { Server, type ServerSetup } from "../../server/server.ts";
import { plainOutput } from "../../text/printable.ts";
import { loadTokenizer } from "../../tokenizer/load-tokenizer.ts";
import { samplingDefaults } from "../../tokenizer/sampling-defaults.ts";
import { TOOL_FORMATS, type ToolFormatName } from "../../tool-calls/tool-format.ts";
import { randomRunWeights, trainedRunWeights } from "../../trial/run-weights.ts";
import type { CommandContext } from "../console/context.ts";
import { deviceList, devicesOf } from "../options/devices.ts";
import { addExamples } from "../options/examples.ts";
import { integerFrom, positiveNumber } from "../options/option-values.ts";
import { exchangeLine } from "./exchange-line.ts";

interface Options {
  weights?: string;
  engine: "cuda" | "reference" | "simulator";
  demo: boolean;
  host: string;
  port: number;
  apiKey?: string;
  servedModelName?: string[];
  maxContext?: number;
  kvTokens?: number;
  sharePrefixes: boolean;
  sequential: boolean;
  maxQueue: number;
  maxBody: number;
  requestTimeout?: number;
  drainTimeout: number;
  toolFormat?: ToolFormatName;
  profile?: string;
  randomWeights: boolean;
  device?: readonly number[];
  native?: string;
}

const MIB = 2 ** 20;
const SECOND_MS = 1000;
const MOST_PORT = 65_535;
const MOST_BODY_MIB = 512;
const MOST_SECONDS = 86_400;
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];
const RANDOM_SEED = 1;

/** Options that only the GPU has a use for, and those that the demo has none for. */
const OF_CUDA = ["randomWeights", "device", "native"];
const NOT_OF_DEMO = ["weights", "engine", "sequential", "profile", "toolFormat", ...OF_CUDA];

export function register(command: Command, context: CommandContext): void {
  const { queuedRequests, bodyBytes, drainMs } = DEFAULT_LIMITS;
  command
    .argument("[set]", "plan-set file, or a plan that serves alone")
    .option("--weights <folder>", "checkpoint of the model: weights, tokenizer and chat template")
    .addOption(
      new Option("--engine <engine>", "what computes; the simulator makes tokens up")
        .choices(["cuda", "reference", "simulator"])
        .default("cuda"),
    )
    .option("--demo", "serve a tiny random model on the CPU, without a set or a GPU", false)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <n>", "port to listen on; 0: any free one", integerFrom(0, MOST_PORT), 8000)
    .addOption(
      new Option("--api-key <key>", "key that clients have to bring").env("NANOFLOW_API_KEY"),
    )
    .option("--served-model-name <name...>", "what clients call the model (default: its id)")
    .option(
      "--max-context <tokens>",
      "longest request, prompt and output together (default: the model's positions)",
      integerFrom(2),
    )
    .option("--kv-tokens <n>", "tokens of the KV cache (default: as in the set)", integerFrom(1))
    .option("--no-share-prefixes", "keep apart the KV cache of requests that begin alike")
    .option("--sequential", "serve each plan's work without overlap, to compare", false)
    .option(
      "--max-queue <n>",
      "requests that may wait; more are told to come again",
      integerFrom(1),
      queuedRequests,
    )
    .option(
      "--max-body <mib>",
      "largest body of a request, MiB",
      integerFrom(1, MOST_BODY_MIB),
      bodyBytes / MIB,
    )
    .option(
      "--request-timeout <s>",
      "seconds that a request may take (default: no limit)",
      positiveNumber,
    )
    .option(
      "--drain-timeout <s>",
      "seconds that requests under way have when the server is told to end",
      integerFrom(0, MOST_SECONDS),
      drainMs / SECOND_MS,
    )
    .addOption(
      new Option(
        "--tool-format <format>",
        "how the model writes calls of tools (default: as its chat template says)",
      ).choices(Object.keys(TOOL_FORMATS)),
    )
    .option("--profile <file>", "the profile it was made from, instead of the one it names")
    .option("--random-weights", "cuda: do not read the checkpoint's weights, to time alone", false)
    .option(
      "--device <list>",
      "cuda: indices of the GPUs, one a rank of the plans (default: the first ones)",
      deviceList,
    )
    .option("--native <program>", "cuda: a native-executor that was built already");
  addExamples(command, [
    ["serve --demo", "a whole server on any machine, to try clients with"],
    ["serve llama.plan-set.yaml --weights ./Meta-Llama-3-8B-Instruct", "serve on this GPU"],
    [
      "serve llama.plan-set.yaml --weights ./llama --host 0.0.0.0 --api-key KEY --json",
      "for other machines, with a log in JSON lines",
    ],
  ]);
  command.action((path: string | undefined, options: Options) => {
    requireSense(command, path, options);
    return path === undefined ? demo(options, context) : serve(path, options, context);
  });
}

async function demo(options: Options, context: CommandContext): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "nanoflow-demo-"));
  try {
    const plans = writeDemoCheckpoint(folder);
    const model = resolveModel(join(folder, "config.json"));
    const tokenizer = await loadTokenizer(folder);
    const served = serveOnReference(plans, folder, servedOptions(options, model));
    const shown = { engine: "reference", programs: plans.programs };
    await run(served, { tokenizer, names: ["demo"], shown }, options, context);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serve(path: string, options: Options, context: CommandContext): Promise<void> {
  const { weights: folder = "", profile, sequential } = options;
  const set = readServingSet(path, { profile, sequential });
  const config = join(folder, "config.json");
  const model = resolveModel(config);
  requireSameModel(config, model, set.model);
  const name = basename(resolve(folder));
  // An engine that is open holds a process: what may be unreadable is read before.
  const tokenizer = await loadTokenizer(folder);
  noteDefaults(folder, context);
  const served = await open(set, folder, servedOptions(options, model), options, context);
  if (options.engine === "simulator")
    context.note("note: the simulator computes nothing: tokens are made up");
  const names = [...new Set([set.model.id, name])];
  const shown = { engine: options.engine, programs: set.programs };
  await run(served, { tokenizer, names, shown }, options, context);
}

/** Servers of others sample by these where a request says nothing. */
function noteDefaults(folder: string, { note }: CommandContext): void {
  const defaults = samplingDefaults(folder);
  if (defaults.length === 0) return;
  note(
    `note: generation_config.json asks for ${defaults.join(", ")}: not applied, a request says so itself`,
  );
}

async function open(
  set: ServingSet,
  folder: string,
  served: ServedOptions,
  options: Options,
  context: CommandContext,
): Promise<Served> {
  if (options.engine === "simulator") return serveSimulated(set, served);
  if (options.engine === "reference") return serveOnReference(set, folder, served);
  const { env, note } = context;
  const { device, native, randomWeights } = options;
  const devices = devicesOf(device, set.model.tensorParallel);
  if (native === undefined) requireGpu(env);
  const [{ plan } = noProgram()] = set.programs;
  const trained = randomWeights ? undefined : trainedRunWeights(plan, folder, set.model.layers);
  for (const each of trained?.notes ?? []) note(`note: ${each}`);
  const weights = trained ?? randomRunWeights(RANDOM_SEED);
  return whileOpening(context.signal, async (signal) => {
    const binary = native ?? (await buildNative("native-executor", { env, signal, note }));
    return serveOnCuda(set, { binary, devices, weights, signal }, served);
  });
}

/** A model as clients and people see it. */
interface ServedModel extends Pick<ServerSetup, "shown" | "tokenizer"> {
  /** Unless the user named it otherwise. */
  names: readonly string[];
}

/** Listens until a signal comes or the engine stops; the engine is closed however it ends. */
async function run(
  { engine, runtime, gpuUuids }: Served,
  { tokenizer, names, shown }: ServedModel,
  options: Options,
  context: CommandContext,
): Promise<void> {
  const { host, port, apiKey, servedModelName: served = names } = options;
  const { signal, note } = context;
  const log = logTo(context);
  const server = await started({
    ...{ engine, runtime, tokenizer, host, port, apiKey, served, shown },
    limits: limitsOf(options),
    toolFormat: options.toolFormat && TOOL_FORMATS[options.toolFormat],
    ...(gpuUuids !== undefined && {
      gpuPower: sharedPower(() => gpuPowerWatts(gpuUuids, context.env)),
    }),
    onExchange: log.exchange,
  });
  try {
    log.listening(server.url, served);
    if (!LOOPBACK.includes(host) && apiKey === undefined) {
      note("note: anybody who reaches this address may ask: --api-key KEY bars others");
    }
    const failure = await Promise.race([server.failed, aborted(signal)]);
    if (failure !== undefined) throw failure;
    note("Ending: requests under way are answered, no others are taken.");
  } finally {
    await server.close();
  }
}

/** @throws PlannerError `E_USAGE` where it cannot listen */
async function started(setup: ServerSetup): Promise<Server> {
  try {
    return await Server.start(setup);
  } catch (error) {
    await setup.engine.close();
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof PlannerError) throw error;
    const inUse = `port ${setup.port} of ${setup.host} is in use`;
    throw new PlannerError("E_USAGE", code === "EADDRINUSE" ? inUse : `cannot listen: ${message}`, {
      remedy: "Name another with --port or --host; --port 0 takes any free port.",
      cause: error,
    });
  }
}

/** Lines of the log: JSON with --json, and none of requests with --quiet. */
function logTo({ stdout, json, quiet }: CommandContext) {
  const write = (line: string) => stdout.write(`${plainOutput(line)}\n`);
  return {
    listening: (url: string, served: readonly string[]) => {
      if (json) write(JSON.stringify({ event: "listening", url, models: served }));
      else write(`Serving ${served.join(", ")} on ${url}/v1`);
    },
    exchange: (record: ExchangeRecord) => {
      if (quiet || isProbe(record)) return;
      write(json ? JSON.stringify({ event: "request", ...record }) : exchangeLine(record));
    },
  };
}

/** Orchestrators and dashboards ask every few seconds. */
function isProbe({ path, status }: ExchangeRecord): boolean {
  return status === 200 && ["/health", "/metrics", "/status.json"].includes(path);
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

function servedOptions(
  { kvTokens, maxContext, sharePrefixes }: Options,
  model: Model,
): ServedOptions {
  return {
    kvTokens,
    contextTokens: contextOf(maxContext, model),
    sharesPrefixes: sharePrefixes,
  };
}

function limitsOf({ maxQueue, maxBody, requestTimeout, drainTimeout }: Options): ServerLimits {
  return {
    ...DEFAULT_LIMITS,
    queuedRequests: maxQueue,
    bodyBytes: maxBody * MIB,
    // Room for a second one of the largest, whatever that is.
    bodiesBytes: Math.max(DEFAULT_LIMITS.bodiesBytes, 2 * maxBody * MIB),
    requestMs: requestTimeout && requestTimeout * SECOND_MS,
    drainMs: drainTimeout * SECOND_MS,
  };
}

function noProgram(): never {
  throw new PlannerError("E_INTERNAL", "a set without programs");
}

/** @throws PlannerError `E_USAGE` on options that do not go together */
function requireSense(command: Command, path: string | undefined, options: Options): void {
  const given = (name: string) => command.getOptionValueSource(name) === "cli";
  const flagOf = (name: string) =>
    command.options.find((option) => option.attributeName() === name)?.long ?? name;
  requireSendable(options.apiKey);
  requireNames(options.servedModelName ?? []);
  if (options.demo) {
    const [idle] = [...(path === undefined ? [] : ["a set"]), ...NOT_OF_DEMO.filter(given)];
    if (idle === undefined) return;
    throw misused(`${idle === "a set" ? idle : flagOf(idle)} is not for --demo`, "Leave one out.");
  }
  if (path === undefined) {
    throw misused("nothing to serve is named", "Name a plan set and --weights, or use --demo.");
  }
  if (options.weights === undefined) {
    throw misused(
      "--weights is missing: the checkpoint brings the tokenizer",
      "Name the folder of the model's checkpoint with --weights.",
    );
  }
  const idle = options.engine === "cuda" ? undefined : OF_CUDA.find(given);
  if (idle === undefined) return;
  throw misused(
    `${flagOf(idle)} is not for --engine ${options.engine}`,
    "Leave it out, or use --engine cuda.",
  );
}

/** @throws PlannerError `E_USAGE` on a key that bars nobody, or everybody */
function requireSendable(key: string | undefined): void {
  if (key === undefined || (key !== "" && key === key.trim())) return;
  throw misused(
    key.trim() === ""
      ? "the API key is blank, which would let anybody in"
      : "the API key begins or ends with white space, which no client can send",
    "Give another with --api-key or NANOFLOW_API_KEY; unset both to let anybody in.",
  );
}

/** @throws PlannerError `E_USAGE` on a name that no client can tell from another, or that shows nowhere */
function requireNames(names: readonly string[]): void {
  const remedy = "Give each name once with --served-model-name, or leave it out.";
  const blank = names.find((name) => name.trim() !== name || name === "");
  if (blank !== undefined) {
    const what = blank.trim() === "" ? "is blank" : "begins or ends with white space";
    throw misused(`a name in --served-model-name ${what}`, remedy);
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw misused(`--served-model-name names ${twice} twice`, remedy);
}

function misused(message: string, remedy: string): PlannerError {
  return new PlannerError("E_USAGE", message, { remedy });
}
