/**
 * Times what every command does with a store of kernels: reading and checking its sessions, and
 * composing the profile of a model. Prints JSON: ms of the first time in this process, as a command
 * has it, and the median of the others.
 *
 * Usage: npm run bench:store [-- FOLDER] [--model ID] [--tp N] [--rounds N]
 *
 * Exit codes: 0 done, 2 wrong usage, or a store that cannot be read.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median } from "simple-statistics";
import { modelKernels } from "../../src/ir/model-kernels.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { composedProfile } from "../../src/profile/composed.ts";
import { readStore } from "../../src/store/store-folder.ts";
import { requireCount, runBenchmark } from "./benchmark.ts";

const USAGE = "Usage: npm run bench:store [-- FOLDER] [--model ID] [--tp N] [--rounds N]";
const OPTIONS = {
  model: { type: "string", default: "llama-3-8b" },
  tp: { type: "string", default: "1" },
  rounds: { type: "string", default: "20" },
} as const;
const FOLDER = "profiles/h200-sxm";

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: OPTIONS,
    allowPositionals: true,
  });
  requireCount("tp", values.tp, "GPUs");
  requireCount("rounds", values.rounds, "rounds");
  if (positionals.length > 1) throw new Error("one store at a time");
  return { ...values, folder: positionals[0] ?? FOLDER };
}

async function main({ folder, model, tp, rounds }: ReturnType<typeof readOptions>): Promise<void> {
  const tensorParallel = Number(tp);
  const kernels = modelKernels(resolveModel(model).shape, tensorParallel);
  const times = Array.from({ length: 1 + Number(rounds) }, () => {
    const start = performance.now();
    const sessions = readStore(folder);
    const readMs = performance.now() - start;
    const composed = composedProfile(folder, sessions, { tensorParallel, kernels });
    if (composed === undefined) throw new Error(`${folder} lacks kernels of ${model}`);
    return { readMs, composeMs: performance.now() - start - readMs };
  });
  const [first, ...others] = times;
  const files = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  const document = {
    ...{ folder, model, tensorParallel, sessions: files.length },
    bytes: files.reduce((sum, size) => sum + size, 0),
    first,
    median: {
      readMs: median(others.map(({ readMs }) => readMs)),
      composeMs: median(others.map(({ composeMs }) => composeMs)),
    },
  };
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}
