import { readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";

const ENTRY = "dist/cli/bin.js";
/** What a build is made of; a file that was taken away changes its folder. */
const SOURCES = ["src", "scripts/build", "package.json", "tsconfig.json", "tsconfig.build.json"];
const EXECUTABLE = 0o111;

/**
 * Whether the build is whole and younger than all it is made of.
 *
 * @param root folder of the package
 */
export function isBuilt(root: string): boolean {
  const entry = statSync(join(root, ENTRY), { throwIfNoEntry: false });
  // A build makes its program executable when all else is done.
  if (entry === undefined || (entry.mode & EXECUTABLE) === 0) return false;
  return SOURCES.flatMap((source) => below(join(root, source))).every(
    ({ mtimeMs }) => mtimeMs <= entry.mtimeMs,
  );
}

/** A file, or a folder and all that is in it. */
function below(path: string): Stats[] {
  const own = statSync(path);
  if (!own.isDirectory()) return [own];
  const inside = readdirSync(path, { recursive: true, encoding: "utf8" });
  return [own, ...inside.map((name) => statSync(join(path, name)))];
}
