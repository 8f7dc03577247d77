/**
 * Builds unless the build is up to date. npm asks for it when it installs, packs or links the package, and the first `npx`
 * in a checkout links it once more.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isBuilt } from "./build-state.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

if (!isBuilt(ROOT)) {
  const { status } = spawnSync("npm run build", { cwd: ROOT, shell: true, stdio: "inherit" });
  process.exitCode = status ?? 1;
}
