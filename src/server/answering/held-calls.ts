import { ANY_OBJECT, type OutputFormat } from "../../constraint/output-format.ts";
import type { CallReaderOptions } from "../../tool-calls/call-reader.ts";
import type { ToolFormat } from "../../tool-calls/tool-format.ts";
import { forObjects } from "../protocol/argument-schema.ts";
import type { AskedFormat } from "../protocol/response-format.ts";
import type { ToolFunction, ToolUse } from "../protocol/tool-request.ts";

/**
 * What an answer with tools is held to: a call where one is forced, whose arguments the function's
 * schema accepts. Where a format is asked for, the answer is in it, or is a call.
 *
 * @param asked format of the request
 * @returns undefined where it may be anything
 */
export function heldTo(
  { forced, functions }: ToolUse,
  { format }: CallReaderOptions,
  asked: AskedFormat | undefined,
): AskedFormat | undefined {
  if (forced !== undefined) {
    const parts = forced.map((each) => ({
      format: schemaOf(each),
      param: `${each.place}.parameters`,
    }));
    const options = forced.map((each) => callOf(format, each, schemaOf(each)));
    return { format: { kind: "choice", options }, param: "tool_choice", parts };
  }
  if (asked === undefined) return undefined;
  const calls = functions.map((each) => callOf(format, each, ANY_OBJECT));
  return { ...asked, format: { kind: "choice", options: [asked.format, ...calls] } };
}

/** As the model's family writes one, and nothing else. */
function callOf({ wraps }: ToolFormat, { name }: ToolFunction, args: OutputFormat): OutputFormat {
  const [before, behind] = wraps(name);
  const text = (each: string): OutputFormat => ({ kind: "text", text: each });
  return { kind: "sequence", parts: [text(before), args, text(behind)] };
}

/** Arguments are an object even where a schema does not say so. */
function schemaOf({ parameters = {} }: ToolFunction): OutputFormat {
  return { kind: "json", schema: forObjects(parameters) };
}
