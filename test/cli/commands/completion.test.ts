import { spawnSync } from "node:child_process";
import { describe, expect, it } from "@jest/globals";
import { COMMANDS } from "../../../src/cli/commands.ts";
import { runProgram } from "../../support/fake-process.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

async function completionOf(shell: string): Promise<string> {
  const { exitCode, stdout } = await runProgram(["completion", shell]);
  expect(exitCode).toBe(0);
  return stdout;
}

/** What bash offers at the end of a command line, in a folder without files that it could offer. */
async function offers(...words: string[]): Promise<string[]> {
  const script = await completionOf("bash");
  const line = words.map((word) => `'${word}'`).join(" ");
  const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _nanoflow_plan; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", `${script}\n${ask}`], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.trimEnd().split("\n");
}

describe("completion bash", () => {
  it("offers all commands first", async () => {
    expect(await offers("nanoflow-plan", "")).toEqual(COMMANDS.map(({ name }) => name));
  });

  it("offers the options of the command on the line", async () => {
    expect(await offers("nanoflow-plan", "search", "--mo")).toEqual(["--model"]);
  });

  it("offers the values of an option that has a choice", async () => {
    expect(await offers("nanoflow-plan", "search", "--solver", "")).toEqual(["highs", "glpk"]);
  });

  it("offers built-in models for --model", async () => {
    expect(await offers("nanoflow-plan", "search", "--model", "mixtral")).toEqual([
      "mixtral-8x7b",
      "mixtral-8x22b",
    ]);
  });

  it.each([
    ["--workload", "share", "sharegpt"],
    ["--gpu", "h2", "h200-sxm"],
  ])("offers known names for %s", async (option, start, name) => {
    expect(await offers("nanoflow-plan", "analyze", option, start)).toContain(name);
  });

  it("offers values of arguments", async () => {
    expect(await offers("nanoflow-plan", "completion", "z")).toEqual(["zsh"]);
  });
});

describe("completion zsh and fish", () => {
  it.each(["zsh", "fish"])("knows every command and option in %s", async (shell) => {
    const script = await completionOf(shell);
    for (const { name } of COMMANDS) expect(script).toContain(name);
    expect(script).toMatch(
      shell === "zsh" ? /--solver\[.*:\(highs glpk\)/ : /-l solver .*'highs glpk'/,
    );
  });
});

describe("completion", () => {
  it("rejects a shell that it does not know", async () => {
    const { exitCode, stderr } = await runProgram(["completion", "tcsh"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Allowed choices are bash, zsh, fish.");
  });
});
