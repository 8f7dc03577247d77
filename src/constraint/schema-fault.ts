/** Why outputs cannot be held to a schema, and where it says so. */
export class SchemaFault extends Error {
  /** JSON pointer into the schema, such as `#/properties/age`. */
  readonly place: string;

  constructor(place: string, message: string) {
    super(message);
    this.name = "SchemaFault";
    this.place = place;
  }
}

/** A part of a schema. */
export function placeOf(parent: string, ...keys: readonly (string | number)[]): string {
  const parts = keys.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
  return [parent, ...parts].join("/");
}
