/**
 * Generates `src/generated/<name>.ts`, its types, and `src/generated/validate-<name>.ts`, from every
 * `schemas/<name>.schema.json`.
 * With `--check`, writes nothing and exits 1 when a generated file is stale.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { compile, type JSONSchema } from "json-schema-to-typescript";
import { validatorSource } from "./validator-source.ts";

const schemas = new URL("../../schemas/", import.meta.url);
const generated = new URL("../../src/generated/", import.meta.url);
const check = process.argv.includes("--check");
const stale: string[] = [];

mkdirSync(generated, { recursive: true });
for (const file of readdirSync(schemas).filter((name) => name.endsWith(".schema.json"))) {
  const name = file.replace(".schema.json", "");
  const text = readFileSync(new URL(file, schemas), "utf8");
  const schema: JSONSchema = JSON.parse(text, (_, value) => namedRow(value));
  const bannerComment = `/* Generated from schemas/${file} by \`npm run types\`; edit the schema instead. */`;
  const options = { additionalProperties: false, bannerComment };
  const sources = {
    [`${name}.ts`]: await compile(schema, schema.title ?? name, options),
    [`validate-${name}.ts`]: `${bannerComment}\n${validatorSource(JSON.parse(text))}`,
  };
  for (const [path, source] of Object.entries(sources)) {
    const target = new URL(path, generated);
    if (existsSync(target) && readFileSync(target, "utf8") === source) continue;
    if (check) stale.push(path);
    else writeFileSync(target, source);
  }
}

/**
 * json-schema-to-typescript does not read `prefixItems`: a row gets its type by the titles of its
 * columns, under a key that only that program knows and that no schema should be shipped with.
 */
function namedRow(schema: JSONSchema & { prefixItems?: JSONSchema[] }): JSONSchema {
  const { prefixItems, ...rest } = schema ?? {};
  if (prefixItems === undefined) return schema;
  const columns = prefixItems.map(({ title, type }) => {
    return `${title}: ${type === "integer" ? "number" : type}`;
  });
  return { ...rest, tsType: `[${columns.join(", ")}]` };
}

if (stale.length > 0) {
  console.error(`Stale in src/generated: ${stale.join(", ")}: run \`npm run types\`.`);
  process.exitCode = 1;
}
