import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";

/**
 * Reads keys of a configuration, or of an object within it, with errors that name the key and its
 * place in the file.
 */
export interface ConfigReader {
  /** All keys of the file, those with null included. */
  keys: readonly string[];
  /** Whether the key stands in the file, be it with null. */
  has(key: string): boolean;
  /** Value of a key; undefined when it is missing or null. */
  value(key: string): unknown;
  /** Value of a key as JSON, for messages; undefined when it is missing or null. */
  text(key: string): string | undefined;
  /** @throws PlannerError `E_INVALID_FILE` when the key is missing or no positive integer */
  positiveInteger(key: string): number;
  positiveIntegerOr(key: string, fallback: number): number;
  /** As {@link positiveInteger}, but 0 is allowed. */
  count(key: string): number;
  /** @throws PlannerError `E_INVALID_FILE` when the key is missing or no number above 0 */
  positiveNumber(key: string): number;
  positiveNumberOr(key: string, fallback: number): number;
  /** @throws PlannerError `E_INVALID_FILE` when the value is no finite number */
  numberOr(key: string, fallback: number): number;
  /** @throws PlannerError `E_INVALID_FILE` when the value is neither true nor false */
  booleanOr(key: string, fallback: boolean): boolean;
  /**
   * Reader of the object under a key; undefined when it is missing or null.
   *
   * @throws PlannerError `E_INVALID_FILE` when the value is no object
   */
  section(key: string): ConfigReader | undefined;
  /** A value that is wrong or missing: `E_INVALID_FILE` at the key. */
  invalid(key: string, expected: string, remedy?: string): PlannerError;
  /** A model that the key makes unsupported: `E_INVALID_MODEL` at the key. */
  unsupported(key: string, reason: string, remedy: string): PlannerError;
}

/**
 * @throws PlannerError `E_INVALID_FILE` when the document is no object
 */
export function configReader(document: Document): ConfigReader {
  const { value } = document;
  if (isObject(value)) return readerOf(document, value, []);
  throw new PlannerError("E_INVALID_FILE", "a model configuration must be an object", {
    position: document.positionOf([]),
    remedy: "Use the config.json of a Hugging Face model.",
  });
}

/** @param path keys that lead to the object from the root of the document */
function readerOf(document: Document, object: object, path: readonly string[]): ConfigReader {
  const entries = new Map<string, unknown>(Object.entries(object));
  const value = (key: string) => entries.get(key) ?? undefined;
  const text = (key: string) => JSON.stringify(value(key));
  const position = (key: string) => document.positionOf([...path, key]);
  const nameOf = (key: string) => `\`${[...path, key].join(".")}\``;

  const invalid = (
    key: string,
    expected: string,
    remedy = `Set ${nameOf(key)} to ${expected}.`,
  ) => {
    const found = text(key);
    const message =
      found === undefined ? missing(key) : `${nameOf(key)} is ${found}, not ${expected}`;
    return new PlannerError("E_INVALID_FILE", message, { position: position(key), remedy });
  };
  const missing = (key: string) =>
    entries.has(key) ? `${nameOf(key)} is null` : `lacks the key ${nameOf(key)}`;
  const integer = (key: string, minimum: number, expected: string): number => {
    const found = value(key);
    if (Number.isSafeInteger(found) && (found as number) >= minimum) return found as number;
    throw invalid(key, expected);
  };
  const positiveInteger = (key: string) => integer(key, 1, "a positive integer");
  const positiveNumber = (key: string): number => {
    const found = value(key);
    if (typeof found === "number" && Number.isFinite(found) && found > 0) return found;
    throw invalid(key, "a number above 0");
  };

  return {
    keys: [...entries.keys()],
    has: (key) => entries.has(key),
    value,
    text,
    positiveInteger,
    positiveIntegerOr: (key, fallback) =>
      value(key) === undefined ? fallback : positiveInteger(key),
    count: (key) => integer(key, 0, "an integer of 0 or more"),
    positiveNumber,
    positiveNumberOr: (key, fallback) =>
      value(key) === undefined ? fallback : positiveNumber(key),
    numberOr(key, fallback) {
      const found = value(key) ?? fallback;
      if (typeof found === "number" && Number.isFinite(found)) return found;
      throw invalid(key, "a number");
    },
    booleanOr(key, fallback) {
      const found = value(key) ?? fallback;
      if (typeof found === "boolean") return found;
      throw invalid(key, "true or false");
    },
    section(key) {
      const found = value(key);
      if (found === undefined) return undefined;
      if (isObject(found)) return readerOf(document, found, [...path, key]);
      throw invalid(key, "an object or null");
    },
    invalid,
    unsupported: (key, reason, remedy) =>
      new PlannerError("E_INVALID_MODEL", `${nameOf(key)}: ${reason}`, {
        position: position(key),
        remedy,
      }),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
