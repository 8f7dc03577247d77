import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { batchOptions } from "./batches.mjs";

const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const MODEL = ["--model", "llama-3-8b", "--gpu", "h200-sxm"];
/** A schedule close to the best is enough: what counts is how its prediction holds. */
const EFFORT = ["--splits", "aligned", "--gap", "0.5", "--node-limit", "300"];

/** A command of this program that ended with an error. */
export class CommandFailure extends Error {
  constructor(exitCode, message) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * The plan of a batch, overlapped if any overlapped schedule is predicted to gain at all. A folder
 * may hold it already, as `BATCH.plan.yaml`.
 *
 * @returns its path, and what `search` says of its gain, unless it was there before
 */
export function planFor(name, folder) {
  const path = join(folder, `${name}.plan.yaml`);
  if (existsSync(path)) return { path };
  const anyGain = ["--min-gain", "0", "--out", path];
  const { explanation } = command("search", ...MODEL, ...batchOptions(name), ...EFFORT, ...anyGain);
  return { path, trust: explanation.trust };
}

/** Runs a plan and what it is compared with. */
export function runPlan(path, { device, native, iterations }) {
  const where = ["--device", device, ...(native === undefined ? [] : ["--native", native])];
  return command(
    "run",
    path,
    "--engine",
    "cuda",
    "--compare",
    "--iterations",
    iterations,
    ...where,
  );
}

function command(...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words, "--json"], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new CommandFailure(status ?? 1, stderr.trim());
  return JSON.parse(stdout);
}
