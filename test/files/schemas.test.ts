import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { readPlanSet } from "../../src/plan-set/plan-set-file.ts";
import { DATASHEET_GPUS, datasheetOf } from "../../src/profile/datasheet-gpus.ts";
import { loadProfile } from "../../src/profile/load.ts";
import { shippedSessions } from "../../src/profile/shipped.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { askPython, describeWithPython } from "../support/python.ts";
import { shippedPlans } from "../support/shipped-plans.ts";

const FOLDER = "schemas";
const FILES = readdirSync(FOLDER);
const SET = "plans/h200-sxm/llama-3-8b-tp1-1024-512.plan-set.yaml";

function schemaOf(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
}

/** What is wrong with a schema by the schema of schemas. */
function faultsOf(schema: object) {
  const ajv = new Ajv2020();
  ajv.validateSchema(schema);
  return ajv.errors ?? [];
}

/** Files and lines of every format, by the name of its schema: the smallest session, and plans of all kinds. */
function shippedFiles(): Record<string, unknown[]> {
  const plans = shippedPlans().map(([, plan]) => plan);
  const program = lowerPlan(plans[0] as (typeof plans)[number], 2);
  const [smallest = ""] = shippedSessions()
    .map(({ file }) => join("profiles", file))
    .sort((one, other) => statSync(one).size - statSync(other).size);
  const [session, ...lines] = readFileSync(smallest, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const linesOf = (kind: string) =>
    lines.filter(({ schema }) => schema === `nanoflow-plan/${kind}/2`);
  return {
    "plan.schema.json": plans,
    "plan-set.schema.json": [readPlanSet(SET).set],
    "profile.schema.json": [loadProfile(smallest).profile],
    "session.schema.json": [session],
    "kernel.schema.json": linesOf("kernel"),
    "pair.schema.json": linesOf("pair"),
    "program.schema.json": [program],
    "gpu-spec.schema.json": DATASHEET_GPUS.map(datasheetOf),
  };
}

const shipped = shippedFiles();

describe("schemas", () => {
  it.each(FILES)("are valid themselves: %s", (file) => {
    expect(faultsOf(schemaOf(file))).toEqual([]);
  });

  it("are found invalid where a keyword has a value of a wrong type", () => {
    expect(faultsOf({ type: "object", required: "name" })).not.toEqual([]);
  });

  it.each(FILES)(
    "compile as shipped in a strict validator that knows no more, and hold: %s",
    (file) => {
      const said: unknown[] = [];
      const say = (...words: unknown[]) => said.push(words);
      const logger = { log: say, warn: say, error: say };
      const validate = new Ajv2020({ strict: true, useDefaults: true, logger }).compile(
        schemaOf(file),
      );
      expect(said).toEqual([]);
      for (const value of shipped[file] ?? []) {
        expect(validate(structuredClone(value)) ? [] : validate.errors).toEqual([]);
      }
      expect(validate({})).toBe(false);
    },
  );

  it("hold, for plan sets, that of plans", () => {
    const { $schema: _, $id: __, $defs, ...plan } = schemaOf("plan.schema.json");
    expect(schemaOf("plan-set.schema.json").$defs).toEqual({ plan, ...($defs as object) });
  });

  it.each(FILES)("have an absolute address: %s", (file) => {
    expect(schemaOf(file).$id).toMatch(/^urn:nanoflow-plan:([a-z-]+:1|(session|kernel|pair):2)$/);
  });
});

const VALIDATE = `
import json, sys, jsonschema
faults = []
for schema, files in json.load(sys.stdin):
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)
    faults += [e.message for f in files for e in validator.iter_errors(f)]
    if validator.is_valid({}): faults.append("an empty object is valid")
print(json.dumps(faults))
`;

describeWithPython("schemas in Python", ["jsonschema"], () => {
  it("compile and hold", () => {
    const pairs = FILES.map((file) => [schemaOf(file), (shipped[file] ?? []).slice(0, 4)]);
    expect(askPython(VALIDATE, pairs)).toEqual([]);
  }, 60_000);
});
