import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readSafetensors } from "../../../../src/engine/cuda/weights/safetensors.ts";
import { withHeader } from "../../../support/checkpoint-folder.ts";
import { plannerError } from "../../../support/planner-error.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const A = '"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}';

/** A file of the format: a header, and `dataBytes` zeros. */
function fileOf(header: string | Buffer, dataBytes = 4): string {
  const path = join(temporaryFolder(), "model.safetensors");
  const start = typeof header === "string" ? withHeader(header) : header;
  writeFileSync(path, Buffer.concat([start, Buffer.alloc(dataBytes)]));
  return path;
}

/** The tensor `a` with other words for its type, shape or range. */
function tensor(dtype: string, shape: string, offsets: string): string {
  return `{"a":{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}}`;
}

function headerLength(bytes: number): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes));
  return length;
}

describe("a safetensors file", () => {
  // As the Python package safetensors 0.8.0 does.
  it.each<[what: string, header: string, dataBytes: number]>([
    ["one tensor", `{${A}}`, 4],
    ["a header padded with spaces", `{${A}}     `, 4],
    ["empty tensors", `{${A},"z":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]}}`, 4],
    ["a scalar", tensor('"BF16"', "[]", "[0,2]"), 2],
    ["only metadata", '{"__metadata__":{"format":"pt"}}', 0],
    ["nothing", "{}", 0],
    ["metadata that are null", `{"__metadata__":null,${A}}`, 4],
    ["half bytes", tensor('"F4"', "[4]", "[0,2]"), 2],
    ["tensors in any order", `{"b":{"dtype":"U8","shape":[1],"data_offsets":[4,5]},${A}}`, 5],
    ["metadata of MLX", `{"__metadata__":{"format":"mlx"},${A}}`, 4],
    ["a header as long as the mark of gzip", `{${A}}`.padEnd(0x8b1f), 4],
    ["a name beyond ASCII", `{${A.replace('"a"', '"ä"')}}`, 4],
  ])("is read with %s", (_, header, dataBytes) => {
    const tensors = readSafetensors(fileOf(header, dataBytes));
    const first = tensors.get("a") ?? tensors.get("ä");
    if (first !== undefined) expect(first.offset).toBe(8 + Buffer.byteLength(header));
    for (const { offset, bytes } of tensors.values()) {
      expect(offset + bytes).toBeLessThanOrEqual(8 + Buffer.byteLength(header) + dataBytes);
    }
  });

  it.each<[what: string, header: string | Buffer, dataBytes: number, message: RegExp]>([
    ["has no length", Buffer.from("abc"), 0, /cut off: it has 3 bytes/],
    ["is a picture", Buffer.from("a picture of a cat, not tensors"), 0, /no safetensors file/],
    [
      "is a Git LFS pointer",
      Buffer.from("version https://git-lfs.github.com/spec/v1\n"),
      90,
      /Git LFS/,
    ],
    ["is a web page", Buffer.from("<!DOCTYPE html><html>"), 0, /the file is a web page, and no/],
    ["is GGUF", Buffer.from("GGUF\u0003\0\0\0"), 90, /the file is a GGUF file/],
    ["is compressed", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), 90, /compressed with gzip/],
    ["is a pickle of PyTorch", Buffer.from("PK\u0003\u0004\0\0\0\0"), 90, /a ZIP archive/],
    ["has a header beyond the bound", headerLength(100_000_001), 4, /would take 100000001 bytes/],
    ["has a header longer than itself", headerLength(1000), 4, /cut off in its header/],
    ["has no header", headerLength(0), 0, /at character 1: value expected/],
    ["has a header that is no JSON", '{"a":{"dty', 0, /header is wrong at character 7/],
    ["has a header with a comment", `{/* */${A}}`, 4, /at character 2: invalid comment token/],
    ["has a header that is a list", "[]", 0, /an object is expected/],
    [
      "has a header that is not UTF-8",
      Buffer.concat([headerLength(2), Buffer.from([0x7b, 0xff])]),
      0,
      /UTF-8/,
    ],
    ["names a tensor twice", `{${A},${A}}`, 4, /at character 56: `a` stands there twice/],
    [
      "says the shape twice",
      tensor('"BF16"', '[3],"shape":[2]', "[0,4]"),
      4,
      /`shape` stands there twice/,
    ],
    ["has metadata that are no strings", `{"__metadata__":{"x":1},${A}}`, 4, /object of strings/],
    [
      "is of TensorFlow",
      `{"__metadata__":{"format":"tf"},${A}}`,
      4,
      /laid out as in tf, and not as in PyTorch/,
    ],
    ["names a tensor by nothing", `{${A.replace('"a"', '""')}}`, 4, /tensor's name is empty/],
    [
      "names a tensor by what a terminal obeys",
      `{${A.replace('"a"', '"a\\u001b[2J"')}}`,
      4,
      /holds control characters/,
    ],
    ["has a tensor that is null", '{"a":null}', 0, /a is no object/],
    ["has no type", '{"a":{"shape":[2],"data_offsets":[0,4]}}', 4, /a has no type/],
    ["has an unknown type", tensor('"bf16"', "[2]", "[0,4]"), 4, /type "bf16", which is not known/],
    ["has a type of objects", tensor('"toString"', "[2]", "[0,4]"), 4, /which is not known/],
    ["has no shape", '{"a":{"dtype":"BF16","data_offsets":[0,4]}}', 4, /shape of a/],
    ["has a shape below zero", tensor('"BF16"', "[-2]", "[0,4]"), 4, /shape of a/],
    ["has a shape of fractions", tensor('"BF16"', "[2.0]", "[0,4]"), 4, /shape of a/],
    ["has a shape of strings", tensor('"BF16"', '["2"]', "[0,4]"), 4, /shape of a/],
    ["has a shape that is null", tensor('"BF16"', "null", "[0,4]"), 4, /shape of a/],
    [
      "has a shape beyond all bytes",
      tensor('"BF16"', "[4294967296,4294967296]", "[0,0]"),
      0,
      /takes 36893488147419103232 bytes/,
    ],
    ["has no offsets", tensor('"BF16"', "[2]", "[]"), 4, /a has no `data_offsets`/],
    [
      "has offsets that are null",
      tensor('"BF16"', "[2]", "[0,null]"),
      4,
      /a has no `data_offsets`/,
    ],
    ["has three offsets", tensor('"BF16"', "[2]", "[0,4,4]"), 4, /a has no `data_offsets`/],
    ["has offsets backwards", tensor('"BF16"', "[2]", "[4,0]"), 4, /a has no `data_offsets`/],
    [
      "has fewer bytes than its shape",
      tensor('"BF16"', "[3]", "[0,4]"),
      4,
      /a is BF16 of 3, which takes 6 bytes, but its data has 4/,
    ],
    ["has half a byte", tensor('"F4"', "[3]", "[0,2]"), 2, /takes 12 bits/],
    [
      "is shorter than its offsets",
      `{${A}}`,
      3,
      /cut off: a ends at byte 4 of its data, which has 3/,
    ],
    ["has bytes behind its tensors", `{${A}}`, 6, /2 bytes behind a/],
    ["has bytes before its tensors", tensor('"BF16"', "[2]", "[2,6]"), 6, /2 bytes before a/],
    [
      "has a gap",
      `{${A},"b":{"dtype":"BF16","shape":[1],"data_offsets":[6,8]}}`,
      8,
      /2 bytes before b/,
    ],
    [
      "has an overlap",
      `{${A},"b":{"dtype":"BF16","shape":[2],"data_offsets":[2,6]}}`,
      6,
      /b and a overlap/,
    ],
  ])("is refused when it %s", (_, header, dataBytes, message) => {
    const path = fileOf(header, dataBytes);
    const error = plannerError(() => readSafetensors(path));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toMatch(message);
    expect(error.position).toEqual({ path });
  });

  it("is refused when it is no file", () => {
    const folder = join(temporaryFolder(), "model.safetensors");
    expect(plannerError(() => readSafetensors(folder)).message).toContain("no such file");
    mkdirSync(folder);
    expect(plannerError(() => readSafetensors(folder)).code).toBe("E_UNREADABLE");
  });
});
