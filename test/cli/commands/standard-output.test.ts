import { closeSync, openSync, statSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { parseText } from "../../../src/files/read-document.ts";
import { fakeExecutor } from "../../support/fake-executor.ts";
import { runProgram } from "../../support/fake-process.ts";
import { writePlanFiles } from "../../support/plan-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const { planPath, profilePath } = writePlanFiles(temporaryFolder(), { shape: { headSize: 64 } });
const BATCH = ["--batch", "256", "--decode", "128", "--context", "1024"];
const EFFORT = ["--tp", "1", "--parts", "1", "--threads", "1"];
const SEARCH = ["search", "--model", "mixtral-8x7b", ...EFFORT, ...BATCH];
const ANALYZE = ["analyze", "--model", "llama-3-8b"];

describe("a file on standard output", () => {
  it("is the plan of a search, and its summary moves to standard error", async () => {
    const { exitCode, stdout, stderr } = await runProgram([...SEARCH, "--out", "-"]);
    expect(exitCode).toBe(0);
    expect(parseText("-", stdout).value).toMatchObject({ model: { id: "mixtral-8x7b" } });
    expect(stderr).toMatch(/^(note: .*\n)*Overlap does not pay here/);
  });

  it.each([
    ["an analysis", [...ANALYZE, "--format", "svg"], /^<svg [\s\S]*<\/svg>\n$/],
    ["a plan's picture", ["show", planPath, "--format", "svg"], /^<svg [\s\S]*<\/svg>\n$/],
  ])("is %s and nothing else", async (_, argv, whole) => {
    const { exitCode, stdout, stderr } = await runProgram([...argv, "--out", "-"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(whole);
    expect(stderr).toMatch(/^(note: .*\n)*$/);
  });

  it("is the trace of a run, whose figures move to standard error", async () => {
    const native = fakeExecutor(temporaryFolder());
    const options = ["--engine", "cuda", "--native", native, "--layers", "2", "--trace", "-"];
    const { exitCode, stdout, stderr } = await runProgram(["run", planPath, ...options]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).traceEvents.length).toBeGreaterThan(0);
    expect(stderr).toContain("2 layers");
  });

  it.each([
    ["search", [...SEARCH, "--out", "-"]],
    ["analyze", [...ANALYZE, "--out", "-"]],
    ["show", ["show", planPath, "--out", "-"]],
    ["profile", ["profile", "--model", "llama-3-8b", "--out", "-"]],
    ["gate", ["gate", planPath, "--markdown", "-"]],
    ["run", ["run", planPath, "--engine", "cuda", "--trace", "-"]],
  ])("is refused by %s beside the document of --json, at once", async (_, argv) => {
    const { exitCode, stdout } = await runProgram([...argv, "--json"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error.message).toBe("- and --json both want standard output");
  });
});

describe("/dev/null as a file", () => {
  it.each([
    ["search", SEARCH],
    ["analyze", ANALYZE],
    ["show", ["show", planPath]],
  ])("makes %s a dry run", async (_, argv) => {
    const { exitCode, stdout } = await runProgram([...argv, "--out", "/dev/null"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("/dev/null");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});

describe("a plan that comes by a descriptor", () => {
  it("takes no record, which would be lost", async () => {
    const descriptor = openSync(planPath, "r");
    try {
      const native = fakeExecutor(temporaryFolder());
      const options = ["--profile", profilePath, "--engine", "cuda", "--native", native];
      const path = `/dev/fd/${descriptor}`;
      const { exitCode, stderr } = await runProgram(["run", path, ...options, "--record"]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`--record cannot write into ${path}`);
    } finally {
      closeSync(descriptor);
    }
  });
});
