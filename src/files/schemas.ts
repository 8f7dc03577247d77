import { readFileSync } from "node:fs";
import type { ErrorObject } from "ajv";
import { validate as validateGpuSpec } from "../generated/validate-gpu-spec.ts";
import { validate as validateKernel } from "../generated/validate-kernel.ts";
import { validate as validatePair } from "../generated/validate-pair.ts";
import { validate as validatePlan } from "../generated/validate-plan.ts";
import { validate as validatePlanSet } from "../generated/validate-plan-set.ts";
import { validate as validateProfile } from "../generated/validate-profile.ts";
import { validate as validateProgram } from "../generated/validate-program.ts";
import { validate as validateSession } from "../generated/validate-session.ts";

export const SCHEMA_NAMES = [
  ...(["plan", "plan-set", "profile", "program"] as const),
  ...(["session", "kernel", "pair"] as const),
  "gpu-spec",
] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

/** A validator as `npm run types` makes it; its errors are those of the last call. */
interface Validate {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

const VALIDATORS: Record<SchemaName, Validate> = {
  plan: validatePlan,
  "plan-set": validatePlanSet,
  profile: validateProfile,
  program: validateProgram,
  session: validateSession,
  kernel: validateKernel,
  pair: validatePair,
  "gpu-spec": validateGpuSpec,
};

/** One way in which a value breaks its schema. */
export interface SchemaViolation {
  /** Path to the value, or to the object that misses a key, as far as it can be printed. */
  keys: (string | number)[];
  /** Path to what is at fault, also where it goes through keys that are not known. */
  place?: (string | number)[];
  message: string;
  expected?: string;
  /** What the schema says of the value that is out of range or of another type, or of the key that is missing. */
  about?: string;
}

/** All violations that the first failing rule of a schema reports; empty when the value is valid. */
export function violations(name: SchemaName, value: unknown): SchemaViolation[] {
  const validate = VALIDATORS[name];
  if (validate(value)) return [];
  const schema = schemaOf(name);
  // All keys that the schema names; others in a file may be anything.
  const known = new Set(propertiesIn(schema));
  return (validate.errors ?? []).map((error) => {
    const violation = namingKnownKeys(describe(error, value), known);
    const about = aboutOf(schema, error, violation.keys);
    return { ...violation, ...(about !== undefined && { about }) };
  });
}

/** As it was written: validators are made of it without what it says to readers. */
function schemaOf(name: SchemaName): unknown {
  const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8"));
}

/** What the schema says of a value that is out of range or of another type, or of a missing key. */
function aboutOf(
  schema: unknown,
  { keyword, params }: ErrorObject,
  keys: SchemaViolation["keys"],
): string | undefined {
  const isOfValue = ["minimum", "maximum", "type"].includes(keyword);
  if (!isOfValue && keyword !== "required") return undefined;
  const path = isOfValue ? keys : [...keys, params.missingProperty];
  const found = path.reduce(partOf, schema);
  const said = valueAt(found, ["description"]) ?? valueAt(found, ["const"]);
  if (typeof said !== "string") return undefined;
  return `\`${path.at(-1)}\`: ${said.replace(/\.?$/, ".")}`;
}

/** The schema of a key or of an element of a list. */
function partOf(schema: unknown, key: string | number): unknown {
  if (typeof key === "string") return valueAt(schema, ["properties", key]);
  return valueAt(schema, ["prefixItems", key]) ?? valueAt(schema, ["items"]);
}

function propertiesIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, part]) =>
    keyword === "properties"
      ? [...Object.keys(part), ...Object.values(part).flatMap(propertiesIn)]
      : propertiesIn(part),
  );
}

/** The path as far as the schema names its keys; the place keeps the rest. */
function namingKnownKeys(violation: SchemaViolation, known: ReadonlySet<string>): SchemaViolation {
  const { keys, place = keys } = violation;
  const end = keys.findIndex((key) => typeof key === "string" && !known.has(key));
  return { ...violation, place, keys: end === -1 ? keys : keys.slice(0, end) };
}

/** Of a text that must say something. */
const NOT_BLANK = "\\S";

/** Says nothing of text in the file but where it stands: it may be any file. */
function describe(error: ErrorObject, root: unknown): SchemaViolation {
  const keys = error.instancePath
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const found = kindOf(valueAt(root, keys), keys.length === 0);
  switch (error.keyword) {
    case "required":
      return { keys, message: `lacks the key \`${error.params.missingProperty}\`` };
    case "additionalProperties":
      return {
        keys,
        place: [...keys, error.params.additionalProperty],
        message: "has a key that is not known here",
        expected: `Known here: ${Object.keys(error.parentSchema?.properties ?? {}).join(", ")}.`,
      };
    case "propertyNames":
      return { keys, place: [...keys, error.params.propertyName], message: "has a wrong key" };
    case "enum":
      return {
        keys,
        message: `is ${another(found)}`,
        expected: `Use one of: ${error.params.allowedValues.join(", ")}.`,
      };
    case "const":
      return {
        keys,
        message: `is ${another(found)}`,
        expected: `Use ${error.params.allowedValue}.`,
      };
    case "pattern":
      if (error.params.pattern !== NOT_BLANK) break;
      return { keys, message: "is empty", expected: "Write its name there." };
    default:
      break;
  }
  return { keys, message: `is ${found}, but ${error.message}` };
}

/** A number, true, false or null under a known key; of all else only the kind. */
function kindOf(value: unknown, isRoot: boolean): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "string") return "text";
  return isRoot ? `a ${typeof value}` : String(value);
}

function another(found: string): string {
  return found === "text" ? "another text" : found;
}

function valueAt(root: unknown, keys: readonly (string | number)[]): unknown {
  let value = root;
  for (const key of keys) {
    value = (value as Record<string | number, unknown> | undefined)?.[key];
  }
  return value;
}
