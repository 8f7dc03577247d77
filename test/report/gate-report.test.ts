import { describe, expect, it } from "@jest/globals";
import { gateMarkdown, gateText } from "../../src/report/gate-report.ts";

describe("the gate's tables", () => {
  const note = "line 1: <img src=x> [a](b) | c";
  const verdicts = [
    {
      plan: "a\n::error::b.plan.yaml",
      verdict: "broken" as const,
      changes: [],
      note,
      remedy: "do",
    },
  ];

  it("take no name of a file for a line of their own", () => {
    for (const text of [gateText(verdicts), gateMarkdown(verdicts)])
      expect(text).not.toMatch(/^::/m);
  });

  it("show markup in a comment as text", () => {
    expect(gateMarkdown(verdicts)).toContain("line 1: &lt;img src=x> \\[a\\](b) \\| c |");
  });
});
