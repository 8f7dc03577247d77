/**
 * Sets plans on the GPU at hand beside what the planner predicts of them: for 16 dense batches of
 * llama-3-8b the best overlapped plan, however little it gains (where none gains, that of a card
 * without a power cap), the sequential plan and the split without overlap, each searched and run by
 * the built command line. Prints Markdown.
 *
 * Usage: npm run bench:executor [-- --only 2048-640-1280,...] [--device I] [--native PROGRAM]
 *                               [--gpu ID] [--layers N] [--iterations N] [--plans FOLDER] [--json]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, or native-executor cannot be built; else that of the
 * first command that failed, after the others.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandFailure, planFor, runPlan } from "./executor/commands.ts";
import { type Options, readOptions } from "./executor/options.ts";
import { type BenchmarkDocument, reportText } from "./executor/report.ts";
import { rowsOf } from "./executor/rows.ts";
import { summaryOf } from "./executor/summary.ts";
import { fail } from "./fail.ts";

const USAGE =
  "Usage: npm run bench:executor [-- --only BATCH,...] [--device I] [--native PROGRAM] [--gpu ID] [--layers N] [--iterations N] [--plans FOLDER] [--json]";
const DIST = new URL("../../dist/", import.meta.url);
if (!existsSync(fileURLToPath(DIST))) fail(2, "dist/ is missing.", "Run `npm run build` first.");

const options = optionsOrUsage();
const kept = options.plans !== undefined;
const folder = options.plans ?? mkdtempSync(join(tmpdir(), "nanoflow-plan-bench-"));
try {
  main();
} finally {
  if (!kept) rmSync(folder, { recursive: true });
}

function optionsOrUsage(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    return fail(2, (error as Error).message, USAGE);
  }
}

function main(): void {
  mkdirSync(folder, { recursive: true });
  const document = measured();
  process.stdout.write(
    options.json ? `${JSON.stringify(document, null, 2)}\n` : reportText(document),
  );
  process.exitCode = document.failures[0]?.exitCode ?? 0;
}

/** Goes on after a batch that fails, unless there is no GPU. */
function measured(): BenchmarkDocument {
  const rows: BenchmarkDocument["rows"] = [];
  const failures: BenchmarkDocument["failures"] = [];
  let gpu: string | undefined;
  let layers: number | undefined;
  for (const name of options.names) {
    try {
      note(`${name}: search`);
      const plan = planFor(name, folder, options.gpu);
      note(`${name}: run`);
      const run = runPlan(plan.path, options);
      gpu ??= run.gpu;
      layers ??= run.layers;
      rows.push(...rowsOf(name, plan, run));
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      note(`${name}: ${error.message}`);
      failures.push({ batch: name, exitCode: error.exitCode, message: error.message });
      if (error.exitCode === 5) break;
    }
  }
  return { gpu, layers, rows, summary: summaryOf(rows), failures };
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
