import { describe, expect, it } from "@jest/globals";
import { SeenTexts } from "../../../src/workload/trace/seen-texts.ts";

const TEXTS = Array.from({ length: 15_000 }, (_, index) => [
  String(index),
  `chatcmpl-${index.toString(16).padStart(12, "0")}`,
]).flat();

describe("texts that were seen", () => {
  it("are known again, and no others, through several sizes of the table", () => {
    const seen = new SeenTexts();
    expect(TEXTS.filter((text) => seen.add(text))).toEqual([]);
    expect(TEXTS.every((text) => seen.add(text))).toBe(true);
    expect(seen.add("")).toBe(false);
    expect(seen.add("")).toBe(true);
  });
});
