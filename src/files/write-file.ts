import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PlannerError } from "../errors.ts";

/**
 * Writes a file by a temporary name in the same folder and a rename, so that readers see the old
 * text or the new one, never a part of it. Missing folders are made.
 *
 * @throws PlannerError `E_UNWRITABLE`
 */
export function writeFileAtomically(path: string, text: string): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(4).toString("hex")}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new PlannerError("E_UNWRITABLE", `cannot write ${path}: ${reasonOf(cause)}`, {
      remedy: "Choose another file with --out, or make its folder writable.",
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
