import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { PlannerError } from "../errors.ts";

/**
 * Writes a file by a temporary name in the same folder and a rename, so that readers see the old
 * text or the new one, never a part of it. Missing folders are made.
 *
 * @throws PlannerError `E_UNWRITABLE`
 */
export function writeFileAtomically(path: string, text: string): void {
  const folder = dirname(path);
  const temporary = temporaryFor(path);
  checkWritable(path);
  try {
    makeFolder(folder);
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (cause) {
    if (existsSync(temporary)) rmSync(temporary, { force: true });
    throw unwritable(path, reasonOf(cause), cause);
  }
}

/**
 * Finds out before long work whether its result can be written, by an empty file that it makes and
 * removes in the folder, or in the nearest one that exists.
 *
 * @throws PlannerError `E_UNWRITABLE`
 */
export function checkWritable(path: string): void {
  if (path === "") throw unwritable("a file", "its name is empty");
  const target = existsSync(path) ? statSync(path) : undefined;
  if (target?.isDirectory()) throw unwritable(path, "it is a folder");
  // The rename would put a file in the place of a device, such as /dev/null.
  if (target !== undefined && !target.isFile()) throw unwritable(path, "it is no regular file");
  let folder = dirname(resolve(path));
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) throw unwritable(path, `${folder} is not a folder`);
  const trial = temporaryFor(join(folder, basename(path)));
  try {
    writeFileSync(trial, "");
    rmSync(trial);
  } catch (cause) {
    throw unwritable(path, reasonOf(cause), cause);
  }
}

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.tmp`);
}

/** Unlike `mkdirSync` with `recursive`, this ends on file systems that refuse folders, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (cause) {
    if (!existsSync(folder)) throw cause;
  }
}

function unwritable(path: string, reason: string, cause?: unknown): PlannerError {
  return new PlannerError("E_UNWRITABLE", `cannot write ${path}: ${reason}`, {
    remedy: "Choose another file, or make its folder writable.",
    cause,
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
