import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { ParsedSearch } from "../setup/search-command.ts";

const PIECE_BYTES = 1 << 20;
/** Options that change nothing in a plan. */
const WITHOUT_EFFECT = new Set(["--out", "--json", "--debug", "--explain", "--quiet", "--threads"]);

/**
 * Names what a search is made from: the build, the command, and the content of every file that the
 * command names. Equal keys lead to equal plans.
 *
 * @param build of the program, by `buildIdentity`
 * @param folder from which the command's paths count
 * @returns undefined where a plan depends on more, such as the time that it may take
 */
export function remakeKey(
  build: string,
  { options, given }: ParsedSearch,
  folder: string,
): string | undefined {
  if (options.timeLimit !== undefined) return undefined;
  const hash = createHash("sha256").update(`${build}\0`);
  for (const words of given) {
    if (!WITHOUT_EFFECT.has(words[0] ?? "")) hash.update(`${JSON.stringify(words)}\0`);
  }
  const named = [options.model, options.profile, options.workload];
  for (const name of named.filter((each) => each !== undefined)) {
    const path = resolve(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    // A built-in name.
    if (stats === undefined) continue;
    const file = stats.isDirectory() ? join(path, "config.json") : path;
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
    addContent(hash, file);
    // Files beside a config.json tell of quantised weights.
    if (name === options.model) addListing(hash, dirname(file));
  }
  return hash.digest("hex");
}

function addContent(hash: Hash, path: string): void {
  const piece = Buffer.alloc(PIECE_BYTES);
  const file = openSync(path, "r");
  try {
    for (let bytes = -1; bytes !== 0; ) {
      bytes = readSync(file, piece);
      hash.update(piece.subarray(0, bytes));
    }
  } finally {
    closeSync(file);
  }
  hash.update("\0");
}

function addListing(hash: Hash, folder: string): void {
  for (const name of readdirSync(folder).sort()) {
    const stats = statSync(join(folder, name), { throwIfNoEntry: false });
    if (!stats?.isFile()) continue;
    hash.update(`${JSON.stringify([name, stats.size, stats.mtimeMs])}\0`);
  }
}
