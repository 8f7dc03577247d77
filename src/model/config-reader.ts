import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";

/** Reads keys of a configuration, with errors that name the key and its place in the file. */
export interface ConfigReader {
  /** Value of a key; undefined when it is missing or null. */
  value(key: string): unknown;
  /** @throws PlannerError `E_INVALID_FILE` when the key is missing or no positive integer */
  positiveInteger(key: string): number;
  positiveIntegerOr(key: string, fallback: number): number;
  /** As {@link positiveInteger}, but 0 is allowed. */
  count(key: string): number;
  /** @throws PlannerError `E_INVALID_FILE` when the value is neither true nor false */
  booleanOr(key: string, fallback: boolean): boolean;
  /** A model that the key makes unsupported: `E_INVALID_MODEL` at the key. */
  unsupported(key: string, reason: string, remedy: string): PlannerError;
}

/**
 * @throws PlannerError `E_INVALID_FILE` when the document is no object
 */
export function configReader(document: Document): ConfigReader {
  const root = document.value;
  if (typeof root !== "object" || root === null || Array.isArray(root)) {
    throw new PlannerError("E_INVALID_FILE", "a model configuration must be an object", {
      position: document.positionOf([]),
      remedy: "Use the config.json of a Hugging Face model.",
    });
  }
  const entries = new Map<string, unknown>(Object.entries(root));
  const value = (key: string) => entries.get(key) ?? undefined;

  const invalid = (key: string, expected: string) => {
    const found = JSON.stringify(value(key));
    const message =
      found === undefined ? `lacks the key \`${key}\`` : `\`${key}\` is ${found}, not ${expected}`;
    return new PlannerError("E_INVALID_FILE", message, {
      position: document.positionOf([key]),
      remedy: `Set \`${key}\` to ${expected}.`,
    });
  };
  const integer = (key: string, minimum: number, expected: string): number => {
    const found = value(key);
    if (Number.isSafeInteger(found) && (found as number) >= minimum) return found as number;
    throw invalid(key, expected);
  };
  const positiveInteger = (key: string) => integer(key, 1, "a positive integer");

  return {
    value,
    positiveInteger,
    positiveIntegerOr: (key, fallback) =>
      value(key) === undefined ? fallback : positiveInteger(key),
    count: (key) => integer(key, 0, "an integer of 0 or more"),
    booleanOr(key, fallback) {
      const found = value(key) ?? fallback;
      if (typeof found === "boolean") return found;
      throw invalid(key, "true or false");
    },
    unsupported: (key, reason, remedy) =>
      new PlannerError("E_INVALID_MODEL", `\`${key}\`: ${reason}`, {
        position: document.positionOf([key]),
        remedy,
      }),
  };
}
