import { describe, expect, it } from "@jest/globals";
import { plainOutput, printable } from "../../src/text/printable.ts";

const ESCAPE = String.fromCharCode(27);

describe("names that are printed", () => {
  it.each([
    [`a${ESCAPE}[2Jb`, "a\\u001b[2Jb"],
    ["a\n::error::b", "a\\u000a::error::b"],
    ["a\u009b2Jb", "a\\u009b2Jb"],
    ["gpj.\u202ecod", "gpj.\\u202ecod"],
    ["a\u200bb", "a\\u200bb"],
    ["Müller µs 模型", "Müller µs 模型"],
  ])("stand in one line that shows all of them: %j", (name, shown) => {
    expect(printable(name)).toBe(shown);
  });
});

describe("output", () => {
  it("keeps colours, line breaks and tabs, and shows other orders to a terminal", () => {
    const text = `${ESCAPE}[31mred${ESCAPE}[0m\n\tx${ESCAPE}]0;title\u0007`;
    expect(plainOutput(text)).toBe(`${ESCAPE}[31mred${ESCAPE}[0m\n\tx\\u001b]0;title\\u0007`);
  });
});
