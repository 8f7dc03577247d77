import { ANY_OBJECT, type JsonSchema, type OutputFormat } from "../../constraint/output-format.ts";
import { badRequest } from "./api-error.ts";
import { type Fields, isObject, isString, wrong } from "./fields.ts";
import { requireKnownKeys } from "./read-body.ts";

/** What a request wants its answers to be. */
export interface AskedFormat {
  format: OutputFormat;
  /** The key of the request that asks for it. */
  param: string;
  /** Its schemas, where other keys give them: errors name the one that is at fault. */
  parts?: readonly AskedFormat[];
}

const MOST_CHOICES = 1000;
/** As vLLM had them once; `structured_outputs` has them as keys of its own. */
const GUIDED = ["guided_json", "guided_choice"] as const;
const WAYS = ["response_format", "structured_outputs", ...GUIDED] as const;

/**
 * The format that a request asks for, in one of the ways that clients have.
 *
 * @throws ApiError 400
 */
export function readFormat(fields: Fields): AskedFormat | undefined {
  const asked = WAYS.flatMap((param) => {
    const format = fields.has(param) ? FORMATS[param](fields) : undefined;
    return format === undefined ? [] : [{ format, param }];
  });
  const [first, second] = asked;
  if (second === undefined) return first;
  throw badRequest(
    `\`${first?.param}\` and \`${second.param}\` both ask for a format: leave one out`,
    second.param,
    "invalid_value",
  );
}

const FORMATS: Readonly<
  Record<(typeof WAYS)[number], (fields: Fields) => OutputFormat | undefined>
> = {
  response_format: responseFormat,
  structured_outputs: structuredOutputs,
  guided_json: (fields) => ofSchema(fields.value("guided_json"), "guided_json"),
  guided_choice: (fields) => ofChoice(fields.value("guided_choice"), "guided_choice"),
};

function responseFormat(fields: Fields): OutputFormat | undefined {
  const format = fields.object("response_format") as Fields;
  const type = format.value("type");
  if (type === "text" || type === "json_object") {
    requireKnownKeys(format, ["type"]);
    return type === "text" ? undefined : ANY_OBJECT;
  }
  if (type !== "json_schema") {
    throw wrong("response_format.type", '"text", "json_object" or "json_schema"', type);
  }
  requireKnownKeys(format, ["type", "json_schema"]);
  const described = format.object("json_schema");
  if (described === undefined) {
    throw badRequest(
      "`response_format.json_schema` is missing",
      "response_format",
      "missing_parameter",
    );
  }
  requireKnownKeys(described, ["name", "description", "schema", "strict"]);
  for (const name of ["name", "description"]) described.string(name);
  // Answers are held to the schema whether that is asked for strictly or not.
  described.boolean("strict");
  return ofSchema(described.value("schema") ?? {}, "response_format.json_schema.schema");
}

function structuredOutputs(fields: Fields): OutputFormat | undefined {
  const asked = fields.object("structured_outputs") as Fields;
  requireKnownKeys(asked, ["json", "choice", "json_object"]);
  if (asked.names.length > 1) {
    throw badRequest(
      "`structured_outputs` asks for several formats: give one",
      "structured_outputs",
      "invalid_value",
    );
  }
  if (asked.has("json")) return ofSchema(asked.value("json"), "structured_outputs.json");
  if (asked.has("choice")) return ofChoice(asked.value("choice"), "structured_outputs.choice");
  return asked.boolean("json_object") === true ? ANY_OBJECT : undefined;
}

/** A schema may come as the text of one. */
function ofSchema(value: unknown, name: string): OutputFormat {
  const schema = isString(value) ? parsed(value, name) : value;
  if (isObject(schema) || typeof schema === "boolean") {
    return { kind: "json", schema: schema as JsonSchema };
  }
  throw wrong(name, "a JSON Schema", value);
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(name, "a JSON Schema", text);
  }
}

function ofChoice(value: unknown, name: string): OutputFormat {
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= MOST_CHOICES &&
    value.every(isString)
  ) {
    return { kind: "choice", options: value.map((text) => ({ kind: "text", text })) };
  }
  throw wrong(name, `an array of 1 to ${MOST_CHOICES} texts`, value);
}
