import { readFileSync } from "node:fs";
import { isNode, LineCounter, parseDocument } from "yaml";
import { PlannerError, type SourcePosition } from "../errors.ts";
import { type SchemaName, type SchemaViolation, violations } from "./schemas.ts";

/**
 * @throws PlannerError `E_UNREADABLE` when the file is missing or cannot be read
 */
export function readText(path: string, remedy = "Check the path."): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    const plain: Record<string, string> = { ENOENT: "no such file", EISDIR: "it is a folder" };
    const what = plain[code] ?? `cannot be read: ${message}`;
    throw new PlannerError("E_UNREADABLE", `${path}: ${what}`, { remedy, cause });
  }
}

/** A parsed file that can tell where each of its values stands. */
export interface Document {
  path: string;
  value: unknown;
  /** Position of the value at a path of keys and indices, or of its nearest ancestor in the file. */
  positionOf(keys: readonly (string | number)[]): SourcePosition;
}

/**
 * Parses YAML, or JSON as the part of YAML that it is.
 *
 * @throws PlannerError `E_INVALID_FILE` when it is empty, or at the first syntax error
 */
export function parseText(path: string, text: string): Document {
  if (text.trim() === "") {
    throw new PlannerError("E_INVALID_FILE", "the file is empty", {
      position: { path, line: 1, column: 1 },
      remedy: "Make it again, or name another file.",
    });
  }
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [error] = parsed.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new PlannerError("E_INVALID_FILE", error.message, {
      position: { path, line, column: col },
      remedy: "Mend the syntax here; if the file was cut off, make it again.",
    });
  }
  const positionOf = (keys: readonly (string | number)[]): SourcePosition => {
    for (let depth = keys.length; depth >= 0; depth--) {
      const node = depth === 0 ? parsed.contents : parsed.getIn(keys.slice(0, depth), true);
      if (isNode(node) && node.range) {
        const { line, col } = lines.linePos(node.range[0]);
        return { path, line, column: col };
      }
    }
    return { path };
  };
  return { path, value: parsed.toJS(), positionOf };
}

/**
 * Reads, parses and validates a file against one of the project's schemas.
 *
 * JSON that is right at the first attempt takes the fast parser; positions are worked out only
 * when something is wrong.
 *
 * @throws PlannerError `E_UNREADABLE`, or `E_INVALID_FILE` at the first violation
 */
export function readValidated<T>(path: string, schema: SchemaName, remedy?: string): T {
  const text = readText(path, remedy);
  const quick = parseJson(text);
  if (quick !== undefined && violations(schema, quick).length === 0) return quick as T;

  return validated(parseText(path, text), schema);
}

/**
 * The value of a parsed file, once it follows its schema.
 *
 * @throws PlannerError `E_INVALID_FILE` at the first violation
 */
export function validated<T>(document: Document, schema: SchemaName): T {
  const [violation] = violations(schema, document.value);
  if (violation === undefined) return document.value as T;
  throw invalidFile(document, schema, violation);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalidFile(document: Document, schema: SchemaName, violation: SchemaViolation) {
  const where = violation.keys.length === 0 ? "the file" : `\`${violation.keys.join(".")}\``;
  return new PlannerError("E_INVALID_FILE", `${where} ${violation.message}`, {
    position: document.positionOf(violation.keys),
    remedy:
      violation.expected ??
      `Every key of a ${schema} stands in docs/reference/${schema}.md of the repository.`,
  });
}
