import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const CONFIG = "config.json";
/** From the hub's cache to a model's files: `models--NAME/snapshots/HASH`. */
const MOST_LEVELS = 3;
/** A home folder may hold any number. */
const MOST_ENTRIES = 1000;
const MOST_SUGGESTED = 3;

/** Paths of the first few `config.json` in the folders below one: for messages. */
export function configsBelow(folder: string): string[] {
  const found: string[] = [];
  let left = MOST_ENTRIES;
  const look = (at: string, levels: number) => {
    for (const name of entriesOf(at)) {
      if (found.length === MOST_SUGGESTED || left-- <= 0) return;
      const path = join(at, name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (name === CONFIG && stats?.isFile()) found.push(path);
      if (levels > 1 && stats?.isDirectory()) look(path, levels - 1);
    }
  };
  look(folder, MOST_LEVELS + 1);
  return found;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
