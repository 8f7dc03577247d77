import { describe, expect, it } from "@jest/globals";
import { parseColumns } from "../../../src/workload/trace/columns.ts";
import { plannerError } from "../../support/planner-error.ts";

describe("--columns", () => {
  it.each([
    ["in=a,out=b", { in: "a", out: "b" }],
    ["out=b b,in=a,unit=ms,time=t", { in: "a", out: "b b", time: "t", unit: "ms" }],
    ["in=a,count=n,out=b", { in: "a", out: "b", count: "n" }],
    ["in=a, out=b", { in: "a", out: "b" }],
    ["in=a, c,out=b=d", { in: "a, c", out: "b=d" }],
  ])("%s", (text, expected) => {
    expect(parseColumns(text)).toEqual(expected);
  });

  it.each([
    ["in=a", "out=NAME"],
    ["a,b", "`a,b`"],
    ["in=a,out=", "out"],
    ["in=a,out=b,in=c", "twice"],
    ["in=a,out=b,time=t,unit=us", '"us"'],
    ["in=a,out=b,unit=s", "no time"],
    ["in=a,out=a", "names a for two things"],
    ["in=a,out=b,time=b,unit=s", "names b for two things"],
    ["in=a,out=b,count=n,time=t", "a count and a time"],
  ])("refuses %s", (text, message) => {
    const error = plannerError(() => parseColumns(text));
    expect(error.code).toBe("E_USAGE");
    expect(error.message).toContain(message);
    expect(error.remedy).toContain("in=NAME,out=NAME");
  });
});

it.each(["us", "µs", "microseconds"])("says how to give times in %s", (unit) => {
  expect(() => parseColumns(`in=a,out=b,time=t,unit=${unit}`)).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining("Divide the times by 1000") }),
  );
});
