/**
 * Generates `src/generated/<name>.ts` from every `schemas/<name>.schema.json`.
 * With `--check`, writes nothing and exits 1 when a generated file is stale.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const schemas = new URL("../../schemas/", import.meta.url);
const generated = new URL("../../src/generated/", import.meta.url);
const check = process.argv.includes("--check");
const stale = [];

mkdirSync(generated, { recursive: true });
for (const file of readdirSync(schemas).filter((name) => name.endsWith(".schema.json"))) {
  const name = file.replace(".schema.json", "");
  const schema = JSON.parse(readFileSync(new URL(file, schemas), "utf8"));
  const code = await compile(schema, schema.title, {
    additionalProperties: false,
    bannerComment: `/* Generated from schemas/${file} by \`npm run types\`; edit the schema instead. */`,
  });
  const target = new URL(`${name}.ts`, generated);
  if (existsSync(target) && readFileSync(target, "utf8") === code) continue;
  if (check) stale.push(file);
  else writeFileSync(target, code);
}
if (stale.length > 0) {
  console.error(`Stale types for ${stale.join(", ")}: run \`npm run types\`.`);
  process.exitCode = 1;
}
