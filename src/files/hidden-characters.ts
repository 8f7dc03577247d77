import { PlannerError } from "../errors.ts";
import type { Document } from "./document.ts";

/** Controls and line breaks; and those that turn the direction of writing, or leave no mark. */
const HIDDEN =
  /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/u;

type Keys = (string | number)[];

/**
 * Refuses text that a terminal, a log or a page would take for more than text: names of plans and
 * profiles are printed, and one may come from anywhere.
 *
 * @throws PlannerError `E_INVALID_FILE` at the first such text
 */
export function refuseHiddenCharacters(document: Document): void {
  if (document.isPlain) return;
  const keys = hiddenIn(document.value);
  if (keys === undefined) return;
  throw new PlannerError("E_INVALID_FILE", "text here holds control or invisible characters", {
    position: document.positionOf(keys),
    remedy: "Remove the characters: write names and notes in one line of plain text.",
  });
}

/** Where such a text is, from the value on. Most values are numbers of profiles. */
function hiddenIn(value: unknown): Keys | undefined {
  if (typeof value === "string") return HIDDEN.test(value) ? [] : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return hiddenInList(value);
  for (const [key, part] of Object.entries(value)) {
    if (HIDDEN.test(key)) return [key];
    const found = hiddenIn(part);
    if (found !== undefined) return [key, ...found];
  }
  return undefined;
}

function hiddenInList(parts: readonly unknown[]): Keys | undefined {
  for (let index = 0; index < parts.length; index++) {
    const found = hiddenIn(parts[index]);
    if (found !== undefined) return [index, ...found];
  }
  return undefined;
}
