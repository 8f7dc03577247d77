import { readFileSync, statSync } from "node:fs";
import { PlannerError } from "../errors.ts";
import { decodeText, NoTextError } from "./decode-text.ts";
import type { Document } from "./document.ts";
import { refuseHiddenCharacters } from "./hidden-characters.ts";
import { parseJson } from "./json-text.ts";
import { SCHEMA_NAMES, type SchemaName, type SchemaViolation, violations } from "./schemas.ts";
import { parseYaml } from "./yaml-text.ts";

const PLAIN: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a folder",
  ERR_FS_FILE_TOO_LARGE: "the file is too large",
  ERR_STRING_TOO_LONG: "the file is too large",
};

/**
 * @throws PlannerError `E_UNREADABLE` when the file is missing or cannot be read
 * @throws PlannerError `E_INVALID_FILE` when it is no text
 */
export function readText(path: string, remedy = "Check the path."): string {
  const bytes = readBytes(path, remedy);
  try {
    return decodeText(bytes);
  } catch (cause) {
    if (!(cause instanceof NoTextError)) throw cause;
    throw new PlannerError("E_INVALID_FILE", cause.message, {
      position: { path },
      remedy: cause.remedy,
      cause,
    });
  }
}

function readBytes(path: string, remedy: string): Uint8Array {
  const stats = statSync(path, { throwIfNoEntry: false });
  // Some never end, such as /dev/zero behind a link.
  if (stats?.isCharacterDevice() || stats?.isBlockDevice()) {
    throw new PlannerError("E_UNREADABLE", `${path}: it is a device`, { remedy });
  }
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unreadable(path, cause, remedy);
  }
}

/** A file that the operating system does not let us read. */
export function unreadable(path: string, cause: unknown, remedy = "Check the path."): PlannerError {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const what = PLAIN[code] ?? `cannot be read: ${message}`;
  return new PlannerError("E_UNREADABLE", `${path}: ${what}`, { remedy, cause });
}

/**
 * Parses JSON, or else YAML. Errors say where and of which kind, and never what stands there: the
 * text may be any file.
 *
 * @throws PlannerError `E_INVALID_FILE` when it is empty, or at the first thing wrong
 */
export function parseText(path: string, text: string): Document {
  if (text.trim() === "") {
    throw new PlannerError("E_INVALID_FILE", "the file is empty", {
      position: { path, line: 1, column: 1 },
      remedy: "Make it again, or name another file.",
    });
  }
  const json = /^\s*[[{]/.test(text) ? parseJson(path, text) : undefined;
  if (json === undefined) refuseSession(path, text);
  return json ?? parseYaml(path, text);
}

/** A session is JSON Lines: as YAML it would be refused at its second line, for no clear reason. */
function refuseSession(path: string, text: string): void {
  if (!/^\s*\{\s*"schema"\s*:\s*"nanoflow-plan\/session\//.test(text)) return;
  throw new PlannerError("E_INVALID_FILE", "the file is a session, and another kind is due here", {
    position: { path, line: 1, column: 1 },
    remedy: "Options that take a profile take a session.",
  });
}

/**
 * The value of a parsed file, once it follows its schema.
 *
 * @throws PlannerError `E_INVALID_FILE` at the first violation, or at text with control characters
 */
export function validated<T>(document: Document, schema: SchemaName): T {
  refuseAnotherKind(document, schema);
  const [violation] = violations(schema, document.value);
  if (violation !== undefined) throw invalidFile(document, schema, violation);
  refuseHiddenCharacters(document);
  return document.value as T;
}

/** A profile where a plan is due: said as such, and not by the first key that it lacks. */
function refuseAnotherKind(document: Document, due: SchemaName): void {
  const kind = SCHEMA_NAMES.find((name) => name !== due && isOf(name, document.value));
  if (kind === undefined) return;
  throw new PlannerError("E_INVALID_FILE", `the file is a ${kind}, no ${due}`, {
    position: document.positionOf(["schema"]),
    remedy: `Name a ${due} here.`,
  });
}

/** Whether a value says by its `schema` that it is of a kind, in whichever version. */
function isOf(name: SchemaName, value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("schema" in value)) return false;
  return typeof value.schema === "string" && value.schema.startsWith(`nanoflow-plan/${name}/`);
}

function invalidFile(document: Document, schema: SchemaName, violation: SchemaViolation) {
  const where = violation.keys.length === 0 ? "the file" : `\`${violation.keys.join(".")}\``;
  const about = violation.about === undefined ? "" : `${violation.about} `;
  return new PlannerError("E_INVALID_FILE", `${where} ${violation.message}`, {
    position: document.positionOf(violation.place ?? violation.keys),
    remedy:
      violation.expected ??
      `${about}Every key of a ${schema} stands in docs/reference/${schema}.md of the repository.`,
  });
}
