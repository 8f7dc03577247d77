import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";

const FOLDER = "schemas";

/** What is wrong with a schema by the schema of schemas. */
function faultsOf(schema: object) {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  ajv.addKeyword("tsType");
  ajv.validateSchema(schema);
  return ajv.errors ?? [];
}

describe("schemas", () => {
  it.each(readdirSync(FOLDER))("are valid themselves: %s", (file) => {
    expect(faultsOf(JSON.parse(readFileSync(join(FOLDER, file), "utf8")))).toEqual([]);
  });

  it("are found invalid where a keyword has a value of a wrong type", () => {
    expect(faultsOf({ type: "object", required: "name" })).not.toEqual([]);
  });
});
