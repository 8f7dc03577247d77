/**
 * Writes the profile of LLaMA-2-70B on 8 x A100 80 GB SXM from published figures, as a reference
 * problem: see `published-profile.ts`.
 *
 * Usage: npx tsx scripts/data/make-published-profile.ts [--check]
 *
 * With --check nothing is written; the exit code is 1 when the file is not what would be.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { profileText } from "../../src/profile/profile-text.ts";
import { publishedProfile } from "./published-profile.ts";

const MODEL = "llama-2-70b";
const GPUS = 8;

const file = fileURLToPath(
  new URL(`../../profiles/a100-sxm/${MODEL}-tp${GPUS}.json`, import.meta.url),
);
const text = profileText(publishedProfile(MODEL, GPUS));
if (process.argv.includes("--check")) {
  const current = existsSync(file) && readFileSync(file, "utf8") === text;
  if (!current) console.error(`${file} is not what this script writes`);
  process.exitCode = current ? 0 : 1;
} else {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
