import { COMBINING } from "../../constraint/keywords.ts";
import type { JsonSchema } from "../../constraint/output-format.ts";
import { resolveRef } from "../../constraint/schema-options.ts";
import { isObject } from "./fields.ts";

type Parameters = Readonly<Record<string, unknown>>;

/** Formats are compiled no deeper. */
const MOST_LEVELS = 64;
/** They say of a value that it is an object, where no `type` does. */
const OF_OBJECTS = ["properties", "required", "additionalProperties"] as const;

/**
 * Whether a schema is one of objects, as arguments of functions are. What compiling refuses in any
 * case, such as a reference to nothing, counts as one: compiling says more of it.
 */
export function isOfObjects(parameters: Parameters): boolean {
  const { type = "object" } = parameters;
  if (!typesIn(type).includes("object")) return false;
  return isCombined(parameters) ? takesObjects(parameters, parameters, 0) : true;
}

/** The same schema, for objects alone where its `type` names others beside them, or is left out. */
export function forObjects(parameters: Parameters): JsonSchema {
  return isCombined(parameters) ? parameters : { ...parameters, type: "object" };
}

function isCombined(schema: Parameters): boolean {
  return COMBINING.some((keyword) => keyword in schema);
}

function typesIn(type: unknown): readonly unknown[] {
  return Array.isArray(type) ? type : [type];
}

/** Whether a part takes objects alone. */
function takesObjects(root: Parameters, part: unknown, level: number): boolean {
  if (level > MOST_LEVELS) return true;
  if (!isObject(part)) return false;
  const keyword = COMBINING.find((name) => name in part);
  if (keyword === undefined) {
    const { type } = part;
    if (type === undefined) return OF_OBJECTS.some((name) => name in part);
    return typesIn(type).every((each) => each === "object");
  }
  const value = part[keyword];
  if (keyword === "const") return isObject(value);
  if (keyword === "$ref") return takesObjects(root, referred(root, value), level + 1);
  if (!Array.isArray(value)) return true;
  if (keyword === "enum") return value.every(isObject);
  return value.every((option) => takesObjects(root, option, level + 1));
}

function referred(root: Parameters, target: unknown): unknown {
  try {
    return resolveRef(root, target, "#");
  } catch {
    return { type: "object" };
  }
}
