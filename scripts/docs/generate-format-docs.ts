/**
 * Generates `docs/reference/<name>.md` from every `schemas/<name>.schema.json`: each key with its path,
 * type, unit, whether it is required, and what it means.
 * With `--check`, writes nothing and exits 1 when a page is stale.
 *
 * What the schema of plan sets holds of that of plans is on the page of plans.
 *
 * Tables follow the file: one for its top level, one for each key that holds an object or a list of
 * objects, and one for each definition that several keys share.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { markdownTable } from "./markdown-table.ts";

/** What the formats use of JSON Schema. */
interface Schema {
  title?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  $ref?: string;
  items?: Schema;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  oneOf?: Schema[];
  minimum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
}

/** The schema of a whole file. */
interface Root extends Schema {
  title: string;
  description: string;
  properties: Record<string, Schema>;
  required: string[];
  $defs?: Record<string, Schema>;
}

/** A schema behind its reference. */
interface Resolved extends Schema {
  /** Name of the definition. */
  definition?: string;
}

/** A key of an object, or a column of a row. */
interface Key {
  path: string;
  schema: Schema;
  required: boolean;
}

const schemas = new URL("../../schemas/", import.meta.url);
const reference = new URL("../../docs/reference/", import.meta.url);

/** Hand-written pages about meaning and rules. */
const MEANING: Readonly<Record<string, string>> = {
  plan: "[plan format](../plan-format.md)",
  "plan-set": "[plan sets](../plan-sets.md)",
  profile: "[profile format](../profile-format.md)",
  program: "[programs](../plan-format.md#programs)",
  session: "[the store of kernels](../kernel-store.md)",
  kernel: "[the store of kernels](../kernel-store.md)",
  pair: "[the store of kernels](../kernel-store.md)",
  "gpu-spec": "[datasheets](../datasheets.md)",
};

/** Units by the ending of a key's name: units stand in names everywhere in the formats. */
const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/FlopsPerSecond$/, "FLOP/s"],
  [/BytesPerSecond$/, "bytes/s"],
  [/^tokensPerSecond/, "tokens/s"],
  [/Us$|^us$/, "µs"],
  [/Mhz$/, "MHz"],
  [/Mj$/, "mJ"],
  [/W$/, "W"],
  [/Seconds$/, "s"],
  [/(^b|B)ytes$|^arenaOffset$/, "bytes"],
  [/[tT]okens$|Context$|^context$/, "tokens"],
  [/^smCount$|Sms$/, "SMs"],
  [/Ppm$/, "1e-6"],
  [/spread$|Spread$|^gap$|^speedup$|Fraction$|Slowdown$/, "1"],
];

function unitOf(path: string): string {
  const key = path.split(/[.[]/).findLast((part) => /[a-z]/i.test(part)) ?? "";
  return UNITS.find(([ending]) => ending.test(key))?.[1] ?? "";
}

/** A schema behind its `$ref`, with the reference's own description, and its definition's name. */
function resolve(schema: Schema, root: Root): Resolved {
  if (schema.$ref === undefined) return schema;
  const definition = schema.$ref.replace("#/$defs/", "");
  return { ...root.$defs?.[definition], ...schema, definition };
}

/** A link to the section of a definition, when it has one: when it has keys or columns. */
function linkTo({ definition, ...schema }: Resolved, root: Root): string | undefined {
  if (definition === "plan") return "[plan](plan.md)";
  if (definition === undefined || keysOf(schema, root, "").length === 0) return undefined;
  return `[${definition}](#${definition.toLowerCase()})`;
}

function typeOf(schema: Schema, root: Root): string {
  const resolved = resolve(schema, root);
  if ("const" in resolved) return `\`${resolved.const}\``;
  if (resolved.enum !== undefined) {
    const preset = resolved.default === undefined ? "" : `; default \`${resolved.default}\``;
    return `${resolved.enum.map((value) => `\`${value}\``).join(", ")}${preset}`;
  }
  const link = linkTo(resolved, root);
  if (link !== undefined) return link;
  if (resolved.prefixItems !== undefined) return "row";
  const alternatives = resolved.oneOf?.filter(({ properties }) => properties === undefined);
  if (alternatives !== undefined && alternatives.length > 0)
    return alternatives.map((each) => typeOf(each, root)).join(", or ");
  if (resolved.type === "array") return `list of ${typeOf(resolved.items ?? {}, root)}`;
  const { additionalProperties: values } = resolved;
  if (typeof values === "object") return `object with values: ${typeOf(values, root)}`;
  return scalarType(resolved);
}

function scalarType({ type, minimum, exclusiveMinimum, pattern }: Schema): string {
  return [
    [type].flat().join(" or ") || "object",
    minimum === undefined ? "" : `at least ${minimum}`,
    exclusiveMinimum === undefined ? "" : `above ${exclusiveMinimum}`,
    pattern === undefined ? "" : `\`${pattern}\``,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** The keys of an object, or the columns of a row, with those of plain objects inside it. */
function keysOf(schema: Schema, root: Root, path: string): Key[] {
  if (schema.prefixItems !== undefined) {
    return schema.prefixItems.map((column, position) => ({
      path: `${path}[${position}] ${column.title ?? ""}`.trim(),
      schema: column,
      required: true,
    }));
  }
  const keys: Key[] = [];
  for (const variant of schema.oneOf ?? [schema]) {
    for (const [name, key] of Object.entries(variant.properties ?? {})) {
      const required = variant.required?.includes(name) ?? false;
      keys.push({ path: path === "" ? name : `${path}.${name}`, schema: key, required });
    }
  }
  return keys.flatMap((key) => [key, ...insideOf(key, root)]);
}

/** What stands inside a key's value, unless a definition of its own says so. */
function insideOf({ path, schema }: Pick<Key, "path" | "schema">, root: Root): Key[] {
  const resolved = resolve(schema, root);
  if (resolved.definition !== undefined) return [];
  if (resolved.type === "array" && resolved.items) {
    return insideOf({ path: `${path}[]`, schema: resolved.items }, root);
  }
  const isObject = resolved.properties !== undefined || resolved.oneOf !== undefined;
  return isObject || resolved.prefixItems !== undefined ? keysOf(resolved, root, path) : [];
}

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

function table(keys: readonly Key[], root: Root): string[] {
  const rows = keys.map(({ path, schema, required }) =>
    [
      `\`${path}\``,
      typeOf(schema, root),
      unitOf(path),
      required ? "yes" : "no",
      resolve(schema, root).description ?? "",
    ].map(cell),
  );
  return markdownTable(["key", "type", "unit", "required", "meaning"], rows);
}

function section(title: string, schema: Schema, keys: readonly Key[], root: Root): string[] {
  const { description } = schema;
  return [`## ${title}`, "", ...(description ? [description, ""] : []), ...table(keys, root), ""];
}

function page(file: string, root: Root): string {
  const name = file.replace(".schema.json", "");
  const top = Object.entries(root.properties).map(([path, schema]) => ({
    path,
    schema,
    required: root.required.includes(path),
  }));
  const lines = [
    `<!-- Generated from schemas/${file} by \`npm run docs\`; edit the schema instead. -->`,
    "",
    `# ${root.title}: every key`,
    "",
    root.description,
    "",
    `Unit \`1\` is a ratio, not percent. Keys that are not listed are errors. Meaning and rules: ${MEANING[name]}.`,
    "",
    ...section("Top level", {}, top, root),
  ];
  for (const key of top) {
    const inside = insideOf(key, root);
    if (inside.length > 0) lines.push(...section(key.path, key.schema, inside, root));
  }
  const definitions = root.$defs?.plan === undefined ? (root.$defs ?? {}) : {};
  for (const [definition, schema] of Object.entries(definitions)) {
    const keys = keysOf(schema, root, schema.prefixItems === undefined ? "" : definition);
    if (keys.length > 0) lines.push(...section(definition, schema, keys, root));
  }
  return lines.join("\n");
}

const check = process.argv.includes("--check");
const stale: string[] = [];
mkdirSync(reference, { recursive: true });
for (const file of readdirSync(schemas).filter((name) => name.endsWith(".schema.json"))) {
  const text = page(file, JSON.parse(readFileSync(new URL(file, schemas), "utf8")));
  const target = new URL(file.replace(".schema.json", ".md"), reference);
  if (existsSync(target) && readFileSync(target, "utf8") === text) continue;
  if (check) stale.push(file);
  else writeFileSync(target, text);
}
if (stale.length > 0) {
  console.error(`Stale pages for ${stale.join(", ")}: run \`npm run docs\`.`);
  process.exitCode = 1;
}
