/**
 * Builds, then runs jest with ES modules enabled; arguments go to jest. `TEST_RESULTS` names a file
 * for jest's results as JSON.
 */
import { spawnSync } from "node:child_process";

const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } }).status ?? 1;

const { TEST_RESULTS } = process.env;
const results = TEST_RESULTS ? ["--json", `--outputFile=${TEST_RESULTS}`] : [];
const status =
  run("npm", ["run", "--silent", "build"]) ||
  run(process.execPath, ["node_modules/jest/bin/jest.js", ...results, ...process.argv.slice(2)], {
    NODE_OPTIONS: "--experimental-vm-modules --no-warnings=ExperimentalWarning",
  });
process.exit(status);
