import { nearestNames } from "../text/nearest-name.ts";
import { SchemaFault } from "./schema-fault.ts";

export type Keywords = { readonly [keyword: string]: unknown };

/** Say nothing of what is valid. */
const ANNOTATIONS = [
  ...["$schema", "$id", "$anchor", "$comment", "$defs", "definitions", "title", "description"],
  ...["default", "example", "examples", "deprecated", "readOnly", "writeOnly", "format"],
  ...["contentEncoding", "contentMediaType", "nullable", "discriminator"],
];

/** By what a part of a schema is: what it may say beside annotations. */
export const KEYWORDS = {
  $ref: ["$ref"],
  const: ["const", "type"],
  enum: ["enum", "type"],
  anyOf: ["anyOf"],
  oneOf: ["oneOf"],
  allOf: ["allOf"],
  object: ["type", "properties", "required", "additionalProperties"],
  array: ["type", "items", "prefixItems", "minItems", "maxItems"],
  string: ["type", "minLength", "maxLength"],
  integer: ["type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
  number: ["type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
  boolean: ["type"],
  null: ["type"],
  any: ["type"],
} as const;

/** JSON Schema has them, and no grammar here can hold an output to them. */
const NOT_HELD = [
  ...["not", "if", "then", "else", "pattern", "multipleOf", "uniqueItems", "contains"],
  ...["minContains", "maxContains", "patternProperties", "propertyNames", "minProperties"],
  ...["maxProperties", "dependentRequired", "dependentSchemas", "dependencies", "$dynamicRef"],
  ...["unevaluatedProperties", "unevaluatedItems", "additionalItems"],
];

/** Where they stand alone, these say what a part of a schema is. */
export const COMBINING = ["$ref", "const", "enum", "anyOf", "oneOf", "allOf"] as const;

/** @throws SchemaFault on a keyword that would not be held to */
export function requireKeywords(
  keywords: Keywords,
  allowed: readonly string[],
  place: string,
): void {
  for (const keyword of Object.keys(keywords)) {
    if (allowed.includes(keyword) || ANNOTATIONS.includes(keyword)) continue;
    if (keyword.startsWith("x-")) continue;
    throw new SchemaFault(place, `\`${keyword.slice(0, 40)}\` ${whyNot(keyword, allowed)}`);
  }
}

function whyNot(keyword: string, allowed: readonly string[]): string {
  if (NOT_HELD.includes(keyword)) return "is not supported: leave it out";
  const known = Object.values(KEYWORDS).flat();
  if ((known as readonly string[]).includes(keyword)) {
    return `says nothing beside \`${allowed[0]}\` here: leave it out`;
  }
  const [nearest] = nearestNames(keyword, [...known, ...NOT_HELD]);
  const hint = nearest === undefined ? "leave it out" : `perhaps \`${nearest}\` is meant`;
  return `is no keyword of JSON Schema: ${hint}`;
}
