import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./fake-native-executor.mjs", import.meta.url));

/** An executable that stands in for native-executor, with flags of `fake-native-executor.mjs`. */
export function fakeExecutor(folder: string, ...flags: string[]): string {
  const path = join(folder, `fake-${Math.random().toString(36).slice(2)}`);
  const quoted = flags.map((flag) => `'${flag}'`).join(" ");
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${SCRIPT}' ${quoted} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
