import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";

export type SchemaName = "plan" | "profile" | "program";

/** One way in which a value breaks its schema. */
export interface SchemaViolation {
  /** Path to the value, or to the object that misses a key. */
  keys: (string | number)[];
  message: string;
  expected?: string;
}

const validators = new Map<SchemaName, ValidateFunction>();

/** All violations that the first failing rule of a schema reports; empty when the value is valid. */
export function violations(name: SchemaName, value: unknown): SchemaViolation[] {
  const validate = validatorOf(name);
  return validate(value) ? [] : (validate.errors ?? []).map((error) => describe(error, value));
}

function validatorOf(name: SchemaName): ValidateFunction {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  // Optimizing the compiled schema takes longer than any file that it checks.
  const code = { optimize: false };
  const ajv = new Ajv2020({ strict: true, code });
  const validate = ajv.compile(JSON.parse(readFileSync(url, "utf8")));
  validators.set(name, validate);
  return validate;
}

function describe(error: ErrorObject, root: unknown): SchemaViolation {
  const keys = error.instancePath
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const value = valueAt(root, keys);
  // JSON knows neither NaN nor infinity and would call them null.
  const found = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "nothing");
  const shown = found.length > 60 ? `${found.slice(0, 57)}...` : found;
  switch (error.keyword) {
    case "required":
      return { keys, message: `lacks the key \`${error.params.missingProperty}\`` };
    case "additionalProperties":
      return {
        keys: [...keys, error.params.additionalProperty],
        message: "is not a key known here",
      };
    case "enum":
      return {
        keys,
        message: `is ${shown}`,
        expected: `Use one of: ${error.params.allowedValues.join(", ")}.`,
      };
    case "const":
      return { keys, message: `is ${shown}`, expected: `Use ${error.params.allowedValue}.` };
    default:
      return { keys, message: `is ${shown}, but ${error.message}` };
  }
}

function valueAt(root: unknown, keys: readonly (string | number)[]): unknown {
  let value = root;
  for (const key of keys) {
    value = (value as Record<string | number, unknown> | undefined)?.[key];
  }
  return value;
}
