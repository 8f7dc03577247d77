import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { readPlan } from "../plan/plan-file.ts";
import { checkoutName, checkoutOf, leadsInto } from "../setup/checkout.ts";
import { type ParsedSearch, parseSearchCommand } from "../setup/search-command.ts";

/** A built nanoflow-plan, and the folder in which its commands run. */
export interface Program {
  /** `dist/cli/bin.js`, absolute. */
  bin: string;
  /** Folder from which paths in a plan's command count. */
  folder: string;
}

const LAST_WORDS = 2000;

/**
 * Makes a plan again by the command in its provenance.
 *
 * @throws PlannerError `E_GATE_FAILED` when the command is none of ours, fails, or makes a plan for
 *   another problem; `E_INTERRUPTED`
 */
export async function remakePlan(
  plan: Plan,
  program: Program,
  { jobs, signal }: { jobs: number; signal: AbortSignal },
): Promise<Plan> {
  const search = searchOf(plan);
  // Threads change nothing in a plan, unless a time limit does.
  const { threads, timeLimit } = search.options;
  const alone = jobs > 1 && threads === undefined && timeLimit === undefined;
  const folder = mkdtempSync(join(tmpdir(), "nanoflow-plan-gate-"));
  try {
    const out = join(folder, "remade.plan.yaml");
    const asked = [
      ...searchArguments(search),
      ...sessionArguments(plan, search, program.folder),
      ...(alone ? ["--threads", "1"] : []),
    ];
    await runToEnd(program, [...asked, "--out", out, "--no-progress"], signal);
    const { plan: remade } = readPlan(out);
    requireSameProblem(plan, remade);
    return remade;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With --json an error would go to standard output. */
const LEFT_OUT = ["--out", "--json", "--debug"];

function searchArguments({ given }: ParsedSearch): string[] {
  return ["search", ...given.filter(([flag = ""]) => !LEFT_OUT.includes(flag)).flat()];
}

/** Asks the sessions that the plan was made from, whatever has come into the store since. */
function sessionArguments(
  { profile: { sessions }, gpu }: Plan,
  { options }: ParsedSearch,
  folder: string,
): string[] {
  if (sessions === undefined || options.sessions !== undefined) return [];
  const named = ["--sessions", sessions.join(",")];
  if (options.profile === undefined)
    return options.gpu === undefined ? ["--gpu", gpu.id, ...named] : named;
  const stats = statSync(resolve(folder, options.profile), { throwIfNoEntry: false });
  return stats?.isDirectory() === true ? named : [];
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
      const code = signal.aborted ? "E_INTERRUPTED" : "E_GATE_FAILED";
      reject(new PlannerError(code, `cannot run ${bin}: ${cause.message}`, { cause }));
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

/** A model of one's own has the name of its folder, which is another in another checkout. */
function problemOf({ model: { id: _, ...model }, gpu, workload }: Plan) {
  return { model, gpu, workload };
}

function requireSameProblem(plan: Plan, remade: Plan): void {
  const [before, now] = [problemOf(plan), problemOf(remade)];
  for (const key of ["model", "gpu", "workload"] as const) {
    if (JSON.stringify(before[key]) === JSON.stringify(now[key])) continue;
    throw new PlannerError("E_GATE_FAILED", `its command makes a plan for another ${key} now`, {
      remedy: "Make the plan again and commit it.",
    });
  }
}
