/**
 * Prints `<passed> <failed> <skipped>` of jest's JSON results. A test file that does not run counts
 * as a failed test; results that are missing do too, since jest died.
 */
import { existsSync, readFileSync } from "node:fs";

const [file] = process.argv.slice(2);
if (file === undefined || !existsSync(file)) {
  console.log("0 1 0");
} else {
  const results = JSON.parse(readFileSync(file, "utf8"));
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.numPendingTests + results.numTodoTests;
  console.log(`${results.numPassedTests} ${failed} ${skipped}`);
}
