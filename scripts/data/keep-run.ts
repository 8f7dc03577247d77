/**
 * Keeps copies of plans as they ran in docs/accuracy/: plans whose `measured` was written by
 * `nanoflow-plan run PLAN --engine cuda --compare --record`. A run that is there stays as it is.
 *
 * Usage: npm run accuracy:keep -- PLAN...
 *
 * Exit codes: 0 done, 2 wrong usage, or a plan that did not run beside its sequential counterpart.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parsePlan } from "../../src/plan/plan-file.ts";
import { LEDGER } from "../docs/ledger.ts";

const paths = process.argv.slice(2);
if (paths.length === 0) fail("Usage: npm run accuracy:keep -- PLAN...");
const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
for (const path of paths) keep(path);

function keep(path: string): void {
  const text = readFileSync(path, "utf8");
  const { plan } = parsePlan(path, text);
  const { measured, gpu } = plan;
  if (measured?.sequential === undefined) {
    fail(`${path} holds no run beside its sequential counterpart: run it with --record.`);
    return;
  }
  const minute = measured.measuredAt.slice(0, 16).replace(":", "");
  const file = new URL(`${gpu.id}-${minute}-${basename(path)}`, LEDGER);
  if (!existsSync(file)) writeFileSync(file, `# Ran at commit ${commit}.\n${text}`);
  console.log(fileURLToPath(file));
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}
