import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/**
 * The folder that a plan may name files of: the nearest above it that git keeps, or its own where
 * there is none. Links are resolved.
 */
export function checkoutOf(planPath: string): string {
  const own = dirname(resolve(planPath));
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return realpathSync(folder);
    if (folder === dirname(folder)) return existsSync(own) ? realpathSync(own) : own;
  }
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
