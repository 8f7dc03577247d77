import { describe, expect, it } from "@jest/globals";
import { renderPairs, renderTable } from "../../src/text/table.ts";

describe("renderTable", () => {
  it("aligns columns by spaces and leaves none at line ends", () => {
    const text = renderTable(
      [{ title: "name" }, { title: "µs", align: "right" }],
      [
        ["qkv_proj", "9.5"],
        ["o_proj", "120.0"],
      ],
    );
    expect(text).toBe(["name         µs", "qkv_proj    9.5", "o_proj    120.0"].join("\n"));
  });
});

describe("renderPairs", () => {
  it("puts the values in one column", () => {
    expect(
      renderPairs([
        ["gap", "1%"],
        ["period", "2 ms"],
      ]),
    ).toBe("gap     1%\nperiod  2 ms");
  });

  it("breaks long values between words, in their column", () => {
    const text = renderPairs([["reason", "no overlapped plan is shorter"]], 24);
    expect(text).toBe("reason  no overlapped\n        plan is shorter");
  });
});
