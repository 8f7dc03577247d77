import { describe, expect, it } from "@jest/globals";
import { shareRows } from "../../../src/runtime/rows/share-rows.ts";

describe("prompt rows", () => {
  it("go to prompts in their turn", () => {
    expect(shareRows([30, 50, 40, 10], 100)).toEqual([30, 50, 20, 0]);
  });

  it("go to a prompt that is longer than the step by half, if others can use the rest", () => {
    expect(shareRows([500, 30, 40], 100)).toEqual([50, 30, 20]);
    expect(shareRows([500, 400, 40], 100)).toEqual([50, 50, 0]);
  });

  it("go to a long prompt where others leave them", () => {
    expect(shareRows([500, 30], 100)).toEqual([70, 30]);
    expect(shareRows([500], 100)).toEqual([100]);
  });

  it("may be none", () => {
    expect(shareRows([5, 7], 0)).toEqual([0, 0]);
    expect(shareRows([], 9)).toEqual([]);
  });
});
