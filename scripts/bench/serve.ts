/**
 * Serves the same requests by a set of plans, by its work without overlap, and by other engines, and prints JSON:
 * tokens/s of every round over the whole run and where requests flow, and their ratios with spread.
 *
 * Usage: npm run bench:serve -- SET [--workload W] [--requests N] [--rounds N] [--turns SECONDS] [--stop-at-drain]
 *          [--amid-stream N] [--no-sequential] [--steps-out FILE] [--traces] [--context TOKENS] [--temperature T] [--seed N]
 *          [--engine cuda|simulator] [--device LIST] [--native PROGRAM] [--beside URL|nano-vllm|vllm]...
 *          [--token-budgets LIST] [--only-beside] [--budget SECONDS]
 *
 * `--beside` names other engines: a server with OpenAI's completions by its URL, or one that python3 has. Those of python3
 * run when this project's engine is closed, as each takes the whole GPU. vLLM's rounds take the token budgets of a step by
 * turns. Where one fails the others go on, and the JSON says why.
 *
 * `--budget` ends the run after so much time. Then what is under way is cut, and rounds that would not fit are left out.
 *
 * Each result is printed on stderr as it comes. After SIGINT or the budget the JSON has what was done so far.
 *
 * Exit codes: 0 done, 130 interrupted, 2 wrong usage, 5 no GPU, native-executor cannot be built, or another engine failed.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { deviceList, devicesOf } from "../../src/cli/options/devices.ts";
import type { ServingSet } from "../../src/deploy/serving-set.ts";
import { PlannerError } from "../../src/errors.ts";
import { stepsCsv } from "../../src/replay/output/steps-csv.ts";
import type { ReplayLog } from "../../src/replay/replay-log.ts";
import { openSession, type ReplaySession } from "../../src/replay/replay-session.ts";
import { withArrivals } from "../../src/replay/requests/arrivals.ts";
import { drawRequests } from "../../src/replay/requests/request-lengths.ts";
import { randomRunWeights } from "../../src/trial/run-weights.ts";
import { executorBinary, GPU_OPTIONS, requireCount, runBenchmark } from "./benchmark.ts";
import { amidStream } from "./serve/amid-stream.ts";
import { Budget } from "./serve/budget.ts";
import { Found } from "./serve/found.ts";
import { OFFLINE_ENGINES, type OfflineEngine, replayOffline } from "./serve/offline-engine.ts";
import { replayOnServer } from "./serve/openai-server.ts";
import { type OwnReplay, replayInTurns, replayOnce } from "./serve/own-replay.ts";
import { bothOf, type OwnSides, readOwnSides } from "./serve/own-sides.ts";
import { type RequestList, requestLists } from "./serve/request-list.ts";
import type { SideResult } from "./serve/side-result.ts";
import { tracesOf } from "./serve/traces.ts";

const USAGE =
  "Usage: npm run bench:serve -- SET [--workload W] [--requests N] [--rounds N] [--turns SECONDS] [--stop-at-drain] [--amid-stream N] [--no-sequential] [--steps-out FILE] [--traces] [--context TOKENS] [--temperature T] [--seed N] [--engine cuda|simulator] [--device LIST] [--native PROGRAM] [--beside URL|nano-vllm|vllm]... [--token-budgets LIST] [--only-beside] [--budget SECONDS]";
const OPTIONS = {
  workload: { type: "string" },
  requests: { type: "string", default: "1600" },
  rounds: { type: "string", default: "3" },
  turns: { type: "string" },
  "stop-at-drain": { type: "boolean", default: false },
  "amid-stream": { type: "string", default: "0" },
  "no-sequential": { type: "boolean", default: false },
  "token-budgets": { type: "string", default: "4096" },
  "only-beside": { type: "boolean", default: false },
  budget: { type: "string" },
  "steps-out": { type: "string" },
  traces: { type: "boolean", default: false },
  context: { type: "string" },
  temperature: { type: "string", default: "0" },
  seed: { type: "string", default: "1" },
  engine: { type: "string", default: "cuda" },
  beside: { type: "string", multiple: true },
  device: { type: "string" },
  native: GPU_OPTIONS.native,
} as const;

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: OPTIONS,
    allowPositionals: true,
  });
  const devices = values.device === undefined ? undefined : deviceList(values.device);
  requireCount("requests", values.requests, "requests");
  if (values.rounds !== "0") requireCount("rounds", values.rounds, "rounds");
  if (values.context !== undefined) requireCount("context", values.context, "tokens");
  requireCount("seed", values.seed, "draws");
  if (values["amid-stream"] !== "0") requireCount("amid-stream", values["amid-stream"], "requests");
  const tokenBudgets = values["token-budgets"].split(",");
  for (const budget of tokenBudgets) requireCount("token-budgets", budget, "tokens");
  const turns = values.turns === undefined ? undefined : positive("turns", values.turns);
  const budget = values.budget === undefined ? undefined : positive("budget", values.budget);
  const temperature = Number(values.temperature);
  if (!(temperature >= 0)) throw new Error(`--temperature ${values.temperature} is none`);
  if (values.engine !== "cuda" && values.engine !== "simulator")
    throw new Error(`--engine ${values.engine} is neither cuda nor simulator`);
  const [set, ...others] = positionals;
  if (set === undefined || others.length > 0) throw new Error("name one set of plans");
  const { beside = [] } = values;
  for (const other of beside) requireOther(other);
  if (values["only-beside"] && beside.length === 0)
    throw new Error("--only-beside without --beside: nothing would run");
  return {
    ...{ ...values, devices, set, turns, budget, temperature, beside },
    tokenBudgets: tokenBudgets.map(Number),
  };
}

type Options = ReturnType<typeof readOptions>;

function positive(name: string, value: string): number {
  const number = Number(value);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new Error(`--${name} ${value} is no positive number`);
}

function requireOther(name: string): void {
  if (/^https?:\/\//.test(name) || isOffline(name)) return;
  throw new Error(`--beside ${name} is no URL, nor one of ${OFFLINE_ENGINES.join(", ")}`);
}

function isOffline(name: string): name is OfflineEngine {
  return OFFLINE_ENGINES.some((engine) => engine === name);
}

async function main(options: Options, signal: AbortSignal): Promise<void> {
  const sides = readOwnSides(options.set);
  const budget = new Budget(options.budget, signal);
  const replay = await replayOf(options, sides.planned, budget.signal);
  const found = new Found();
  const asked = {
    measuredAt: new Date().toISOString(),
    set: options.set,
    workload: options.workload ?? sides.planned.workload,
    ...{ requests: replay.requests.length, temperature: replay.temperature },
  };
  try {
    if (!options["only-beside"]) await replayOnOwn(options, sides, replay, found, budget);
    await replayOnOthers(options, replay, sides.planned, found, budget);
  } catch (error) {
    if (!budget.signal.aborted) throw error;
  } finally {
    budget.close();
  }
  const { isOver, leftOut } = budget;
  const document = {
    ...{ ...asked, isInterrupted: signal.aborted },
    ...(options.budget !== undefined && { budget: { seconds: options.budget, isOver, leftOut } }),
    ...found.figures,
  };
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  signal.throwIfAborted();
  if (found.failure !== undefined) process.exitCode = found.failure.exitCode;
}

async function replayOnOwn(
  options: Options,
  sides: OwnSides,
  replay: OwnReplay,
  found: Found,
  budget: Budget,
): Promise<void> {
  const openedAt = performance.now();
  const session = await open(options, sides, replay.signal);
  const openSeconds = (performance.now() - openedAt) / 1000;
  found.addFacts({
    ...(session.machine ?? { gpu: "simulated" }),
    openSeconds,
    ...(session.cuda && { opening: session.cuda.opening }),
  });
  try {
    const roundLog = await inRounds(session, sides, replay, found, budget, {
      count: Number(options.rounds),
      withSequential: !options["no-sequential"],
    });
    const { turns: seconds } = options;
    const turns =
      seconds &&
      (await budget.run("turns", "both sides taking turns", () =>
        replayInTurns(session, sides, seconds, replay),
      ));
    if (turns) found.addFacts({ turns: turns.result });
    const log = turns ? turns.log : roundLog;
    if (options["steps-out"] !== undefined && log !== undefined)
      writeFileSync(options["steps-out"], stepsCsv(log));
    if (options.traces && log && !replay.signal.aborted)
      found.addFacts({ traces: await tracesOf(session, bothOf(sides), log) });
  } finally {
    await session.engine.close();
  }
}

async function replayOf(
  options: Options,
  { workload }: ServingSet,
  signal: AbortSignal,
): Promise<OwnReplay> {
  const seed = Number(options.seed);
  const drawn = await drawRequests(options.workload ?? workload, {
    ...{ requests: Number(options.requests), columns: undefined, seed },
  });
  const amid = Number(options["amid-stream"]);
  return {
    requests: amidStream(withArrivals(drawn, { kind: "at-once" }, seed), amid),
    ...{ seed, temperature: options.temperature, stopsAtDrain: options["stop-at-drain"], signal },
    amidStream: amid,
  };
}

async function open(
  options: Options,
  sides: OwnSides,
  signal: AbortSignal,
): Promise<ReplaySession> {
  const { planned, sequential } = sides;
  const contextTokens = options.context === undefined ? undefined : Number(options.context);
  const gpu =
    options.engine === "simulator"
      ? undefined
      : {
          binary: await executorBinary(options, signal),
          devices: devicesOf(options.devices, planned.model.tensorParallel),
          weights: randomRunWeights(1),
          layers: planned.model.layers,
        };
  return openSession([planned, sequential], { gpu, contextTokens, kvTokens: undefined, signal });
}

/**
 * Both sides in each round, the one that begins by turns.
 *
 * @returns the log of the last on the set
 */
async function inRounds(
  session: ReplaySession,
  { planned, sequential }: OwnSides,
  replay: OwnReplay,
  found: Found,
  budget: Budget,
  { count, withSequential }: { count: number; withSequential: boolean },
): Promise<ReplayLog | undefined> {
  let log: ReplayLog | undefined;
  const both = [
    ["planned", planned],
    ["sequential", sequential],
  ] as const;
  const sides = withSequential ? both : both.slice(0, 1);
  for (let round = 0; round < count; round++) {
    for (const [side, set] of round % 2 === 0 ? sides : sides.toReversed()) {
      const name = `round ${round + 1} of ${count}: ${side}`;
      const once = await budget.run(side, name, () => replayOnce(session, set, replay));
      if (once === undefined) continue;
      found.addOwn(round, side, once.result);
      replay.signal.throwIfAborted();
      if (side === "planned") log = once.log;
    }
  }
  return log;
}

/** The rounds of each of the other engines. Where one fails, the next has its turn. */
async function replayOnOthers(
  options: Options,
  replay: OwnReplay,
  { model }: ServingSet,
  found: Found,
  budget: Budget,
): Promise<void> {
  if (options.beside.length === 0) return;
  const lists = requestLists(replay, model, Math.max(1, Number(options.rounds)));
  for (const name of options.beside) {
    try {
      await replayOnOther(name, lists, options, found, budget);
    } catch (error) {
      if (budget.signal.aborted || !(error instanceof PlannerError)) throw error;
      found.addFailure(name, error);
    }
  }
}

async function replayOnOther(
  name: string,
  lists: readonly RequestList[],
  { tokenBudgets }: Options,
  found: Found,
  budget: Budget,
): Promise<void> {
  const { signal } = budget;
  const onResult = (result: SideResult) => found.addOther(name, result);
  if (isOffline(name)) {
    await budget.run(name, `${lists.length} rounds by ${name}`, () =>
      replayOffline(name, lists, { tokenBudgets, onResult, signal }),
    );
    return;
  }
  for (const [round, list] of lists.entries()) {
    const said = `round ${round + 1} of ${lists.length}: ${name}`;
    const result = await budget.run(name, said, () => replayOnServer(name, list, signal));
    if (result !== undefined) onResult(result);
  }
}
