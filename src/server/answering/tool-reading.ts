import type { Tokenizer } from "../../tokenizer/tokenizer.ts";
import type { CallReaderOptions } from "../../tool-calls/call-reader.ts";
import { TOOL_FORMATS, type ToolFormat, toolFormatOf } from "../../tool-calls/tool-format.ts";
import { badRequest } from "../protocol/api-error.ts";
import type { ToolUse } from "../protocol/tool-request.ts";

/** How the model writes calls, by its chat template; undefined where that does not say. */
export function formatOf({ toolTemplate }: Pick<Tokenizer, "toolTemplate">) {
  return toolTemplate === undefined ? undefined : toolFormatOf(toolTemplate);
}

/**
 * How calls are read out of the answers to a request.
 *
 * @param format of the model
 * @throws ApiError 400 where they cannot be
 */
export function callReading(
  { functions, mostCalls }: ToolUse,
  tokenizer: Tokenizer,
  format: ToolFormat | undefined,
): CallReaderOptions {
  requireTemplate(tokenizer);
  const names = new Set(functions.map(({ name }) => name));
  if (format !== undefined) return { format, isTool: (name) => names.has(name), mostCalls };
  throw badRequest(
    `the chat template of this model does not say in which format it calls tools: start the server with --tool-format ${Object.keys(TOOL_FORMATS).join("|")}, or set \`tool_choice\` to "none"`,
    "tools",
    "unsupported_parameter",
  );
}

/** @throws ApiError 400 where the model would not be told of tools */
export function requireTemplate({ toolTemplate }: Pick<Tokenizer, "toolTemplate">): void {
  if (toolTemplate === undefined || /\btools\b/.test(toolTemplate)) return;
  throw badRequest(
    'the chat template of this model has no tools: leave `tools` out, or set `tool_choice` to "none"',
    "tools",
    "unsupported_parameter",
  );
}
