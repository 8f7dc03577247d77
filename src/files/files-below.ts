import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * All files in a folder and below it, sorted by path. Links are followed, and each file and folder
 * is taken once: by its own path where it lies below, else by the first link.
 */
export function filesBelow(folder: string): string[] {
  const seen = new Set<string>();
  const files = new Map<string, string>();
  let links: string[] = [];

  const take = (path: string) => {
    const real = realPathOf(path);
    if (seen.has(real)) return;
    seen.add(real);
    if (!isFolder(path)) {
      files.set(real, path);
      return;
    }
    for (const entry of sortedEntries(path)) {
      const inner = join(path, entry.name);
      if (entry.isSymbolicLink()) links.push(inner);
      else take(inner);
    }
  };

  take(folder);
  // Links come last, so that what they lead to goes by its own path.
  while (links.length > 0) {
    const found = links;
    links = [];
    for (const link of found) take(link);
  }
  return [...files.values()].sort();
}

function sortedEntries(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A link that leads nowhere stands for itself: reading it says so. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** A link to itself is none. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
