import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { batchOptions } from "./batches.ts";
import { isOverlapped, rebase, uncappedProfile } from "./uncapped.ts";

const BIN = fileURLToPath(new URL("../../../dist/cli/bin.js", import.meta.url));
const MODEL = "llama-3-8b";
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
 * The plan of a batch, overlapped if any overlapped schedule is predicted to gain at all. Where none
 * is, the one that would be best if the card had no power cap takes its place: search is right to
 * refuse it only if the GPU says so too. A folder may hold the plan already, as `BATCH.plan.yaml`.
 *
 * @param gpu whose shipped profile to search with
 * @returns its path; whether it is one without a cap; and what `search` says of the gain of one with
 *   it, unless the plan was there before
 */
export function planFor(name, folder, gpu) {
  const path = join(folder, `${name}.plan.yaml`);
  const uncappedPath = join(folder, `${name}-uncapped.plan.yaml`);
  if (existsSync(uncappedPath)) return { path: uncappedPath, uncapped: true };
  if (existsSync(path)) return { path, uncapped: false };
  const search = (out, where) =>
    command("search", ...where, ...batchOptions(name), ...EFFORT, "--min-gain", "0", "--out", out);
  const { explanation } = search(path, ["--model", MODEL, "--gpu", gpu]);
  if (isOverlapped(path)) return { path, trust: explanation.trust, uncapped: false };
  search(uncappedPath, ["--model", MODEL, "--profile", uncappedProfile(path, folder)]);
  if (!isOverlapped(uncappedPath)) return { path, trust: explanation.trust, uncapped: false };
  rebase(uncappedPath, path);
  return { path: uncappedPath, trust: explanation.trust, uncapped: true };
}

/** Runs a plan and what it is compared with. */
export function runPlan(path, { device, native, iterations, layers }) {
  const where = [
    ...["--device", device],
    ...(native === undefined ? [] : ["--native", native]),
    ...(layers === undefined ? [] : ["--layers", layers]),
  ];
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
