import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parseWorkload } from "../../src/workload/parse-workload.ts";
import { parseRequests } from "../../src/workload/request-csv.ts";
import { plannerError } from "../support/planner-error.ts";

describe("parseWorkload", () => {
  it("reads constant lengths", () => {
    expect(parseWorkload("1024/512")).toEqual({
      name: "1024/512",
      meanPrompt: 1024,
      meanOutput: 512,
      meanPromptSquared: 1024 ** 2,
      meanPromptTimesOutput: 1024 * 512,
      meanOutputSquared: 512 ** 2,
      longestRequest: 1536,
    });
  });

  it.each(["sharegpt", "lmsys", "splitwise"])("knows %s", (name) => {
    const lengths = parseWorkload(name);
    expect(lengths.name).toBe(name);
    expect(lengths.meanOutput).toBeGreaterThan(1);
  });

  it.each(["0/5", "5/0", "-1/5", "1.5/2", "a/b", "1024/", "1/2/3"])("rejects %s", (workload) => {
    const error = plannerError(() => parseWorkload(workload));
    expect(error.code).toBe("E_USAGE");
    expect(error.message).toContain(workload);
    expect(error.remedy).toContain("IN/OUT");
  });

  it("names the nearest workload for an unknown one", () => {
    const error = plannerError(() => parseWorkload("shareGTP"));
    expect(error.code).toBe("E_UNKNOWN_NAME");
    expect(error.remedy).toContain("Did you mean sharegpt?");
  });

  it("answers a CSV file that does not exist with its path", () => {
    const error = plannerError(() => parseWorkload("no-such-trace.csv"));
    expect(error.code).toBe("E_UNREADABLE");
    expect(error.message).toContain("no-such-trace.csv");
  });

  describe("with a CSV file", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "workload-"));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it("takes the moments of its requests", () => {
      const path = join(folder, "trace.csv");
      writeFileSync(path, "ContextTokens,GeneratedTokens\n10,2\n30,4\n");
      expect(parseWorkload(path)).toMatchObject({
        name: path,
        meanPrompt: 20,
        meanOutput: 3,
        meanPromptSquared: 500,
        meanPromptTimesOutput: 70,
        meanOutputSquared: 10,
        longestRequest: 34,
      });
    });
  });
});

describe("parseRequests", () => {
  const requests = [
    { promptTokens: 10, outputTokens: 2 },
    { promptTokens: 30, outputTokens: 4 },
  ];

  it.each([
    ["any column order", "GeneratedTokens,ContextTokens\n2,10\n4,30\n"],
    ["further columns", "TIMESTAMP,ContextTokens,GeneratedTokens\nXXX,10,2\nXXX,30,4\n"],
    [
      "Windows line ends and a byte order mark",
      "\uFEFFContextTokens,GeneratedTokens\r\n10,2\r\n30,4",
    ],
    ["quoted cells and blank lines", '"ContextTokens","GeneratedTokens"\n"10","2"\n\n30, 4\n\n'],
  ])("accepts %s", (_, text) => {
    expect(parseRequests("t.csv", text)).toEqual(requests);
  });

  it.each([
    ["no header", "10,2\n30,4\n", 1, 1],
    ["a header without outputs", "ContextTokens\n10\n", 1, 1],
    ["a word", "ContextTokens,GeneratedTokens\n10,2\n30,many\n", 3, 4],
    ["a negative length", "ContextTokens,GeneratedTokens\n-10,2\n", 2, 1],
    ["a prompt of no tokens", "ContextTokens,GeneratedTokens\n0,2\n", 2, 1],
    ["a fraction", "ContextTokens,GeneratedTokens\n10,2.5\n", 2, 4],
    ["an empty cell", "ContextTokens,GeneratedTokens\n10,\n", 2, 4],
    ["a missing cell", "ContextTokens,GeneratedTokens\n10,2\n\n30\n", 4, 4],
    ["NaN", "ContextTokens,GeneratedTokens\nNaN,2\n", 2, 1],
  ])("rejects %s at its place", (_, text, line, column) => {
    const error = plannerError(() => parseRequests("t.csv", text));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.position).toEqual({ path: "t.csv", line, column });
    expect(error.remedy).toBeDefined();
  });

  it("rejects a file without requests", () => {
    const error = plannerError(() => parseRequests("t.csv", "ContextTokens,GeneratedTokens\n"));
    expect(error.message).toContain("no request");
  });
});
