import { badRequest } from "./api-error.ts";
import { type Fields, isObject, isString, wrong } from "./fields.ts";

/** Tools that an answer may call. */
export interface ToolUse {
  /** For the chat template, as the client gave them. */
  tools: readonly unknown[];
  names: ReadonlySet<string>;
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
  const names = namesOf(tools);
  const isCallable = readChoice(fields.value("tool_choice") ?? "auto", tools.length > 0);
  const mostCalls = (fields.boolean("parallel_tool_calls") ?? true) ? Number.POSITIVE_INFINITY : 1;
  return isCallable && tools.length > 0 ? { tools, names, mostCalls } : undefined;
}

/** @throws ApiError 400 on a tool that is no function, or has the name of another */
function namesOf(tools: readonly unknown[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, tool] of tools.entries()) {
    const where = `tools[${index}]`;
    if (!isObject(tool) || tool.type !== "function" || !isObject(tool.function))
      throw wrong(where, 'a tool of `type` "function", with its `function`', tool);
    const { name, parameters } = tool.function;
    if (!isString(name) || name === "")
      throw wrong(`${where}.function.name`, "the name of the function", name);
    if (parameters !== undefined && parameters !== null && !isObject(parameters))
      throw wrong(`${where}.function.parameters`, "a JSON Schema", parameters);
    if (names.has(name)) throw wrong(`${where}.function.name`, "each function once", name);
    names.add(name);
  }
  return names;
}

/** @returns whether tools may be called */
function readChoice(choice: unknown, hasTools: boolean): boolean {
  if (choice === "none") return false;
  if (choice === "auto") return true;
  const isForced = choice === "required" || (isObject(choice) && isString(choice.type));
  if (!isForced) throw wrong("tool_choice", '"auto" or "none"', choice);
  if (!hasTools)
    throw badRequest(
      "`tool_choice` needs `tools`: give them, or leave it out",
      "tool_choice",
      "invalid_value",
    );
  const what = choice === "required" ? '"required"' : "a tool by name";
  throw badRequest(
    `\`tool_choice\` asks for ${what}, and the server does not hold answers to calls: set it to "auto", and ask for the call in the prompt`,
    "tool_choice",
    "unsupported_parameter",
  );
}
