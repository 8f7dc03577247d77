import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { parsePlan } from "../plan/plan-file.ts";
import { checkoutName, checkoutOf, leadsInto } from "../setup/checkout.ts";
import { nameOfPath } from "../setup/command-rules.ts";
import { type ParsedSearch, parseSearchCommand } from "../setup/search-command.ts";
import type { Program } from "./program.ts";
import type { RemakeCache } from "./remake-cache.ts";

type Workload = Plan["workload"];

const LAST_WORDS = 2000;

export interface RemakeLimits {
  /** Plans that are judged at a time. */
  jobs: number;
  signal: AbortSignal;
  /** Of plans made before; without it, each is made now. */
  cache?: RemakeCache | undefined;
}

export interface Remade {
  plan: Plan;
  /** Whether it was made before, by the same build from the same files and command. */
  isCached: boolean;
}

/**
 * Makes a plan again by the command in its provenance, unless the cache has it.
 *
 * @throws PlannerError `E_GATE_FAILED` when the command is none of ours, fails, or makes a plan for
 *   another problem; `E_INTERRUPTED`
 */
export async function remakePlan(
  plan: Plan,
  program: Program,
  limits: RemakeLimits,
): Promise<Remade> {
  const search = atItsParallelism(plan, onItsSessions(plan, searchOf(plan), program.folder));
  const entry = limits.cache?.entryOf(search, program);
  const kept = entry?.read();
  const text = kept ?? (await searchAgain(search, program, limits));
  const { plan: remade } = parsePlan("the plan that its command makes", text);
  if (kept === undefined) entry?.write(text);
  requireSameProblem(plan, remade, search);
  return { plan: remade, isCached: kept !== undefined };
}

/** @returns the text of the plan that the search makes */
async function searchAgain(
  search: ParsedSearch,
  program: Program,
  { jobs, signal }: RemakeLimits,
): Promise<string> {
  // Threads change nothing in a plan, unless a time limit does.
  const { threads, timeLimit } = search.options;
  const alone = jobs > 1 && threads === undefined && timeLimit === undefined;
  const folder = mkdtempSync(join(tmpdir(), "nanoflow-plan-gate-"));
  try {
    const out = join(folder, "remade.plan.yaml");
    const asked = [...searchArguments(search), ...(alone ? ["--threads", "1"] : [])];
    await runToEnd(program, [...asked, "--out", out, "--no-progress"], signal);
    return readFileSync(out, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With --json an error would go to standard output; a plan's command makes no set. */
const LEFT_OUT = ["--out", "--json", "--debug", "--set"];

function searchArguments({ given }: ParsedSearch): string[] {
  return ["search", ...given.filter(([flag = ""]) => !LEFT_OUT.includes(flag)).flat()];
}

/** Asks the sessions that the plan was made from, whatever has come into the store since. */
function onItsSessions(
  { profile: { sessions }, gpu }: Plan,
  search: ParsedSearch,
  folder: string,
): ParsedSearch {
  const { options, given } = search;
  if (sessions === undefined || options.sessions !== undefined) return search;
  const isStore =
    options.profile === undefined ||
    statSync(resolve(folder, options.profile), { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isStore) return search;
  const named = sessions.join(",");
  const isOpen = options.profile === undefined && options.gpu === undefined;
  const place = isOpen ? [["--gpu", gpu.id]] : [];
  return {
    ...search,
    options: { ...options, ...(isOpen && { gpu: gpu.id }), sessions: named },
    given: [...given, ...place, ["--sessions", named]],
  };
}

/** A store that has grown may offer others, and the plan is of this one. */
function atItsParallelism({ model: { tensorParallel } }: Plan, search: ParsedSearch): ParsedSearch {
  const { options, given } = search;
  if (options.tp !== undefined) return search;
  return {
    ...search,
    options: { ...options, tp: tensorParallel },
    given: [...given, ["--tp", String(tensorParallel)]],
  };
}

function searchOf({ provenance: { command } }: Plan): ParsedSearch {
  const search = parseSearchCommand(command);
  if (search !== undefined) return search;
  throw new PlannerError("E_GATE_FAILED", "its command is no search with known options", {
    remedy: "Make the plan with `nanoflow-plan search --model MODEL`.",
  });
}

/**
 * For a plan that may come from anyone: what its search reads must be of its checkout.
 *
 * @param path the plan's, from the program's folder
 * @throws PlannerError `E_GATE_FAILED` when its command is none of ours, or takes a file from
 *   elsewhere
 */
export function requireOwnFiles(path: string, plan: Plan, { folder }: Program): void {
  const { options } = searchOf(plan);
  const checkout = checkoutOf(resolve(folder, path), folder);
  for (const name of ["model", "profile", "workload"] as const) {
    if (options[name] === undefined) continue;
    const file = resolve(folder, options[name]);
    const read = [file, ...filesRead(name, file)].filter((path) => existsSync(path));
    if (read.every((path) => leadsInto(checkout, path))) continue;
    throw new PlannerError(
      "E_GATE_FAILED",
      `its command takes its --${name} from outside ${checkoutName(checkout)}`,
      {
        remedy:
          "Keep what a plan is made from in the git checkout that the plan is in; without git, in the folder that the gate runs in.",
      },
    );
  }
}

/** What a search reads of a folder that it is given. */
function filesRead(option: "model" | "profile" | "workload", folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const names = option === "profile" ? readdirSync(folder) : ["config.json"];
  return names.map((name) => join(folder, name));
}

function runToEnd({ bin, folder }: Program, argv: string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...argv], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      signal,
    });
    let lastWords = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      lastWords = (lastWords + text).slice(-LAST_WORDS);
    });
    child.on("error", (cause) => {
      reject(
        signal.aborted
          ? new PlannerError("E_INTERRUPTED", "the gate was interrupted", { cause })
          : new PlannerError("E_GATE_FAILED", `cannot run ${bin}: ${cause.message}`, { cause }),
      );
    });
    child.on("close", (exitCode) => {
      if (exitCode === 0) resolve();
      else reject(searchFailed(exitCode, lastWords));
    });
  });
}

function searchFailed(exitCode: number | null, lastWords: string): PlannerError {
  const what = lastWords
    .trim()
    .replace(/^error: /, "")
    .replace(/\s*\n\s*/g, ". ");
  return new PlannerError(
    "E_GATE_FAILED",
    `its search ends with exit code ${exitCode}: ${what || "it said nothing"}`,
    { remedy: "Its paths count from the folder in which the gate is run." },
  );
}

/**
 * @param options of the command that made the second
 * @throws PlannerError `E_GATE_FAILED` when two plans are for different models, GPUs or workloads
 */
export function requireSameProblem(plan: Plan, remade: Plan, { options }: ParsedSearch): void {
  // Else it has the name of its folder, which is another in another checkout.
  const isNamed = nameOfPath(options.model) !== undefined;
  const isSame = {
    model: isEqual(modelOf(plan, isNamed), modelOf(remade, isNamed)),
    gpu: isEqual(plan.gpu, remade.gpu),
    workload: isSameWorkload(plan.workload, remade.workload, options.batch === undefined),
  };
  for (const [key, same] of Object.entries(isSame)) {
    if (same) continue;
    throw new PlannerError("E_GATE_FAILED", `its command makes a plan for another ${key} now`, {
      remedy: "Make the plan again and commit it.",
    });
  }
}

function modelOf({ model: { id, ...model } }: Plan, isNamed: boolean) {
  return isNamed ? { id, ...model } : model;
}

/**
 * The dense batch is part of the problem only where the command names it: else the search picks the
 * best, and may pick another when the program or the profile improves.
 */
function isSameWorkload(one: Workload, other: Workload, isBatchSearched: boolean): boolean {
  const batches = [one.denseBatchTokens, other.denseBatchTokens];
  if (!isBatchSearched || batches[0] === batches[1]) return isEqual(one, other);
  if (one.name !== other.name || one.decodeContext !== other.decodeContext) return false;
  // Of both batches as large a share decodes, as far as whole tokens allow.
  return Math.abs(decodeShare(one) - decodeShare(other)) <= 1 / Math.min(...batches);
}

function decodeShare({ decodeTokens, denseBatchTokens }: Workload): number {
  return decodeTokens / denseBatchTokens;
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
