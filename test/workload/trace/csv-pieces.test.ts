import { describe, expect, it } from "@jest/globals";
import { csvPieces } from "../../../src/workload/trace/csv-pieces.ts";
import { plannerErrorOf } from "../../support/planner-error.ts";

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function pieces(chunks: AsyncIterable<string>) {
  const found = [];
  for await (const piece of csvPieces("t.csv", chunks)) found.push(piece);
  return found;
}

async function* endless(first: string, chunk: string): AsyncGenerator<string> {
  yield first;
  for (;;) yield chunk;
}

describe("pieces of CSV", () => {
  it("end with rows, wherever chunks end", async () => {
    const chunks = chunksOf("a,b\n1,", "2", '\n3,"', "4", '\n5"', "\r", "\n6,7");
    expect(await pieces(chunks)).toEqual([
      { text: "a,b\n", line: 1 },
      { text: "1,2\n", line: 2 },
      { text: '3,"4\n5"\r\n', line: 3 },
      { text: "6,7", line: 5 },
    ]);
  });

  it("end at carriage returns where there is nothing else", async () => {
    expect(await pieces(chunksOf("a\r", "1\r2\r"))).toEqual([
      { text: "a\r1\r", line: 1 },
      { text: "2\r", line: 3 },
    ]);
  });

  it.each([
    [
      "a line without end",
      "a,b\n",
      "x".repeat(1 << 18),
      /the line has more than 16,777,216 characters/,
    ],
    // Looking at all of it again with every chunk took tens of seconds.
    ["a quote that is never closed", 'a,b\n"', "a,b\n".repeat(1 << 14), /never closed/],
  ])("are refused with %s", async (_, first, chunk, message) => {
    const error = await plannerErrorOf(pieces(endless(first, chunk)));
    expect(error.message).toMatch(message);
    expect(error.position).toEqual({ path: "t.csv", line: 2 });
  });
});
