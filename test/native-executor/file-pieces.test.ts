import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** None of them may need CUDA. */
const SOURCES = ["./print_pieces.cc", "../../native-executor/gpu/file_pieces.cc"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);
const BUILD_TIMEOUT_MS = 120_000;

const compiler = process.env.CXX ?? "g++";
const hasCompiler = spawnSync(compiler, ["--version"]).status === 0;
const title = `parts of a file in pieces for native-executor${
  hasCompiler ? "" : ` (skipped: ${compiler} was not found)`
}`;

/** `offset bytes rows pitch to` */
type Rows = readonly [number, number, number, number, number];

/** Where each byte of memory comes from. */
function sources(parts: readonly Rows[]): Map<number, number> {
  const sourceOf = new Map<number, number>();
  for (const [offset, bytes, rows, pitch, to] of parts) {
    for (let at = 0; at < rows * bytes; at++) {
      if (sourceOf.has(to + at)) throw new Error(`byte ${to + at} is written twice`);
      sourceOf.set(to + at, offset + Math.floor(at / bytes) * pitch + (at % bytes));
    }
  }
  return sourceOf;
}

(hasCompiler ? describe : describe.skip)(title, () => {
  const binary = join(temporaryFolder(), "print-pieces");

  beforeAll(() => {
    const flags = ["-std=c++20", "-Wall", "-Wextra", "-Werror"];
    // As one source: most of the time goes into headers that all of them include.
    const input = SOURCES.map((path) => `#include "${path}"\n`).join("");
    const argv = [...flags, "-x", "c++", "-", "-o", binary];
    const built = spawnSync(compiler, argv, { input, encoding: "utf8" });
    if (built.status !== 0) throw new Error(built.stderr);
  }, BUILD_TIMEOUT_MS);

  function print(pieceBytes: number, fileBytes: number, ...parts: readonly string[]): string {
    const input = [`${pieceBytes} ${fileBytes}`, ...parts].join("\n");
    return spawnSync(binary, { input, encoding: "utf8" }).stdout;
  }

  function piecesOf(pieceBytes: number, ...parts: readonly Rows[]): Rows[] {
    const lines = print(pieceBytes, 1000, ...parts.map((part) => part.join(" ")));
    const words = lines.split("\n").filter((line) => line !== "");
    return words.map((line) => line.split(" ").map(Number) as unknown as Rows);
  }

  it("puts as many whole rows into a piece as fit", () => {
    expect(piecesOf(100, [10, 30, 7, 64, 1000])).toEqual([
      [10, 30, 3, 64, 1000],
      [202, 30, 3, 64, 1090],
      [394, 30, 1, 64, 1180],
    ]);
  });

  it("cuts rows that are longer than a piece", () => {
    expect(piecesOf(100, [10, 150, 2, 300, 1000])).toEqual([
      [10, 100, 1, 0, 1000],
      [110, 50, 1, 0, 1100],
      [310, 100, 1, 0, 1150],
      [410, 50, 1, 0, 1250],
    ]);
  });

  it("reads rows without a gap as one", () => {
    expect(piecesOf(100, [10, 30, 4, 30, 1000])).toEqual([
      [10, 100, 1, 0, 1000],
      [110, 20, 1, 0, 1100],
    ]);
  });

  it.each([1, 31, 90, 1000])("brings each byte once in pieces of %d", (limit) => {
    const parts: Rows[] = [
      [0, 30, 5, 41, 1000],
      [7, 90, 1, 0, 2000],
      [500, 30, 3, 30, 3000],
      [900, 0, 3, 10, 4000],
      [1000, 0, 1, 0, 5000],
      [3, 1, 40, 2, 6000],
    ];
    const pieces = piecesOf(limit, ...parts);
    expect(sources(pieces)).toEqual(sources(parts));
    for (const [, bytes, rows] of pieces) expect(bytes * rows).toBeLessThanOrEqual(limit);
  });

  it("takes parts that end with the file", () => {
    expect(piecesOf(1000, [0, 1000, 1, 0, 0], [100, 100, 5, 200, 2000])).toHaveLength(2);
  });

  it.each([
    ["900 101 1 0 0", "101 bytes from byte 900"],
    ["1001 0 1 0 0", "0 bytes from byte 1001"],
    ["101 100 5 200 0", "5 rows of 100 bytes from byte 101, 200 apart"],
    ["18446744073709551615 2 1 0 0", "2 bytes from byte 18446744073709551615"],
    // 4 times this pitch is 0 in 64 bits.
    ["0 1 5 4611686018427387904 0", "5 rows of 1 bytes from byte 0, 4611686018427387904 apart"],
  ])("refuses a part that ends behind the file: %s", (part, described) => {
    expect(print(100, 1000, part)).toBe(
      `the file ends at byte 1000, too early for ${described}: copy the whole file again\n`,
    );
  });

  it("refuses rows whose bytes do not fit 64 bits", () => {
    expect(print(100, 1000, "0 4 4611686018427387904 4 0")).toBe(
      "4611686018427387904 rows of 4 bytes from byte 0, 4 apart are more than any memory holds: check 'size' and 'rows'\n",
    );
  });
});
