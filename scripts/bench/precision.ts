/**
 * Sets a checkpoint's logits in FP8 beside its own in bf16, on the same prompts: by the reference, which computes in
 * float64 what a GPU does, with the rows that operations leave for the next ones in bf16. No GPU is needed; the checkpoint
 * has to be small. `precision/train_small.py` makes one.
 *
 * Prints a table, with --json one document.
 *
 * Usage: npm run bench:precision -- CHECKPOINT TEXT [--prompts N] [--tokens N] [--json]
 *
 * Exit codes: 0 done, 2 wrong usage or files.
 */
import { parseArgs } from "node:util";
import { readModelWeights } from "../../src/engine/reference/memory/checkpoint-weights.ts";
import { PlannerError } from "../../src/errors.ts";
import { readText } from "../../src/files/read-document.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { loadTokenizer } from "../../src/tokenizer/load-tokenizer.ts";
import { note, requireCount, runBenchmark } from "./benchmark.ts";
import { compareFormats, type FormatResult } from "./precision/compare.ts";
import { formatTable } from "./precision/report.ts";

const USAGE =
  "Usage: npm run bench:precision -- CHECKPOINT TEXT [--prompts N] [--tokens N] [--json]";
const OPTIONS = {
  prompts: { type: "string", default: "16" },
  tokens: { type: "string", default: "64" },
  json: { type: "boolean", default: false },
} as const;

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: OPTIONS,
    allowPositionals: true,
  });
  const [checkpoint, text, ...others] = positionals;
  if (checkpoint === undefined || text === undefined || others.length > 0)
    throw new Error("name a checkpoint's folder and a file of text");
  requireCount("prompts", values.prompts, "prompts");
  requireCount("tokens", values.tokens, "tokens");
  if (values.tokens === "1") throw new Error("--tokens 1: a prompt of one token has no next one");
  return { ...values, checkpoint, text };
}

async function main({ checkpoint, text, ...options }: ReturnType<typeof readOptions>) {
  const model = resolveModel(checkpoint);
  const weights = readModelWeights(checkpoint, model);
  const prompts = await promptsOf(
    checkpoint,
    text,
    Number(options.prompts),
    Number(options.tokens),
  );
  const results: FormatResult[] = [];
  for (const result of compareFormats(model, weights, prompts)) {
    note(`${result.inFp8}: ${result.positions} positions`);
    results.push(result);
  }
  const document = { checkpoint, text, prompts: prompts.length, results };
  process.stdout.write(
    options.json ? `${JSON.stringify(document, null, 2)}\n` : `${formatTable(results)}\n`,
  );
}

/** Pieces of the text, spread over all of it. @throws PlannerError `E_INVALID_FILE` when it is too short */
async function promptsOf(checkpoint: string, path: string, count: number, length: number) {
  const tokenizer = await loadTokenizer(checkpoint);
  const tokens = await tokenizer.encode(readText(path, "Name a file of text in UTF-8."), {
    addSpecialTokens: false,
  });
  if (tokens.length < count * length)
    throw new PlannerError(
      "E_INVALID_FILE",
      `${path} has ${tokens.length} tokens, ${count} prompts of ${length} take ${count * length}`,
      { remedy: "Take a longer text, or fewer --prompts or --tokens." },
    );
  const step = Math.floor((tokens.length - length) / Math.max(count - 1, 1));
  return Array.from({ length: count }, (_, at) => tokens.slice(at * step, at * step + length));
}
