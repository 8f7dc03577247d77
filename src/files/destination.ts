import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

const STANDARD_OUTPUT: readonly string[] = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

/** Names of open files: a rename over one would replace the name and leave the file as it was. */
const OPEN_FILE = /^\/(dev|proc\/[^/]+)\/(fd\/\d+|std(in|out|err))$/;

/** Whether a user who names this file means standard output. A file that is called `-` is `./-`. */
export function isStandardOutput(path: string): boolean {
  return STANDARD_OUTPUT.includes(path);
}

/** Whether there is something to write into, such as `/dev/null` or a named pipe, and no file to replace. */
export function isStream(path: string): boolean {
  if (!existsSync(path)) return false;
  const target = statSync(path);
  return target.isCharacterDevice() || target.isFIFO() || OPEN_FILE.test(path);
}

/** Whether two names are of one regular file, be it by a link. */
export function isSameFile(one: string, other: string): boolean {
  if (!existsSync(one) || !existsSync(other)) return false;
  const [a, b] = [statSync(one), statSync(other)];
  return a.isFile() && a.dev === b.dev && a.ino === b.ino;
}

/**
 * Where a result of this name lies, whether or not it is there: names of folders may be links. A link
 * of the name itself is replaced by the result.
 */
export function placeOf(path: string): string {
  let folder = dirname(resolve(path));
  const names = [basename(path)];
  for (; !existsSync(folder); folder = dirname(folder)) names.unshift(basename(folder));
  return join(realpathSync(folder), ...names);
}

/** Of a model's folder or a store: `config.json` and files beside it, sessions, weights. */
const READ_IN_FOLDERS = /\.(json|jsonl|safetensors|model)$/;

/** Whether a file is there that a command reads when it is given this folder. */
export function isFileOf(folder: string, path: string): boolean {
  if (!READ_IN_FOLDERS.test(path) || !existsSync(path)) return false;
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false;
  return isSameFile(join(folder, basename(path)), path);
}
