import { LosslessNumber, parse as parseLosslessly } from "lossless-json";
import { PlannerError } from "../../errors.ts";
import { refuseEqualKeys } from "./equal-keys.ts";

/** A value of a JSON or JSONL file. */
export interface JsonRecord {
  value: unknown;
  /** Line on which it starts, in JSONL. */
  line?: number;
  /** Its place in the list of a JSON document, from 1. */
  entry?: number;
}

/** A number that JSON.parse would round: more digits than a double holds. */
const LONG_NUMBER = /\d[\d.]{15,}/;
const EXACT_DIGITS = 15;

/**
 * Strings, to pass over, and what Python's `json` writes of numbers that are none. SGLang writes
 * `Infinity` for its default request rate.
 */
const PYTHON_NUMBERS = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"|-?\bInfinity\b|\bNaN\b/g;

/**
 * Values of a file: of each line of JSONL, or the elements of a JSON list, or the one value of a
 * JSON document. A file is JSONL when its first line is a value by itself.
 *
 * Numbers with more digits than a double holds are `LosslessNumber`.
 *
 * @throws PlannerError `E_INVALID_FILE` at a syntax error
 */
export async function* jsonRecords(
  path: string,
  chunks: AsyncIterable<string>,
): AsyncGenerator<JsonRecord[]> {
  const text = new PendingText(path);
  let line = 1;
  let isLines: boolean | undefined;
  for await (const chunk of chunks) {
    text.add(chunk);
    if (isLines === undefined && chunk.includes("\n")) isLines = startsWithLine(text.peek());
    const lines = isLines === true ? text.takeLines(chunk) : [];
    if (lines.length === 0) continue;
    yield recordsOf(path, lines, line);
    line += lines.length;
  }
  if (isLines === true) yield recordsOf(path, [text.peek()], line);
  else yield elementsOf(parsed(path, text.peek(), 1));
}

/** Text that is not parsed yet. Joined when it is needed: a document of one line comes in many chunks. */
class PendingText {
  readonly #path: string;
  #parts: string[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  add(chunk: string): void {
    this.#parts.push(chunk);
  }

  /** @throws PlannerError `E_INVALID_FILE` when it is longer than a string may be */
  peek(): string {
    const [first = "", ...others] = this.#parts;
    if (others.length === 0) return first;
    try {
      this.#parts = [this.#parts.join("")];
    } catch (cause) {
      throw new PlannerError("E_INVALID_FILE", "the JSON document is too long to read at once", {
        position: { path: this.#path },
        remedy: "Write one request a line (JSONL).",
        cause,
      });
    }
    return this.peek();
  }

  /** Whole lines, without their ends. */
  takeLines(lastChunk: string): string[] {
    if (!lastChunk.includes("\n")) return [];
    const text = this.peek();
    const end = text.lastIndexOf("\n");
    this.#parts = [text.slice(end + 1)];
    return text.slice(0, end).split("\n");
  }
}

/** Whether the first line is a value by itself; undefined before it is whole. */
function startsWithLine(text: string): boolean | undefined {
  const start = text.search(/\S/);
  const end = text.indexOf("\n", Math.max(start, 0));
  if (start < 0 || end < 0) return undefined;
  const first = text.slice(start, end);
  try {
    JSON.parse(first);
    // A list is one of several lines, or the whole document.
    return first.startsWith("{") || text.slice(end).trim() !== "";
  } catch {
    if (!first.startsWith("{")) return false;
    // A broken first line of JSONL: the error is to name it. A document goes on with a key, or with
    // an object in a list that its first line opened.
    return !/[[{,:]\s*$/.test(first) && text.slice(end).trimStart().startsWith("{");
  }
}

function recordsOf(path: string, lines: readonly string[], first: number): JsonRecord[] {
  return lines.flatMap((text, index) =>
    text.trim() === "" ? [] : [{ value: parsed(path, text, first + index), line: first + index }],
  );
}

function elementsOf(value: unknown): JsonRecord[] {
  if (!Array.isArray(value)) return [{ value }];
  return value.map((element, index) => ({ value: element, entry: index + 1 }));
}

function parsed(path: string, text: string, line: number): unknown {
  try {
    const value: unknown = JSON.parse(text);
    refuseEqualKeys(path, text, line, value);
    return LONG_NUMBER.test(text) ? parseLosslessly(text, null, exactNumber) : value;
  } catch (cause) {
    if (cause instanceof PlannerError) throw cause;
    const json = text.replace(PYTHON_NUMBERS, (token) => (token.startsWith('"') ? token : "null"));
    if (json === text) throw syntaxError(path, text, line, cause);
    return parsed(path, json, line);
  }
}

function exactNumber(text: string): number | LosslessNumber {
  const digits = text.replace(/[eE].*$/, "").replaceAll(/[^\d]/g, "");
  return digits.length > EXACT_DIGITS ? new LosslessNumber(text) : Number(text);
}

function syntaxError(path: string, text: string, line: number, cause: unknown): PlannerError {
  const at = errorOffset(text);
  const before = text.slice(0, at ?? 0);
  const lineStart = before.lastIndexOf("\n") + 1;
  const position = {
    path,
    line: line + linesIn(before),
    ...(at === undefined ? {} : { column: before.length - lineStart + 1 }),
  };
  const isNextValue = /[}\]]\s*$/.test(before) && /^[{[]/.test(text.slice(before.length));
  const remedy = isNextValue
    ? "A second value starts here: write one a line, as `jq -c .` does."
    : "Mend the syntax here; if the file was cut off, get it again.";
  return new PlannerError("E_INVALID_FILE", "the JSON is broken", { position, remedy, cause });
}

/** Where the syntax breaks. JSON.parse itself says so for some errors only. */
function errorOffset(text: string): number | undefined {
  try {
    parseLosslessly(text);
    return undefined;
  } catch (error) {
    const offset = /position (\d+)/.exec(String(error))?.[1];
    return offset === undefined ? undefined : Number(offset);
  }
}

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}
