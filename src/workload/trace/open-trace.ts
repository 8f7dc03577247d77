import { PlannerError } from "../../errors.ts";
import { textOfFile } from "../../files/text-of-file.ts";
import type { Columns } from "./columns.ts";
import { openCsvTrace } from "./csv-trace.ts";
import { openJsonTrace } from "./json-trace.ts";
import type { Trace } from "./trace.ts";

/**
 * Opens a file of requests: CSV, JSON or JSONL in a format known by its fields, or with the columns
 * that the user names.
 *
 * @throws PlannerError `E_UNREADABLE`, or `E_INVALID_FILE` when it is of no such format
 * @throws PlannerError `E_USAGE` when `columns` names times without the unit that they need
 */
export async function openTrace(path: string, columns?: Columns): Promise<Trace> {
  const chunks = textOfFile(path, "Give --workload IN/OUT, a built-in name or the path of a file.");
  let start = "";
  for (;;) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    start += value;
    if (start.trim() !== "") break;
  }
  if (start.trim() === "") {
    throw new PlannerError("E_INVALID_FILE", "the file is empty", {
      position: { path },
      remedy: "Name a file with a line for each request.",
    });
  }
  const open = /^\s*[{[]/.test(start) ? openJsonTrace : openCsvTrace;
  return open(path, withStart(start, chunks), columns);
}

async function* withStart(start: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield start;
  yield* rest;
}
