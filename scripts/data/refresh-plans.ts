/**
 * Makes committed plans again, each by the command in its own header, and says which changed:
 * `npm run plans`, or `npm run plans -- FILE...` for some of them. A plan that lowers to the same
 * program keeps what `run --record` measured of it; another plan starts without. Plan sets are made
 * again too.
 *
 * To be run after the search, the cost model or a profile changed; then `npm run docs`.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse as parseShell } from "shell-quote";
import { parse as parseYaml } from "yaml";
import { writeFileAtomically } from "../../src/files/write-file.ts";
import type { Plan } from "../../src/generated/plan.ts";
import type { PlanSet } from "../../src/generated/plan-set.ts";
import { readPlan, writePlan } from "../../src/plan/plan-file.ts";
import { readPlanSet, SET_ENDING } from "../../src/plan-set/plan-set-file.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { formatDuration, formatGap, formatSpeedup } from "../../src/text/units.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const bin = join(root, "dist", "cli", "bin.js");

function committedPlans(): string[] {
  return readdirSync(join(root, "plans"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".plan.yaml") || name.endsWith(SET_ENDING))
    .sort()
    .map((name) => join("plans", name));
}

/** A file's own command writes over it, so that the command stays in its header. */
function makeAgain(path: string, { provenance: { command } }: Pick<Plan, "provenance">): void {
  const [, ...argv] = parseShell(command).map(String);
  const out = argv[argv.lastIndexOf("--out") + 1] ?? "";
  if (resolve(root, out) !== resolve(root, path)) {
    throw new Error(`its command writes ${out}: ${command}`);
  }
  const { status, stderr } = spawnSync(process.execPath, [bin, ...argv], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr.trim());
}

function inWords({ kind, predicted: { periodUs, speedup, gap } }: Plan): string {
  return `${kind} ${formatDuration(periodUs)} ${formatSpeedup(speedup)} gap ${formatGap(gap)}`;
}

/** Whether a GPU would do the same for both, whatever is predicted and proved of them. */
function runsAlike(before: Plan, after: Plan): boolean {
  const [one, other] = [before, after].map((plan) => {
    return JSON.stringify({ ...lowerPlan(plan, 2), planHash: "" });
  });
  return one === other;
}

function refresh(path: string): string {
  // Without its schema, which may be a newer one than the plan's.
  const before: Plan = parseYaml(readFileSync(join(root, path), "utf8"));
  makeAgain(path, before);
  const after = readPlan(join(root, path)).plan;
  const { measured } = before;
  const keeps = measured !== undefined && runsAlike(before, after);
  if (keeps) writeFileAtomically(join(root, path), writePlan({ ...after, measured }));
  if (before.hash === after.hash) return `same     ${inWords(after)}`;
  const lost = measured === undefined || keeps ? "" : "; measured no more";
  return `changed  ${inWords(before)} -> ${inWords(after)}${lost}`;
}

function refreshSet(path: string): string {
  const before: PlanSet = parseYaml(readFileSync(join(root, path), "utf8"));
  makeAgain(path, before);
  const { hash, programs } = readPlanSet(join(root, path)).set;
  const other = programs.filter(({ name, plan }) => {
    return plan.hash !== before.programs.find((program) => program.name === name)?.plan.hash;
  });
  if (hash === before.hash) return `same     ${programs.length} programs`;
  return `changed  ${other.length} of ${programs.length} programs`;
}

const given = process.argv.slice(2).map((path) => relative(root, resolve(path)));
for (const path of given.length > 0 ? given : committedPlans()) {
  const start = performance.now();
  try {
    const verdict = path.endsWith(SET_ENDING) ? refreshSet(path) : refresh(path);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.log(`${basename(path)}  ${verdict}  (${seconds} s)`);
  } catch (error) {
    console.error(`${basename(path)}  failed   ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
