/**
 * Writes the session of LLaMA-2-70B on 8 x A100 80 GB SXM from published figures, as a reference
 * problem: see `published-profile.ts`.
 *
 * Usage: npx tsx scripts/data/make-published-profile.ts [--check]
 *
 * With --check nothing is written; the exit code is 1 when the file is not what would be.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { factsOf } from "../../src/profile/convert.ts";
import { SESSION_ENDING, sessionText } from "../../src/store/session-text.ts";
import { profileText } from "./profile-text.ts";
import { publishedProfile } from "./published-profile.ts";

const MODEL = "llama-2-70b";
const GPUS = 8;

const profile = publishedProfile(MODEL, GPUS);
const facts = factsOf(profile);
const file = fileURLToPath(
  new URL(`../../profiles/a100-sxm/${facts.id}${SESSION_ENDING}`, import.meta.url),
);
/** Plans of the time of format 1 name these figures so. */
const convertedFrom = {
  file: `a100-sxm/${MODEL}-tp${GPUS}.json`,
  sha256: createHash("sha256").update(profileText(profile)).digest("hex"),
};
const text = sessionText(profile, { ...facts, convertedFrom });
if (process.argv.includes("--check")) {
  const current = existsSync(file) && readFileSync(file, "utf8") === text;
  if (!current) console.error(`${file} is not what this script writes`);
  process.exitCode = current ? 0 : 1;
} else {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
