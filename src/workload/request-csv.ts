import { PlannerError } from "../errors.ts";
import { readText } from "../files/read-document.ts";
import type { RequestLength } from "./request-lengths.ts";

const PROMPT_COLUMN = "ContextTokens";
const OUTPUT_COLUMN = "GeneratedTokens";

/**
 * Requests of a CSV file with the columns `ContextTokens` and `GeneratedTokens`, in any order and
 * among others.
 *
 * @throws PlannerError `E_UNREADABLE`, or `E_INVALID_FILE` with the line
 */
export function readRequests(path: string): RequestLength[] {
  const text = readText(path, "Give --workload IN/OUT, a built-in name or the path of a CSV file.");
  return parseRequests(path, text);
}

/**
 * @throws PlannerError `E_INVALID_FILE` with the line
 */
export function parseRequests(path: string, text: string): RequestLength[] {
  const [header = "", ...rows] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const columns = header.split(",").map(unquoted);
  const promptColumn = columnOf(path, columns, PROMPT_COLUMN);
  const outputColumn = columnOf(path, columns, OUTPUT_COLUMN);

  const requests: RequestLength[] = [];
  rows.forEach((row, index) => {
    if (row.trim() === "") return;
    const cells = row.split(",");
    const tokens = (column: number) => tokenCount(path, index + 2, cells, column, columns);
    requests.push({ promptTokens: tokens(promptColumn), outputTokens: tokens(outputColumn) });
  });
  if (requests.length > 0) return requests;
  throw new PlannerError("E_INVALID_FILE", "the file has no request", {
    position: { path, line: 1 },
    remedy: "Add a line for each request below the header.",
  });
}

function columnOf(path: string, columns: readonly string[], name: string): number {
  const column = columns.indexOf(name);
  if (column >= 0) return column;
  throw new PlannerError("E_INVALID_FILE", `the header lacks the column ${name}`, {
    position: { path, line: 1, column: 1 },
    remedy: `The first line must name the columns ${PROMPT_COLUMN} and ${OUTPUT_COLUMN}.`,
  });
}

function tokenCount(
  path: string,
  line: number,
  cells: readonly string[],
  column: number,
  columns: readonly string[],
): number {
  const cell = cells[column];
  const count = cell === undefined || cell.trim() === "" ? Number.NaN : Number(unquoted(cell));
  if (Number.isSafeInteger(count) && count >= 1) return count;
  const found = cell === undefined ? "missing" : `"${cell.trim()}"`;
  const before = cells.slice(0, column).join(",");
  throw new PlannerError("E_INVALID_FILE", `${columns[column]} is ${found}`, {
    position: { path, line, column: before.length + (column > 0 ? 2 : 1) },
    remedy: "Give the number of tokens, an integer of 1 or more.",
  });
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}
