import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readFileWorkload } from "../../src/workload/file-workload.ts";
import type { Columns } from "../../src/workload/trace/columns.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const path = join(temporaryFolder(), "t.txt");

/** What reading a file of requests finds besides their lengths. */
export async function factsOf(text: string, columns?: Columns) {
  writeFileSync(path, text);
  const { facts } = await readFileWorkload(path, columns, { model: undefined, asked: undefined });
  return facts;
}
