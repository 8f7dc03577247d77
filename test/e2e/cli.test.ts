import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { BIN, runCli } from "../support/cli.ts";
import { runProgram } from "../support/fake-process.ts";
import { fakeProfiler } from "../support/fake-profiler.ts";
import { writePlanFiles } from "../support/plan-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

describe("the built program", () => {
  it("runs from any folder", async () => {
    const { exitCode, stdout, stderr } = await runCli(["models", "--json"], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toHaveLength(16);
  });

  it("can be executed as a program of its own", () => {
    const { status, stdout } = spawnSync(BIN, ["--version"], { encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("ends quietly when its reader closes early", () => {
    const line = `set -o pipefail; '${process.execPath}' '${BIN}' models | head -n 1`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", line], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(status).toBe(0);
  });

  it("gives its result, though nobody reads what there is to note", () => {
    const argv = "search --model llama-3-8b --gpu h200-sxm --method none --out /dev/null --json";
    // Notes come from the start, and a pipe without a reader takes none.
    const line = `exec 3>&1; { '${process.execPath}' '${BIN}' ${argv} >&3; echo $? >&3; } 2>&1 | true`;
    const { stdout } = spawnSync("bash", ["-c", line], { encoding: "utf8" });
    expect(stdout).toMatch(/"kind": "sequential"[\s\S]*\n0\n$/);
  });

  it("measures to standard output, and keeps finished measurements where they usually lie", async () => {
    const cwd = temporaryFolder();
    const native = fakeProfiler(cwd);
    const options = ["--model", "llama-3-8b", "--tp", "2", "--quick"];
    const done = await runCli(["profile", ...options, "--native", native, "--out", "-"], { cwd });
    expect(done.exitCode).toBe(0);
    expect(JSON.parse(done.stdout.split("\n")[0] ?? "").model.id).toBe("llama-3-8b");
    expect(done.stderr).toMatch(/^Ceilings /m);
    expect(readdirSync(cwd, { recursive: true })).not.toContain("-");

    const dying = fakeProfiler(cwd, "--die-on=state=sustained");
    await runProgram(["profile", ...options, "--native", dying, "--out", "/dev/null"], { cwd });
    expect(readdirSync(`${cwd}/profiles/h100-sxm`)).toEqual(["llama-3-8b-tp2.partial.jsonl"]);
  });

  it("prints usage on standard error and exits 2 without a command", async () => {
    const { exitCode, stdout, stderr } = await runCli([]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("Usage: nanoflow-plan [options] [command]");
  });

  it("prints no escape codes off a terminal", async () => {
    const { planPath } = writePlanFiles(folder);
    const { exitCode, stdout, stderr } = await runCli(["show", planPath]);
    expect(exitCode).toBe(0);
    expect(stdout + stderr).not.toContain("\u001b");
  });

  it("simulates a plan", async () => {
    const { planPath, plan } = writePlanFiles(folder);
    const { exitCode, stdout, stderr } = await runCli(["run", planPath, "--json"]);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).predicted.periodUs).toBe(plan.predicted.periodUs);
  });

  it("shows no stack trace without --debug, and one with it", async () => {
    const quiet = await runCli(["show", "missing.yaml"], { cwd: folder });
    expect(quiet.exitCode).toBe(2);
    expect(quiet.stderr).not.toContain("    at ");
    const debug = await runCli(["show", "missing.yaml", "--debug"], { cwd: folder });
    expect(debug.exitCode).toBe(2);
    expect(debug.stderr).toContain("    at ");
  });
});
