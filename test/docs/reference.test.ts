import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { runScript } from "../support/script.ts";

const root = new URL("../../", import.meta.url);
const formats = readdirSync(new URL("schemas/", root)).map((file) =>
  file.replace(".schema.json", ""),
);
const textOf = (path: string) => readFileSync(new URL(path, root), "utf8");

const UP_TO_DATE = { status: 0, stdout: "", stderr: "" };
const check = (script: string) =>
  runScript(fileURLToPath(new URL(`scripts/docs/${script}.ts`, root)), ["--check"]);

/** Names of all keys that a schema allows, at any depth. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([word, value]) =>
    word === "properties" ? [...Object.keys(value), ...keysOf(value)] : keysOf(value),
  );
}

describe("the lists of keys", () => {
  it("are those of the schemas", async () => {
    expect(await check("generate-format-docs")).toEqual(UP_TO_DATE);
  });

  it("of models are those that the reader works by", async () => {
    expect(await check("refresh-model-tables")).toEqual(UP_TO_DATE);
  });

  it("of requests and metrics are those that the server works by", async () => {
    expect(await check("refresh-server-tables")).toEqual(UP_TO_DATE);
  });

  it.each(formats)("leave out no key of a %s", (format) => {
    const page = textOf(`docs/reference/${format}.md`);
    const { $defs: definitions, ...top } = JSON.parse(textOf(`schemas/${format}.schema.json`));
    // A set's definitions are those of plans, which have a page of their own.
    const schema = definitions?.plan === undefined ? { ...top, definitions } : top;
    const missing = keysOf(schema).filter(
      (key) => !new RegExp(`^\\| \`([^\`]*[.])?${key}\``, "m").test(page),
    );
    expect(missing).toEqual([]);
  });
});
