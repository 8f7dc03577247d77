/**
 * Keeps copies of plans as they ran in docs/accuracy/: plans whose `measured` was written by
 * `nanoflow-plan run PLAN --engine cuda --compare --record`. A run that is there stays as it is. The
 * first line says what this commit predicts of the layers that ran, by the plan's own measurements: so
 * keep a run before the model changes.
 *
 * Usage: npm run accuracy:keep -- [--commit COMMIT] PLAN...
 *
 * COMMIT is of the code that ran, where it is not the one checked out.
 *
 * Exit codes: 0 done, 2 wrong usage, or a plan that did not run beside its sequential counterpart.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CostTable } from "../../src/cost/cost-table.ts";
import { parsePlan } from "../../src/plan/plan-file.ts";
import { loadProfileOf } from "../../src/setup/plan-profile.ts";
import { headerOf, LEDGER, predictionOf } from "../docs/ledger.ts";

const { values, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: { commit: { type: "string" } },
});
if (paths.length === 0) fail("Usage: npm run accuracy:keep -- [--commit COMMIT] PLAN...");
const commit = execFileSync("git", ["rev-parse", "--short", values.commit ?? "HEAD"], {
  encoding: "utf8",
}).trim();
for (const path of paths) keep(path);

function keep(path: string): void {
  const text = readFileSync(path, "utf8");
  const { plan } = parsePlan(path, text);
  const { measured, gpu } = plan;
  if (measured?.sequential === undefined) {
    fail(`${path} holds no run beside its sequential counterpart: run it with --record.`);
    return;
  }
  const costs = new CostTable(loadProfileOf(path, plan).profile);
  const predicted = predictionOf(plan, measured.layers, costs);
  if (predicted === null) {
    fail(`${path} names kernels that its measurements lack.`);
    return;
  }
  const minute = measured.measuredAt.slice(0, 16).replace(":", "");
  const file = new URL(`${gpu.id}-${minute}-${basename(path)}`, LEDGER);
  if (!existsSync(file)) writeFileSync(file, headerOf(commit, predicted) + text);
  console.log(fileURLToPath(file));
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}
