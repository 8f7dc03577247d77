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

  it("say of how many plans a sample is, and how many came from the cache", () => {
    const cached = { plan: "a.plan.yaml", verdict: "same" as const, changes: [], isCached: true };
    expect(gateText([cached])).toMatch(
      /^1 plan: 1 same. 1 from the cache; --no-cache makes them now.$/m,
    );
    for (const text of [gateText(verdicts, 20), gateMarkdown(verdicts, 20)])
      expect(text).toMatch(/^1 plan, a sample of 20: 1 broken.$/m);
  });
});
