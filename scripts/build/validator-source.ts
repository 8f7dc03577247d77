import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

/** Keywords that say something to readers and nothing to a validator. */
const NOTES = new Set(["title", "description"]);

/** Keywords whose value maps names to schemas: a property may be called `title`. */
const NAMED = new Set(["properties", "patternProperties", "$defs"]);

/**
 * A schema as TypeScript that validates by itself: compiling it at run time takes longer than
 * checking any file does. Its errors are those of Ajv with `verbose`, notes left out.
 */
export function validatorSource(schema: object): string {
  const code = { source: true, esm: true, lines: true, optimize: 2 };
  const ajv = new Ajv2020({ strict: true, verbose: true, code });
  const source = standalone.default(ajv, ajv.compile(withoutNotes(schema) as object));
  return source
    .replace(/^"use strict";\n/, "// @ts-nocheck: Ajv writes JavaScript.\n")
    .replace(/^export default .*\n/m, "");
}

function withoutNotes(part: unknown, isNames = false): unknown {
  if (Array.isArray(part)) return part.map((entry) => withoutNotes(entry));
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).filter(([key]) => isNames || !NOTES.has(key));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, withoutNotes(value, !isNames && NAMED.has(key))]),
  );
}
