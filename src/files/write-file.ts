import { randomBytes } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { PlannerError } from "../errors.ts";
import { isStream } from "./destination.ts";

/**
 * Writes a file by a temporary name in the same folder and a rename, so that readers see the old
 * text or the new one, never a part of it. Missing folders are made; a link, or a file that is
 * read-only, is replaced. A stream, such as `/dev/null` or a named pipe, is written to.
 *
 * @throws PlannerError `E_UNWRITABLE`
 */
export function writeFileAtomically(path: string, text: string): void {
  checkTarget(path);
  try {
    if (isStream(path)) writeFileSync(path, text);
    else replaceFile(path, text);
  } catch (cause) {
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
  const folder = checkTarget(path);
  try {
    if (isStream(path)) accessSync(path, constants.W_OK);
    else withTemporary(join(folder, basename(path)), "", () => {});
  } catch (cause) {
    throw unwritable(path, reasonOf(cause), cause);
  }
}

/**
 * Whether a file of that name could be, whatever its folder allows.
 *
 * @returns its folder, or the nearest one that exists
 */
function checkTarget(path: string): string {
  if (path === "") throw unwritable("a file", "its name is empty");
  if (path.endsWith("/")) throw unwritable(path, "it names a folder");
  const target = existsSync(path) ? statSync(path) : undefined;
  if (target?.isDirectory()) throw unwritable(path, "it is a folder");
  // A disk or a socket: nothing that a report is meant for.
  if (target !== undefined && !target.isFile() && !isStream(path))
    throw unwritable(path, "it is no regular file");
  let folder = dirname(resolve(path));
  while (!isThere(folder)) folder = dirname(folder);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw unwritable(path, `${folder} is not a folder`);
  }
  return folder;
}

/** Unlike `existsSync`, also of a link that leads nowhere. */
export function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function replaceFile(path: string, text: string): void {
  makeFolder(dirname(path));
  withTemporary(path, text, (temporary) => renameSync(temporary, path));
}

/** Writes a new file beside `path`, which is gone afterwards. */
function withTemporary(path: string, text: string, use: (temporary: string) => void): void {
  const name = `.${basename(path)}.${randomBytes(4).toString("hex")}.tmp`;
  const temporary = join(dirname(path), name);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    use(temporary);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Unlike `mkdirSync` with `recursive`, this ends on file systems that refuse folders, such as /proc. */
export function makeFolder(folder: string): void {
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
