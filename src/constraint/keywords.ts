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

/** What a part of a schema is. */
export type PartKind = keyof typeof KEYWORDS;

export const TYPES = ["object", "array", "string", "integer", "number", "boolean", "null"] as const;
export type TypeName = (typeof TYPES)[number];

/** Types of the keywords that say one, where `type` is left out. */
const IMPLIED: readonly (readonly [keyword: string, type: TypeName])[] = [
  ["properties", "object"],
  ["required", "object"],
  ["additionalProperties", "object"],
  ["items", "array"],
  ["prefixItems", "array"],
];

/** The type of a part without `type`; undefined where its keywords say none. */
export function impliedType(schema: Keywords): TypeName | undefined {
  return IMPLIED.find(([keyword]) => keyword in schema)?.[1];
}

/** @throws SchemaFault on a keyword that would not be held to */
export function requireKeywords(
  keywords: Keywords,
  kinds: readonly PartKind[],
  place: string,
): void {
  const allowed: readonly string[] = kinds.flatMap((kind) => [...KEYWORDS[kind]]);
  for (const keyword of Object.keys(keywords)) {
    if (allowed.includes(keyword) || ANNOTATIONS.includes(keyword)) continue;
    if (keyword.startsWith("x-")) continue;
    const name = keyword.slice(0, 40);
    throw new SchemaFault(place, `\`${name}\` ${whyNot(name, kinds)}`);
  }
}

function whyNot(keyword: string, kinds: readonly PartKind[]): string {
  if (NOT_HELD.includes(keyword)) return "is not supported: leave it out";
  const known: readonly string[] = Object.values(KEYWORDS).flat();
  if (known.includes(keyword)) return whyNotHere(keyword, kinds);
  const [nearest] = nearestNames(keyword, [...known, ...NOT_HELD]);
  const hint = nearest === undefined ? "leave it out" : `perhaps \`${nearest}\` is meant`;
  return `is no keyword of JSON Schema: ${hint}`;
}

function whyNotHere(keyword: string, kinds: readonly PartKind[]): string {
  if (kinds.includes("any")) {
    const types = TYPES.filter((type) => (KEYWORDS[type] as readonly string[]).includes(keyword));
    return `is not supported without \`type\` ${types.join(" or ")}: give it`;
  }
  const combining = COMBINING.find((name) => (kinds as readonly string[]).includes(name));
  if (combining !== undefined) return `is not supported beside \`${combining}\`: leave it out`;
  return `says nothing of \`type\` ${kinds.join(" or ")}: leave it out`;
}
