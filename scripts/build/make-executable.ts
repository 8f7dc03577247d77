/** Makes the built program executable, as npm does only when it links it. */
import { chmodSync } from "node:fs";

chmodSync(new URL("../../dist/cli/bin.js", import.meta.url), 0o755);
