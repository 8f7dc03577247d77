import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DIST = join(ROOT, "dist");
/** What the compiler knows of the last build: it checks and writes what changed since. */
const BUILD_INFO = ".tsbuildinfo";

/**
 * Compiles `src` into `dist`: only what changed, where the last build is whole.
 *
 * @returns the exit code of the compiler
 */
export function buildDist(): number {
  if (!holdsAllAndNothingElse()) rmSync(DIST, { recursive: true, force: true });
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const argv = [compiler, "-p", "tsconfig.build.json"];
  const { status } = spawnSync(process.execPath, argv, { cwd: ROOT, stdio: "inherit" });
  // npm makes it executable only when it links it.
  if (status === 0) chmodSync(join(DIST, "cli/bin.js"), 0o755);
  return status ?? 1;
}

/** The compiler neither removes files whose source is gone, nor writes those again that somebody removed. */
function holdsAllAndNothingElse(): boolean {
  if (!existsSync(DIST)) return false;
  const expected = filesIn("src").flatMap((path) => {
    const name = path.replace(/\.ts$/, "");
    return [`${name}.js`, `${name}.d.ts`];
  });
  return [...expected, BUILD_INFO].sort().join() === filesIn("dist").sort().join();
}

/** Paths relative to a folder of the repository. */
function filesIn(folder: string): string[] {
  const top = join(ROOT, folder);
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(top.length + 1));
}
