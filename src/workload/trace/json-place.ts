import { PlannerError, type SourcePosition } from "../../errors.ts";
import type { JsonRecord } from "./json-records.ts";

/** Where a record stands: its line in JSONL, its place in the list of a document. */
export function placeOf(path: string, { line, entry }: Pick<JsonRecord, "line" | "entry">) {
  const position: SourcePosition = { path, ...(line !== undefined && { line }) };
  return { position, whose: entry === undefined ? "" : `entry ${entry} of the list: ` };
}

/** An error in a JSON file of requests. */
export function invalid(position: SourcePosition, message: string, remedy: string): PlannerError {
  return new PlannerError("E_INVALID_FILE", message, { position, remedy });
}
