import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Comparison, MeasuredOutcome } from "../../../src/trial/measured-outcome.ts";
import type { SearchAnswer } from "../search-answer.ts";
import { batchOptions } from "./batches.ts";
import { isOverlapped, rebase, uncappedProfile } from "./uncapped.ts";

const BIN = fileURLToPath(new URL("../../../dist/cli/bin.js", import.meta.url));
const MODEL = "llama-3-8b";
/** A schedule close to the best is enough: what counts is how its prediction holds. */
const EFFORT = ["--splits", "aligned", "--gap", "0.5", "--node-limit", "300"];

/** A command of this program that ended with an error. */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A plan that is to be run. */
export interface BatchPlan {
  path: string;
  /** What `search` says of the gain of a plan under the card's cap, unless the plan was there before. */
  trust?: SearchAnswer["explanation"]["trust"];
  /** Whether it is the plan of a card without a power cap. */
  uncapped: boolean;
}

/** A plan as `run --json` tells of it. */
export interface PlanRun extends MeasuredOutcome {
  predictedPeriodUs: number;
}

/** What `run --compare --json` prints. */
export interface ComparedRun {
  gpu: string;
  layers: number;
  plan: PlanRun;
  sequential: PlanRun;
  /** Null for a plan of one nano-batch. */
  nanoBatchOnly: PlanRun | null;
  comparisons: { sequential: Comparison };
}

/** Options of `run`, as the user wrote them. */
export interface RunOptions {
  device: string;
  native?: string | undefined;
  iterations: string;
  layers?: string | undefined;
}

/**
 * The plan of a batch, overlapped if any overlapped schedule is predicted to gain at all. Where none
 * is, the one that would be best if the card had no power cap takes its place: search is right to
 * refuse it only if the GPU says so too. A folder may hold the plan already, as `BATCH.plan.yaml`.
 *
 * @param gpu whose shipped profile to search with
 * @throws CommandFailure when a search ends with an error
 */
export function planFor(name: string, folder: string, gpu: string): BatchPlan {
  const path = join(folder, `${name}.plan.yaml`);
  const uncappedPath = join(folder, `${name}-uncapped.plan.yaml`);
  if (existsSync(uncappedPath)) return { path: uncappedPath, uncapped: true };
  if (existsSync(path)) return { path, uncapped: false };
  const search = (out: string, where: readonly string[]) =>
    command<SearchAnswer>(
      "search",
      ...where,
      ...batchOptions(name),
      ...EFFORT,
      "--min-gain",
      "0",
      "--out",
      out,
    );
  const { explanation } = search(path, ["--model", MODEL, "--gpu", gpu]);
  if (isOverlapped(path)) return { path, trust: explanation.trust, uncapped: false };
  search(uncappedPath, ["--model", MODEL, "--profile", uncappedProfile(path, folder)]);
  if (!isOverlapped(uncappedPath)) return { path, trust: explanation.trust, uncapped: false };
  rebase(uncappedPath, path);
  return { path: uncappedPath, trust: explanation.trust, uncapped: true };
}

/**
 * Runs a plan and what it is compared with.
 *
 * @throws CommandFailure when the run ends with an error
 */
export function runPlan(
  path: string,
  { device, native, iterations, layers }: RunOptions,
): ComparedRun {
  const where = [
    ...["--device", device],
    ...(native === undefined ? [] : ["--native", native]),
    ...(layers === undefined ? [] : ["--layers", layers]),
  ];
  const rounds = ["--compare", "--iterations", iterations];
  return command("run", path, "--engine", "cuda", ...rounds, ...where);
}

function command<Answer>(...words: string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words, "--json"], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new CommandFailure(status ?? 1, stderr.trim());
  return JSON.parse(stdout);
}
