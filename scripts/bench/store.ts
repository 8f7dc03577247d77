/**
 * Times what every command does with a store of kernels: reading and checking its sessions, and
 * composing the profile of a model. Prints JSON: elapsed and CPU time in ms, of the first time in this
 * process, as a command has it, and the median of the others. `--copies` makes the store as many times as large, by copies
 * of its sessions under other ids.
 *
 * Usage: npm run bench:store [-- FOLDER] [--model ID] [--tp N] [--rounds N] [--copies N]
 *
 * Exit codes: 0 done, 2 wrong usage, or a store that cannot be read.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median } from "simple-statistics";
import type { Session } from "../../src/generated/session.ts";
import { modelKernels } from "../../src/ir/model-kernels.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { composedProfile } from "../../src/profile/composed.ts";
import { sessionHash } from "../../src/store/digest.ts";
import { readStore, sessionPath } from "../../src/store/store-folder.ts";
import { requireCount, runBenchmark } from "./benchmark.ts";

const USAGE =
  "Usage: npm run bench:store [-- FOLDER] [--model ID] [--tp N] [--rounds N] [--copies N]";
const OPTIONS = {
  model: { type: "string", default: "llama-3-8b" },
  tp: { type: "string", default: "1" },
  rounds: { type: "string", default: "20" },
  copies: { type: "string", default: "1" },
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
  requireCount("copies", values.copies, "copies");
  if (positionals.length > 1) throw new Error("one store at a time");
  return { ...values, folder: positionals[0] ?? FOLDER };
}

async function main(options: ReturnType<typeof readOptions>): Promise<void> {
  const copies = Number(options.copies);
  if (copies === 1) return timeStore(options.folder, options);
  const enlarged = mkdtempSync(join(tmpdir(), "nanoflow-plan-store-"));
  try {
    for (let copy = 1; copy <= copies; copy++) copyStore(options.folder, enlarged, copy);
    timeStore(enlarged, options);
  } finally {
    rmSync(enlarged, { recursive: true, force: true });
  }
}

/** Every session of a store once more, under an id of its own. */
function copyStore(from: string, to: string, copy: number): void {
  for (const name of readdirSync(from)) {
    const [first = "", ...lines] = readFileSync(join(from, name), "utf8").split("\n");
    const session: Session = JSON.parse(first);
    const copied = { ...session, id: `${session.id}-copy${copy}` };
    const header = JSON.stringify({ ...copied, hash: sessionHash(copied) });
    writeFileSync(sessionPath(to, copied.id), [header, ...lines].join("\n"));
  }
}

function timeStore(
  folder: string,
  { folder: named, model, tp, rounds }: ReturnType<typeof readOptions>,
): void {
  const tensorParallel = Number(tp);
  const kernels = modelKernels(resolveModel(model).shape, tensorParallel);
  const times = Array.from({ length: 1 + Number(rounds) }, () => {
    const read = timed(() => readStore(folder));
    const wanted = { tensorParallel, kernels };
    const composed = timed(() => composedProfile(folder, read.result, wanted));
    if (composed.result === undefined) throw new Error(`${folder} lacks kernels of ${model}`);
    return {
      ...{ readMs: read.ms, readCpuMs: read.cpuMs },
      ...{ composeMs: composed.ms, composeCpuMs: composed.cpuMs },
    };
  });
  const [first, ...others] = times;
  const middle = (key: keyof (typeof times)[number]) => median(others.map((each) => each[key]));
  const files = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  const document = {
    ...{ folder: named, model, tensorParallel, sessions: files.length },
    bytes: files.reduce((sum, size) => sum + size, 0),
    first,
    median: {
      ...{ readMs: middle("readMs"), readCpuMs: middle("readCpuMs") },
      ...{ composeMs: middle("composeMs"), composeCpuMs: middle("composeCpuMs") },
    },
  };
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** CPU time counts all threads of this process, and nothing that other programs make it wait for. */
function timed<T>(work: () => T): { result: T; ms: number; cpuMs: number } {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: performance.now() - start, cpuMs: (user + system) / 1000 };
}
