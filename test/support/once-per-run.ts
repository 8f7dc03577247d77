import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What several test files make alike, made once per run of all tests. A file that runs by itself makes
 * its own.
 *
 * @param name of what is made, as a file's
 * @param make what JSON can hold
 */
export function oncePerRun<Made>(name: string, make: () => Made): Made {
  const { TESTS_SHARE } = process.env;
  if (TESTS_SHARE === undefined) return make();
  const path = join(TESTS_SHARE, `${name}.json`);
  const known = textOf(path);
  if (known !== undefined) return JSON.parse(known) as Made;
  const made = make();
  // Another process may make it meanwhile; it reads a whole file or none.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(made));
  renameSync(own, path);
  return made;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
