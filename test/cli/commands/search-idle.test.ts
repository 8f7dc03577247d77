import { describe, expect, it } from "@jest/globals";
import { runProgram } from "../../support/fake-process.ts";

const SEARCH = ["search", "--model", "llama-3-8b", "--gpu", "h200-sxm", "--out", "/dev/null"];

describe("an option of a search that says nothing beside another one", () => {
  it.each<[other: string[], idle: string[]]>([
    [
      ["--method", "none"],
      ["--parts", "3"],
    ],
    [
      ["--method", "none"],
      ["--gap", "1"],
    ],
    [
      ["--method", "none"],
      ["--min-gain", "0"],
    ],
    [
      ["--method", "none"],
      ["--time-limit", "5"],
    ],
    [
      ["--method", "none"],
      ["--solver", "glpk"],
    ],
    [["--method", "none"], ["--explain"]],
    [
      ["--batch", "512", "--decode", "128", "--context", "900"],
      ["--batches", "2"],
    ],
    [["--set"], ["--explain"]],
  ])("is refused: %j with %j", async (other, idle) => {
    const { exitCode, stderr } = await runProgram([...SEARCH, ...other, ...idle]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${idle[0]} says nothing beside ${other[0]}`);
  });
});
