/**
 * Builds, then runs jest with ES modules enabled; arguments go to jest. `TEST_RESULTS` names a file
 * for jest's results as JSON.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildDist } from "./build-dist.ts";

/**
 * Each file loads and compiles its modules anew and runs for a second or two. Optimizing late, and
 * collecting garbage seldom and without threads of its own, saves a twentieth of the CPU time.
 */
const V8 = ["--interrupt-budget=600000", "--max-semi-space-size=64", "--single-threaded-gc"];
const { TEST_RESULTS } = process.env;
const JEST = "node_modules/jest/bin/jest.js";
const results = TEST_RESULTS ? ["--json", `--outputFile=${TEST_RESULTS}`] : [];

function test(): number {
  const NODE_OPTIONS = "--experimental-vm-modules --no-warnings=ExperimentalWarning";
  const argv = [...V8, JEST, ...results, ...process.argv.slice(2)];
  // What test files make alike: see test/support/once-per-run.ts.
  const TESTS_SHARE = mkdtempSync(join(tmpdir(), "nanoflow-plan-tests-"));
  const env = { ...process.env, NODE_OPTIONS, TESTS_SHARE };
  try {
    return spawnSync(process.execPath, argv, { stdio: "inherit", env }).status ?? 1;
  } finally {
    rmSync(TESTS_SHARE, { recursive: true });
  }
}

process.exit(buildDist() || test());
