import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new empty folder, left to the operating system to clean up. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "nanoflow-plan-"));
}
