import { existsSync } from "node:fs";
import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import { parseText, readText } from "../files/read-document.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON file of a checkpoint. Its keys are those of others, so nothing is asked of them here. */
export interface ObjectFile {
  document: Document;
  value: JsonObject;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @returns undefined when there is no such file
 * @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE` when it is no object
 */
export function readObjectFile(path: string): ObjectFile | undefined {
  if (!existsSync(path)) return undefined;
  const document = parseText(path, readText(path));
  if (isObject(document.value)) return { document, value: document.value };
  throw new PlannerError("E_INVALID_FILE", "the file is not a JSON object", {
    position: document.positionOf([]),
    remedy: "Use the file that came with the checkpoint.",
  });
}
