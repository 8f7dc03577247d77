import { describe, expect, it } from "@jest/globals";
import { decodeText } from "../../src/files/decode-text.ts";

const TEXT = '{"name": "Größe €"}';

describe("decodeText", () => {
  it("reads UTF-8, with and without its mark", () => {
    expect(decodeText(Buffer.from(TEXT))).toBe(TEXT);
    expect(decodeText(Buffer.from(`\uFEFF${TEXT}`))).toBe(TEXT);
  });

  it("reads UTF-16 in the order that its mark says", () => {
    const little = Buffer.from(`\uFEFF${TEXT}`, "utf16le");
    expect(decodeText(little)).toBe(TEXT);
    expect(decodeText(Buffer.from(little).swap16())).toBe(TEXT);
  });

  it("reads an empty file", () => {
    expect(decodeText(new Uint8Array())).toBe("");
  });
});
