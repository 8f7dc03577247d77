/**
 * Times whole plans in turns on one GPU, plans of different models or number formats among them. `run
 * --compare` holds plans of one model in one process. Here weights and KV caches of two plans would not
 * fit the GPU together, so each turn of a plan opens it anew, which takes a few seconds of rest.
 *
 * A turn times layers and whole steps under sustained load. Prints per plan the median of its turns with
 * least and most, and for each workload what its other plans serve over its first one, turn by turn.
 *
 * Usage: npm run bench:plans -- PLAN... [--turns N] [--rounds N] [--layers N] [--device I]
 *                               [--native PROGRAM] [--json FILE]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, or native-executor cannot be built; else that of what failed.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readSoundPlan, type SoundPlan } from "../../src/setup/verify-plan-file.ts";
import { measurePlans } from "../../src/trial/measure-plans.ts";
import { operationTimes, outcomeOf } from "../../src/trial/measured-outcome.ts";
import { randomRunWeights } from "../../src/trial/run-weights.ts";
import {
  executorBinary,
  GPU_OPTIONS,
  note,
  requireCount,
  requireDevice,
  runBenchmark,
} from "./benchmark.ts";
import { reportText } from "./plans/report.ts";
import { type Side, sideOf, type Turn } from "./plans/sides.ts";

const USAGE =
  "Usage: npm run bench:plans -- PLAN... [--turns N] [--rounds N] [--layers N] [--device I] [--native PROGRAM] [--json FILE]";
const OPTIONS = {
  ...GPU_OPTIONS,
  turns: { type: "string", default: "3" },
  rounds: { type: "string", default: "2" },
  layers: { type: "string" },
  json: { type: "string" },
} as const;
/** A plan's layers, or its steps, are timed so long in a round; one more round comes before. */
const SLICE_SECONDS = 1;
const SEED = 1;

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: OPTIONS,
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new Error("no plan is named");
  requireDevice(values);
  requireCount("turns", values.turns, "turns");
  requireCount("rounds", values.rounds, "rounds");
  if (values.layers !== undefined) requireCount("layers", values.layers, "layers");
  return { ...values, paths: positionals };
}

async function main(options: ReturnType<typeof readOptions>, signal: AbortSignal): Promise<void> {
  const plans = options.paths.map((path) => ({ path, ...readSoundPlan(path) }));
  const binary = await executorBinary(options, signal);
  const turns = plans.map((): Turn[] => []);
  for (let turn = 0; turn < Number(options.turns); turn++) {
    for (const [index, plan] of plans.entries()) {
      note(`turn ${turn + 1}: ${plan.path}`);
      turns[index]?.push(await takeTurn(plan, binary, options, signal));
      // What is measured so far is kept when a later turn fails.
      const sides = plans.map((each, at) => sideOf(each.path, each.plan, turns[at] ?? []));
      writeDocument(options.json, sides);
    }
  }
  const sides = plans.map(({ path, plan }, index) => sideOf(path, plan, turns[index] ?? []));
  process.stdout.write(reportText(sides));
}

async function takeTurn(
  { plan }: SoundPlan,
  binary: string,
  { rounds, device, layers: asked }: ReturnType<typeof readOptions>,
  signal: AbortSignal,
): Promise<Turn> {
  const layers = Number(asked ?? plan.model.layers);
  const { plans } = await measurePlans(new Map([["plan", plan]]), {
    ...{ binary, signal, layers, devices: [Number(device)], rounds: Number(rounds) },
    sliceSeconds: SLICE_SECONDS,
    weights: randomRunWeights(SEED),
  });
  const measured = plans.get("plan");
  if (measured === undefined) throw new Error("the plan was not measured");
  const operations = Object.fromEntries(operationTimes(measured));
  return { ...outcomeOf(measured, layers), steps: measured.step, operations };
}

function writeDocument(file: string | undefined, sides: readonly Side[]): void {
  if (file !== undefined) writeFileSync(file, `${JSON.stringify({ sides }, null, 2)}\n`);
}
