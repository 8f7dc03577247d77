/**
 * Searches plans for the evaluation of the NanoFlow paper on its hardware, by published figures, and
 * refreshes the tables of `docs/reproduction.md`. Takes some minutes, so it is no part of `npm run
 * docs`; the result does not depend on the machine.
 *
 * Usage: npm run build && npm run docs:reproduction
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { MAIN_CASES, OTHER_CASES, type ReproductionCase } from "../bench/reproduction-cases.ts";
import type { SearchAnswer } from "../bench/search-answer.ts";
import { profileText } from "../data/profile-text.ts";
import { publishedProfile } from "../data/published-profile.ts";
import { type CaseResult, refreshedPage } from "./reproduction-tables.ts";

const CLI = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const PAGE = new URL("../../docs/reproduction.md", import.meta.url);

/** The dense batch of the steady state: each request gives one decode token per output token. */
function batchOptions({ workload, batchTokens }: ReproductionCase): string[] {
  const [input = 0, output = 0] = workload.split("/").map(Number);
  const decode = Math.round((batchTokens * output) / (input + output));
  const context = input + output / 2;
  return ["--batch", batchTokens, "--decode", decode, "--context", context].map(String);
}

function search<Case extends ReproductionCase>(oneCase: Case, folder: string): CaseResult<Case> {
  const { modelId, gpus, batchTokens } = oneCase;
  const profile = join(folder, "profile.json");
  const out = join(folder, "plan.yaml");
  writeFileSync(profile, profileText(publishedProfile(modelId, gpus, batchTokens)));
  const options = ["--model", modelId, "--tp", String(gpus), "--profile", profile, "--out", out];
  const printed = execFileSync(
    process.execPath,
    [CLI, "--json", "search", ...options, ...batchOptions(oneCase), "--gap", "0.5"],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  const { predicted, explanation }: SearchAnswer = JSON.parse(printed);
  return { case: oneCase, predicted, explanation, plan: parse(readFileSync(out, "utf8")) };
}

const folder = mkdtempSync(join(tmpdir(), "nanoflow-plan-reproduction-"));
try {
  const main = MAIN_CASES.map((oneCase) => search(oneCase, folder));
  const others = OTHER_CASES.map((oneCase) => search(oneCase, folder));
  writeFileSync(PAGE, refreshedPage(readFileSync(PAGE, "utf8"), main, others));
} finally {
  rmSync(folder, { recursive: true });
}
