import { readFileSync } from "node:fs";

const { name, version } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { name: string; version: string };

/** Version of this program. */
export const VERSION = version;

/** Name and version of this program, for the provenance of what it writes. */
export const TOOL = `${name} ${version}`;
