import type { Keywords } from "./keywords.ts";
import type { JsonSchema } from "./output-format.ts";
import { SchemaFault } from "./schema-fault.ts";

/**
 * The part of a schema that a reference means.
 *
 * @throws SchemaFault where there is none
 */
export function resolveRef(root: JsonSchema, target: unknown, place: string): unknown {
  if (typeof target !== "string" || !/^#(\/|$)/.test(target)) {
    throw new SchemaFault(place, "refers out of the schema: write it as `#/$defs/NAME`");
  }
  let part: unknown = root;
  for (const key of target.split("/").slice(1)) {
    const name = unescaped(key);
    const isThere =
      typeof part === "object" && part !== null && name !== undefined && Object.hasOwn(part, name);
    if (!isThere) throw new SchemaFault(place, "refers to what is not there: add it to `$defs`");
    part = (part as Record<string, unknown>)[name];
  }
  return part;
}

function unescaped(key: string): string | undefined {
  try {
    return decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return undefined;
  }
}

/**
 * Whether no value can fit two of the options: each two have other types, or are objects that must
 * have one property with other values.
 */
export function areDisjoint(root: JsonSchema, options: readonly unknown[]): boolean {
  const each = options.map((option) => followed(root, option));
  return each.every((one, index) => each.slice(index + 1).every((other) => isApart(one, other)));
}

/** @returns undefined for what is no object of keywords, or refers on and on */
function followed(root: JsonSchema, schema: unknown): Keywords | undefined {
  let part = schema;
  for (let step = 0; step < 8; step++) {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return undefined;
    const keywords = part as Keywords;
    if (!("$ref" in keywords)) return keywords;
    part = resolveRef(root, keywords.$ref, "#");
  }
  return undefined;
}

function isApart(one: Keywords | undefined, other: Keywords | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [types, others] = [kindsOf(one), kindsOf(other)];
  if (types === undefined || others === undefined) return false;
  if (!types.some((type) => others.includes(type))) return true;
  const values = valuesOf(one);
  const otherValues = valuesOf(other);
  if (values !== undefined && otherValues !== undefined) return areApart(values, otherValues);
  return requiredOf(one).some((name) => {
    if (!requiredOf(other).includes(name)) return false;
    const [left, right] = [propertyValues(one, name), propertyValues(other, name)];
    return left !== undefined && right !== undefined && areApart(left, right);
  });
}

/** Types of the values that fit; an integer is a number. */
function kindsOf(schema: Keywords): readonly string[] | undefined {
  const values = valuesOf(schema);
  if (values !== undefined) return values.map(kindOf);
  const implied = "properties" in schema ? "object" : undefined;
  const { type = implied } = schema;
  if (type === undefined) return undefined;
  return [type].flat().map((each) => (each === "integer" ? "number" : String(each)));
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function valuesOf(schema: Keywords): readonly unknown[] | undefined {
  if ("const" in schema) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

function requiredOf({ required }: Keywords): readonly unknown[] {
  return Array.isArray(required) ? required : [];
}

function propertyValues({ properties }: Keywords, name: unknown): readonly unknown[] | undefined {
  const schema = (properties as Record<string, Keywords> | undefined)?.[String(name)];
  return schema === undefined ? undefined : valuesOf(schema);
}

function areApart(left: readonly unknown[], right: readonly unknown[]): boolean {
  const known = new Set(left.map((value) => JSON.stringify(value)));
  return right.every((value) => !known.has(JSON.stringify(value)));
}
