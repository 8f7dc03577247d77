import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/**
 * The folder that a plan may name files of: the nearest above it that git keeps. Where there is none,
 * the working folder when the plan lies in it, else the plan's own. Links are resolved.
 *
 * @param workingFolder from which the paths of commands count
 */
export function checkoutOf(planPath: string, workingFolder = process.cwd()): string {
  const own = dirname(resolve(planPath));
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return realpathSync(folder);
    if (folder === dirname(folder)) break;
  }
  if (!existsSync(own)) return own;
  const working = realpathSync(workingFolder);
  return !isRoot(working) && leadsInto(working, own) ? working : realpathSync(own);
}

/** What messages call such a folder. */
export function checkoutName(folder: string): string {
  return `the ${existsSync(join(folder, ".git")) ? "checkout" : "folder"} ${folder}`;
}

/** Everything lies in the root, so that it is nobody's own. */
function isRoot(folder: string): boolean {
  return folder === dirname(folder);
}

/**
 * Whether a path leads to something in a folder that is really there, links resolved. What git keeps
 * for itself does not count: its configuration may hold a token.
 *
 * @param folder without links
 */
export function leadsInto(folder: string, path: string): boolean {
  if (!existsSync(path)) return false;
  const way = relative(folder, realpathSync(path));
  return !isAbsolute(way) && !way.split(sep).some((part) => part === ".." || part === ".git");
}
