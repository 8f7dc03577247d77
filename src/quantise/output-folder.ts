import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PlannerError } from "../errors.ts";
import { isThere, makeFolder } from "../files/write-file.ts";

/**
 * Gives a folder to write into. Where that fails or is interrupted, all that was written is removed
 * again, and so are the folders that were made for it.
 *
 * @param out a folder that is empty or not there
 * @throws PlannerError `E_UNWRITABLE`, and what `write` throws
 */
export async function intoFolder<Result>(
  out: string,
  write: () => Promise<Result>,
): Promise<Result> {
  requireEmpty(out);
  const made = firstMissing(out);
  try {
    makeFolder(resolve(out));
    return await write();
  } catch (error) {
    empty(out);
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    throw error instanceof PlannerError ? error : unwritable(out, error);
  }
}

/** @throws PlannerError `E_UNWRITABLE` */
export function requireEmpty(out: string): void {
  if (out === "" || out === "-" || (existsSync(out) && !isFolder(out))) {
    throw new PlannerError(
      "E_UNWRITABLE",
      `a checkpoint is a folder, and ${out || "the empty name"} is none`,
      { remedy: "Name a folder that is empty or not there." },
    );
  }
  if (!existsSync(out) || readdirSync(out).length === 0) return;
  throw new PlannerError("E_UNWRITABLE", `${out} is not empty`, {
    remedy: "Name a folder that is empty or not there.",
  });
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The uppermost folder of a path that is not there yet. */
function firstMissing(path: string): string | undefined {
  let missing: string | undefined;
  for (let at = resolve(path); !isThere(at); at = dirname(at)) missing = at;
  return missing;
}

function empty(folder: string): void {
  if (!isFolder(folder)) return;
  for (const name of readdirSync(folder))
    rmSync(join(folder, name), { recursive: true, force: true });
}

function unwritable(out: string, cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException;
  // Anything but a word of the operating system is a defect.
  if (code === undefined) return cause;
  return new PlannerError("E_UNWRITABLE", `cannot write ${out}: ${message}`, {
    remedy: "Choose another folder, or make room there.",
    cause,
  });
}
