import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { textOfFile } from "../../src/files/text-of-file.ts";
import { plannerErrorOf } from "../support/planner-error.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

async function read(bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, "file");
  writeFileSync(path, bytes);
  let text = "";
  for await (const piece of textOfFile(path)) text += piece;
  return text;
}

const TEXT = "Größe,ContextTokens\n1,2\n";
const utf16 = (text: string) => Buffer.from(text, "utf16le");

describe("text of a file", () => {
  it.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${TEXT}`)],
    ["UTF-16", utf16(`\uFEFF${TEXT}`)],
    ["UTF-16 of the other byte order", utf16(`\uFEFF${TEXT}`).swap16()],
    ["UTF-16 without a byte order mark", utf16(TEXT)],
    ["gzip", gzipSync(TEXT)],
    ["gzip in two members", Buffer.concat([gzipSync("Größe,"), gzipSync(TEXT.slice(6))])],
    ["UTF-16 in gzip", gzipSync(utf16(`\uFEFF${TEXT}`))],
  ])("is read from %s", async (_, bytes) => {
    expect(await read(bytes)).toBe(TEXT);
  });

  it("is whole where a character lies across two chunks", async () => {
    const text = `${"a".repeat(65_535)}ß${"ö".repeat(70_000)}`;
    expect(await read(text)).toBe(text);
    expect(await read(gzipSync(text))).toBe(text);
  });

  it("is empty for an empty file", async () => {
    expect(await read("")).toBe("");
  });

  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 52283111\n";
  it.each([
    ["a Git LFS pointer", pointer, "Git LFS pointer", "git lfs pull"],
    ["a git-annex pointer", "/annex/objects/SHA256E-s1--a.csv\n", "git-annex", "git annex get"],
    ["a web page", "<!DOCTYPE html>\n<html>", "web page", "Download"],
    ["Parquet", "PAR1\x15\x04", "Parquet", "CSV"],
    ["Parquet in gzip", gzipSync("PAR1\x15\x04"), "Parquet", "CSV"],
    ["a workbook", "PK\x03\x04\x14\0", "Excel", "CSV"],
    ["Zstandard", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), "Zstandard", "unzstd"],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 65, 0, 0, 0]), "UTF-32", "iconv"],
    ["Latin-1", Buffer.from("Gr\xf6\xdfe,1\n", "latin1"), "no text in UTF-8", "iconv"],
    ["other bytes", Buffer.from("ab\0\0cd"), "binary", "CSV"],
    ["gzip cut off", gzipSync(TEXT.repeat(100)).subarray(0, 40), "cut off", "again"],
    [
      "broken gzip",
      Buffer.concat([gzipSync(TEXT).subarray(0, 12), Buffer.alloc(20, 255)]),
      "broken",
      "again",
    ],
  ])("is refused by name for %s", async (_, bytes, message, remedy) => {
    const error = await plannerErrorOf(read(bytes));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(message);
    expect(error.remedy).toContain(remedy);
  });

  it.each([
    ["no-such-file", "no such file"],
    [".", "it is a folder"],
  ])("cannot be read from %s", async (path, message) => {
    const error = await plannerErrorOf(textOfFile(join(folder, path)).next());
    expect(error.code).toBe("E_UNREADABLE");
    expect(error.message).toContain(message);
  });
});
