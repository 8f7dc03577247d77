import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "shell-quote";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { readPlan } from "../plan/plan-file.ts";

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
export async function remakePlan(plan: Plan, program: Program, signal: AbortSignal): Promise<Plan> {
  const { command } = plan.provenance;
  const [name, verb, ...rest] = parse(command).map(String);
  if (name !== "nanoflow-plan" || verb !== "search") {
    throw new PlannerError("E_GATE_FAILED", `its command is no search: ${command}`, {
      remedy: "Make the plan with `nanoflow-plan search --model MODEL`.",
    });
  }
  const folder = mkdtempSync(join(tmpdir(), "nanoflow-plan-gate-"));
  try {
    const out = join(folder, "remade.plan.yaml");
    // With --json an error would go to standard output. The last --out counts.
    const options = rest.filter((option) => option !== "--json");
    await runToEnd(program, [verb, ...options, "--out", out, "--no-progress"], signal);
    const { plan: remade } = readPlan(out);
    requireSameProblem(plan, remade);
    return remade;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
