/**
 * Serves random requests for a while, with random cancellations, deadlines and priorities, on so little
 * KV that requests are preempted all the time. Prints JSON: how requests ended, and what a leak would
 * make grow: memory and open files of this process and of the native executor, its threads, and memory
 * of the GPU, each as the median of each eighth of the time; pages that are held when no request is left.
 * Every step's KV is held against a book of it. It takes minutes, 5 by default.
 *
 * Usage: npm run bench:soak -- SET [--minutes N] [--open REQUESTS] [--kv-tokens N] [--seed N]
 *          [--engine cuda|simulator] [--device LIST] [--native PROGRAM]
 *
 * Exit codes: 0 done and nothing leaked, 1 a page was lost or held wrong KV, 2 wrong usage, 5 no GPU,
 * or native-executor cannot be built.
 */
import { parseArgs } from "node:util";
import { deviceList, devicesOf } from "../../src/cli/options/devices.ts";
import { runtimeOptions } from "../../src/deploy/serving-limits.ts";
import { readServingSet } from "../../src/deploy/serving-set.ts";
import { randomFrom } from "../../src/random.ts";
import { openSession } from "../../src/replay/replay-session.ts";
import { Runtime } from "../../src/runtime/serving/runtime.ts";
import { randomRunWeights } from "../../src/trial/run-weights.ts";
import { executorBinary, GPU_OPTIONS, note, requireCount, runBenchmark } from "./benchmark.ts";
import { watchFigures } from "./figure-watch.ts";
import { footprint } from "./soak/footprint.ts";
import { RandomLoad } from "./soak/random-load.ts";
import { WatchedEngine } from "./soak/watched-engine.ts";

const USAGE =
  "Usage: npm run bench:soak -- SET [--minutes N] [--open REQUESTS] [--kv-tokens N] [--seed N] [--engine cuda|simulator] [--device LIST] [--native PROGRAM]";
const OPTIONS = {
  minutes: { type: "string", default: "5" },
  open: { type: "string", default: "200" },
  "kv-tokens": { type: "string", default: "20000" },
  seed: { type: "string", default: "1" },
  engine: { type: "string", default: "simulator" },
  device: { type: "string" },
  native: GPU_OPTIONS.native,
} as const;
const CONTEXT_TOKENS = 4096;

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: OPTIONS,
    allowPositionals: true,
  });
  const devices = values.device === undefined ? undefined : deviceList(values.device);
  requireCount("open", values.open, "requests");
  requireCount("kv-tokens", values["kv-tokens"], "tokens");
  requireCount("seed", values.seed, "draws");
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && Number.isFinite(minutes)))
    throw new Error(`--minutes ${values.minutes} is no positive number`);
  if (values.engine !== "cuda" && values.engine !== "simulator")
    throw new Error(`--engine ${values.engine} is neither cuda nor simulator`);
  const [set, ...others] = positionals;
  if (set === undefined || others.length > 0) throw new Error("name one set of plans");
  return { ...values, devices, set, minutes };
}

type Options = ReturnType<typeof readOptions>;

async function main(options: Options, signal: AbortSignal): Promise<void> {
  const set = readServingSet(options.set);
  const gpu =
    options.engine === "simulator"
      ? undefined
      : {
          binary: await executorBinary(options, signal),
          devices: devicesOf(options.devices, set.model.tensorParallel),
          weights: randomRunWeights(1),
          layers: set.model.layers,
        };
  const kvTokens = Number(options["kv-tokens"]);
  const session = await openSession([set], {
    ...{ gpu, contextTokens: CONTEXT_TOKENS, kvTokens, signal },
  });
  const engine = new WatchedEngine(session.engine, session.limits.pageTokens);
  const load = new RandomLoad(
    Number(options.open),
    set.model.shape.vocabularySize,
    randomFrom(Number(options.seed)),
  );
  const endMs = performance.now() + options.minutes * 60_000;
  let steps = 0;
  const goesOn = () =>
    performance.now() < endMs && !signal.aborted && runtime.failure === undefined;
  const runtime: Runtime = new Runtime(engine, {
    ...runtimeOptions(set, session.limits, { sharesPrefixes: false }),
    // Counts on no output at all: so it admits too many, and some lose their pages.
    outputShare: 0,
    nowUs: () => session.clock.nowUs(),
    onStep: () => {
      steps++;
      if (goesOn()) load.step(runtime, session.clock.nowUs());
    },
  });
  note(`serves for ${options.minutes} minutes`);
  const { figures } = await watchFigures(
    () => footprint(session.cuda),
    async () => {
      load.step(runtime, session.clock.nowUs());
      await runtime.idle();
    },
  );
  const { kv, preemptions } = runtime.state;
  await runtime.close();
  const hasLost = engine.faults.length > 0 || kv.held > 0 || load.open > 0;
  const document = {
    ...(session.machine ?? { gpu: "simulated" }),
    ...{ set: options.set, minutes: options.minutes, kvTokens, steps, preemptions },
    endings: load.endings,
    stillOpen: load.open,
    pagesHeld: kv.held,
    kvFaults: engine.faults.length,
    firstFault: engine.faults[0] ?? null,
    failure: runtime.failure?.message ?? null,
    ...figures,
  };
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  if (hasLost || runtime.failure !== undefined) process.exitCode = 1;
}
