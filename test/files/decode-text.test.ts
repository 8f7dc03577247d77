import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { decodeText, NoTextError } from "../../src/files/decode-text.ts";

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

  it("reads UTF-16 without its mark too", () => {
    expect(decodeText(Buffer.from(TEXT, "utf16le"))).toBe(TEXT);
  });

  it.each([
    ["gzip", gzipSync(TEXT), "compressed with gzip"],
    ["a pointer", Buffer.from("version https://git-lfs.github.com/spec/v1\noid"), "Git LFS"],
    ["a page", Buffer.from("<!DOCTYPE html><html></html>"), "web page"],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), "UTF-32"],
    ["Latin 1", Buffer.from(TEXT, "latin1"), "not text in UTF-8"],
    ["half of a UTF-16 unit", Buffer.from([0xfe, 0xff, 0]), "not text in UTF-16BE"],
  ])("names %s", (_, bytes, what) => {
    expect(() => decodeText(bytes)).toThrow(NoTextError);
    expect(() => decodeText(bytes)).toThrow(what);
  });

  it("reads an empty file", () => {
    expect(decodeText(new Uint8Array())).toBe("");
  });
});
