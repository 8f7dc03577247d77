import { badRequest } from "./api-error.ts";
import { isOfObjects } from "./argument-schema.ts";
import { type Fields, fieldsAt, isObject, isString, wrong } from "./fields.ts";
import { requireKnownKeys } from "./read-body.ts";

const FUNCTION_KEYS = ["name", "description", "parameters", "strict"];

/** A function that an answer may call. */
export interface ToolFunction {
  name: string;
  /** Where it stands in the request, such as `tools[0].function`. */
  place: string;
  /** JSON Schema of its arguments, which are an object; undefined: any object. */
  parameters: Readonly<Record<string, unknown>> | undefined;
}

/** Tools that an answer may call. */
export interface ToolUse {
  /** For the chat template, as the client gave them. */
  tools: readonly unknown[];
  functions: readonly ToolFunction[];
  /** The answer has to be a call of one of these; undefined: it may be text. */
  forced: readonly ToolFunction[] | undefined;
  /** Most calls of an answer. */
  mostCalls: number;
}

/**
 * What a chat says of tools.
 *
 * @returns undefined where no tool may be called
 * @throws ApiError 400, naming the key
 */
export function readTools(fields: Fields): ToolUse | undefined {
  const tools = fields.value("tools") ?? [];
  if (!Array.isArray(tools)) throw wrong("tools", "an array of tools", tools);
  const functions = functionsOf(tools);
  const choice = readChoice(fields.value("tool_choice"), functions);
  const isParallel = fields.boolean("parallel_tool_calls") ?? true;
  if (choice === "none" || tools.length === 0) return undefined;
  return {
    tools,
    functions,
    forced: choice === "auto" ? undefined : choice,
    mostCalls: isParallel ? Number.POSITIVE_INFINITY : 1,
  };
}

/** @throws ApiError 400 on a tool that is no function, takes no object, or has the name of another */
function functionsOf(tools: readonly unknown[]): ToolFunction[] {
  const names = new Set<string>();
  return tools.map((tool, index) => {
    const where = `tools[${index}]`;
    if (!isObject(tool) || tool.type !== "function" || !isObject(tool.function))
      throw wrong(where, 'a tool of `type` "function", with its `function`', tool);
    const place = `${where}.function`;
    const fields = fieldsAt(tool.function, `${place}.`);
    requireKnownKeys(fields, FUNCTION_KEYS);
    const { name, parameters } = described(fields);
    if (names.has(name)) throw fields.wrong("name", "each function once", name);
    names.add(name);
    return { name, place, parameters };
  });
}

function described(fields: Fields): Pick<ToolFunction, "name" | "parameters"> {
  const [name, parameters] = [fields.value("name"), fields.value("parameters")];
  if (!isString(name) || name === "") throw fields.wrong("name", "the name of the function", name);
  // For the template alone: only their types count.
  fields.string("description");
  fields.boolean("strict");
  if (parameters === undefined) return { name, parameters };
  if (!isObject(parameters)) throw fields.wrong("parameters", "a JSON Schema", parameters);
  if (!isOfObjects(parameters)) throw noObject(`${fields.path}parameters`);
  return { name, parameters };
}

/** Calls have their arguments by name. */
function noObject(name: string) {
  return badRequest(
    `\`${name}\` is no schema of an object alone: give one of \`type\` "object"`,
    name,
    "invalid_schema",
  );
}

const CHOICES = '"none", "auto", "required", or {"type": "function", "function": {"name": ...}}';

/** @returns the functions of which one has to be called, where one has to */
function readChoice(
  choice: unknown,
  functions: readonly ToolFunction[],
): "none" | "auto" | readonly ToolFunction[] {
  if (choice === undefined) return "auto";
  if (choice === "none" || choice === "auto") return choice;
  if (choice === "required") {
    if (functions.length > 0) return functions;
    throw badRequest(
      '`tool_choice` "required" needs `tools`: give them, or leave it out',
      "tool_choice",
      "invalid_value",
    );
  }
  const named = isObject(choice) && choice.type === "function" ? choice.function : undefined;
  if (!isObject(named) || !isString(named.name)) throw wrong("tool_choice", CHOICES, choice);
  const found = functions.find(({ name }) => name === named.name);
  if (found !== undefined) return [found];
  throw wrong("tool_choice", "the name of one of `tools`", named.name);
}
