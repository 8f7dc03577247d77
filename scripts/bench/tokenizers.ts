/**
 * Compares tokenizers on sample texts: this program's, the original in Rust by its Node binding, the
 * one in JavaScript, and, where python3 has it, transformers. Prints JSON: rates, and how many texts
 * came out unequal. The demonstration's tokenizer is taken when no folder is named.
 *
 * Usage: npm run bench:tokenizers [-- FOLDER...] [--texts N] [--seed N]
 *
 * Exit codes: 0 equal to the original, 1 not, 2 wrong usage or files.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeDemoCheckpoint } from "../../src/demo/demo-checkpoint.ts";
import { PlannerError } from "../../src/errors.ts";
import { fail } from "./fail.ts";
import { compareTokenizers } from "./tokenizers/compare.ts";

const USAGE = "Usage: npm run bench:tokenizers [-- FOLDER...] [--texts N] [--seed N]";
const OPTIONS = {
  texts: { type: "string", default: "10000" },
  seed: { type: "string", default: "1" },
} as const;

const { folders, texts, seed } = readOptions();
const demo = mkdtempSync(join(tmpdir(), "nanoflow-plan-"));
try {
  if (folders.length === 0) writeDemoCheckpoint(demo);
  const results = [];
  for (const folder of folders.length === 0 ? [demo] : folders) {
    results.push(await compareTokenizers(folder, texts, seed));
  }
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  const differs = results.some(
    ({ unequal }) => unequal.encodeToOriginal + unequal.streamToOriginal > 0,
  );
  process.exitCode = differs ? 1 : 0;
} catch (error) {
  if (!(error instanceof PlannerError)) throw error;
  fail(error.exitCode, error.message, error.remedy);
} finally {
  rmSync(demo, { recursive: true, force: true });
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      args: process.argv.slice(2),
      options: OPTIONS,
      allowPositionals: true,
    });
    const number = (name: "texts" | "seed") => {
      if (/^\d+$/.test(values[name])) return Number(values[name]);
      throw new Error(`--${name} ${values[name]} is no whole number`);
    };
    return { folders: positionals, texts: number("texts"), seed: number("seed") };
  } catch (error) {
    return fail(2, (error as Error).message, USAGE);
  }
}
