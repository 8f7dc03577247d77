/** A JSON Schema: an object of keywords, or true for anything. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** What an output has to be, from its first character to its last. */
export type OutputFormat =
  /** A JSON document that a schema accepts. */
  | { kind: "json"; schema: JsonSchema }
  /** This text. */
  | { kind: "text"; text: string }
  /** One after the other. */
  | { kind: "sequence"; parts: readonly OutputFormat[] }
  /** One of them. */
  | { kind: "choice"; options: readonly OutputFormat[] };

/** Any JSON object. */
export const ANY_OBJECT: OutputFormat = { kind: "json", schema: { type: "object" } };
