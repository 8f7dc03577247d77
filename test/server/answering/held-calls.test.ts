import { afterAll, describe, expect, it } from "@jest/globals";
import { heldTo } from "../../../src/server/answering/held-calls.ts";
import { fieldsOf } from "../../../src/server/protocol/fields.ts";
import { readTools, type ToolUse } from "../../../src/server/protocol/tool-request.ts";
import { CallReader } from "../../../src/tool-calls/call-reader.ts";
import { TOOL_FORMATS } from "../../../src/tool-calls/tool-format.ts";
import { accepts, smallGuides } from "../../support/output-guides.ts";

const DAYS = {
  type: "object",
  properties: { days: { type: "integer", minimum: 1, maximum: 9 } },
  required: ["days"],
  additionalProperties: false,
};
const TOOLS = [
  { type: "function", function: { name: "weather", parameters: DAYS } },
  { type: "function", function: { name: 'say "hi"' } },
];
const NAMED = { type: "function", function: { name: "weather" } };

const guides = smallGuides();
afterAll(() => guides.close());

function toolUse(choice: unknown): ToolUse {
  const tools = readTools(fieldsOf({ tools: TOOLS, tool_choice: choice }));
  if (tools === undefined) throw new Error("no tools");
  return tools;
}

describe.each(Object.values(TOOL_FORMATS))("answers of the format $name", (format) => {
  const reading = { format, isTool: () => true, mostCalls: 1 };
  const callOf = (name: string, args: string) => format.wraps(name).join(args);
  const weather = callOf("weather", '{"days": 3}');
  const other = callOf('say "hi"', '{"to": ["me"]}');

  it("are a call of any tool, or of one, where that is asked for", async () => {
    const required = heldTo(toolUse("required"), reading, undefined)?.format;
    const named = heldTo(toolUse(NAMED), reading, undefined)?.format;
    if (required === undefined || named === undefined) throw new Error("not held");
    const accepted = await Promise.all(
      [weather, other, callOf("weather", '{"days": 10}'), callOf("f", "{}"), "text"].map(
        async (text) => [await accepts(guides, required, text), await accepts(guides, named, text)],
      ),
    );
    expect(accepted).toEqual([
      [true, true],
      [true, false],
      ...[
        [false, false],
        [false, false],
        [false, false],
      ],
    ]);
  });

  it.each([
    { type: ["object", "null"] },
    { additionalProperties: { type: "integer" } },
    { anyOf: [{ properties: { a: { type: "integer" } }, required: ["a"] }] },
  ])("have objects alone as arguments: %j", async (parameters) => {
    const tools = [{ type: "function", function: { name: "f", parameters } }];
    const use = readTools(fieldsOf({ tools, tool_choice: "required" }));
    const held = use && heldTo(use, reading, undefined)?.format;
    if (held === undefined) throw new Error("not held");
    for (const [args, is] of [
      ['{"a": 3}', true],
      ["null", false],
      ["[3]", false],
    ] as const) {
      expect([args, await accepts(guides, held, callOf("f", args))]).toEqual([args, is]);
    }
  });

  it("are in a format that is asked for, or are a call", async () => {
    const asked = { format: { kind: "text", text: "yes" } as const, param: "response_format" };
    const held = heldTo(toolUse("auto"), reading, asked);
    expect(held?.param).toBe("response_format");
    for (const text of ["yes", weather, other]) {
      expect(await accepts(guides, held?.format ?? asked.format, text)).toBe(true);
    }
    expect(await accepts(guides, held?.format ?? asked.format, "no")).toBe(false);
    expect(heldTo(toolUse("auto"), reading, undefined)).toBeUndefined();
  });

  it("are read as the calls that they are held to", () => {
    for (const [name, args] of [
      ["weather", '{"days": 3}'],
      ['say "hi"', "{}"],
    ] as const) {
      const reader = new CallReader(reading);
      const { text, calls } = reader.push(callOf(name, args));
      expect({ text, calls, end: reader.end() }).toMatchObject({
        ...{ text: "", calls: [{ name, arguments: args }], end: { text: "", calls: [] } },
      });
    }
  });
});
