import { COMBINING, impliedType, type Keywords } from "./keywords.ts";

/**
 * References to parts of a schema that no finite document fits, since each needs itself again.
 *
 * @param parts by reference, all that their references mean among them; valid ones
 */
export function endlessParts(parts: ReadonlyMap<string, unknown>): string[] {
  const ending = new Set<string>();
  for (let before = -1; before < ending.size; ) {
    before = ending.size;
    for (const [key, part] of parts) {
      if (!ending.has(key) && canEnd(part, ending)) ending.add(key);
    }
  }
  return [...parts.keys()].filter((key) => !ending.has(key));
}

/** @param ending references to parts that can end */
function canEnd(schema: unknown, ending: ReadonlySet<string>): boolean {
  if (typeof schema === "boolean") return schema;
  const keywords = schema as Keywords;
  const keyword = COMBINING.find((name) => name in keywords);
  switch (keyword) {
    case "$ref":
      return ending.has(keywords.$ref as string);
    case "const":
    case "enum":
      return true;
    case undefined:
      return [keywords.type ?? impliedType(keywords)].flat().some((type) => {
        if (type === "object") return canObjectEnd(keywords, ending);
        return type !== "array" || canArrayEnd(keywords, ending);
      });
    default:
      return (keywords[keyword] as unknown[]).some((option) => canEnd(option, ending));
  }
}

function canObjectEnd(schema: Keywords, ending: ReadonlySet<string>): boolean {
  const properties = (schema.properties ?? {}) as Keywords;
  const required = (schema.required ?? []) as string[];
  return required.every(
    (name) => !Object.hasOwn(properties, name) || canEnd(properties[name], ending),
  );
}

function canArrayEnd(schema: Keywords, ending: ReadonlySet<string>): boolean {
  const { items = true, minItems = 0 } = schema;
  const prefix = (schema.prefixItems ?? []) as unknown[];
  const needed = (minItems as number) > prefix.length ? [...prefix, items] : prefix;
  return needed.every((item) => canEnd(item, ending));
}
