import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { COMMANDS } from "../../src/cli/commands.ts";
import { runProgram } from "../support/fake-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describe("run", () => {
  it("prints the version of the package", async () => {
    const { exitCode, stdout } = await runProgram(["--version"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("lists every command in its help", async () => {
    const { exitCode, stdout } = await runProgram(["--help"]);
    expect(exitCode).toBe(0);
    for (const { name, summary } of COMMANDS) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name}\\b.*${summary.slice(0, 20)}`, "m"));
    }
  });

  it("prints its help on standard error and exits 2 without a command", async () => {
    const { exitCode, stdout, stderr } = await runProgram([]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("Usage: nanoflow-plan");
  });

  it.each(COMMANDS.map(({ name }) => name))("shows examples in the help of %s", async (name) => {
    const { exitCode, stdout } = await runProgram([name, "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\\n(.*\\n)*? {2}\\$ nanoflow-plan ${name}`));
    expect(stdout).toContain("--json");
  });

  it("names the nearest command to one that it does not know", async () => {
    const { exitCode, stdout, stderr } = await runProgram(["model"]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toBe("error: unknown command 'model'\n  Did you mean models?\n");
  });

  it.each(COMMANDS.map(({ name }) => name))(
    "names the nearest option to one that %s does not know, before all that is missing",
    async (name) => {
      const { exitCode, stderr } = await runProgram([name, "--jsn"]);
      expect(exitCode).toBe(2);
      expect(stderr).toBe("error: unknown option '--jsn'\n  Did you mean --json?\n");
    },
  );

  it.each(["analyze", "profile", "search"])("wants --model of %s, spelt so", async (name) => {
    const misspelt = await runProgram([name, "--modle", "llama-3-8b"]);
    expect(misspelt.exitCode).toBe(2);
    expect(misspelt.stderr).toBe("error: unknown option '--modle'\n  Did you mean --model?\n");
    const missing = await runProgram([name]);
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toBe(
      `error: required option '--model <model>' not specified\n  See nanoflow-plan ${name} --help.\n`,
    );
  });

  it.each(["verify", "show", "gate"])(
    "has %s take a name that begins with a dash for an option, and say how to write the path",
    async (command) => {
      const before = process.cwd();
      process.chdir(temporaryFolder());
      try {
        mkdirSync("-x");
        for (const name of ["-x/tiny.plan.yaml", "-y.plan.yaml"]) writeFileSync(name, "");
        for (const name of ["-x", "-x/tiny.plan.yaml", "-y.plan.yaml"]) {
          const { exitCode, stderr } = await runProgram([command, name]);
          expect(exitCode).toBe(2);
          expect(stderr).toBe(
            `error: unknown option '${name}'\n  If you mean the path, write ./${name}.\n`,
          );
        }
      } finally {
        process.chdir(before);
      }
    },
  );

  it("takes the path that it names", async () => {
    const before = process.cwd();
    process.chdir(temporaryFolder());
    try {
      mkdirSync("-x");
      const { stderr } = await runProgram(["verify", "./-x"]);
      expect(stderr).toContain("no file in it ends in .plan.yaml");
    } finally {
      process.chdir(before);
    }
  });

  it.each([
    ["analyze", "--tp"],
    ["search", "--workload"],
    ["replay", "--seed"],
  ])("has %s refuse %s that is given twice", async (command, option) => {
    const { exitCode, stderr } = await runProgram([command, option, "1", option, "1"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`option '${option} <\\w+>' is given twice\n  Give it once\\.`),
    );
  });

  it.each([
    ["search", "--gpu"],
    ["analyze", "--profile"],
    ["serve", "--host"],
  ])("has %s refuse %s that is empty", async (command, option) => {
    const { exitCode, stderr } = await runProgram([command, option, ""]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`option '${option} <\\w+>' is empty\n  Give a value, or leave it out\\.`),
    );
  });

  it("has flags repeated at will", async () => {
    const { exitCode } = await runProgram(["models", "--json", "--json", "--quiet", "--quiet"]);
    expect(exitCode).toBe(0);
  });

  it("points to the help of the command when nothing is near", async () => {
    const { exitCode, stderr } = await runProgram(["show"]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      "error: missing required argument 'plan'\n  See nanoflow-plan show --help.\n",
    );
  });

  it("rejects surplus arguments", async () => {
    const { exitCode, stderr } = await runProgram(["models", "surplus"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("too many arguments for 'models'\n  Expected 0 arguments");
  });

  it("reports wrong usage as one JSON document with --json", async () => {
    const { exitCode, stdout, stderr } = await runProgram(["models", "--jsno", "--json"]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "E_USAGE",
        message: "unknown option '--jsno'",
        remedy: "Did you mean --json?",
      },
    });
  });

  it("prints no escape codes with NO_COLOR on a terminal", async () => {
    const { stdout } = await runProgram(["--help"], { isTTY: true, env: { NO_COLOR: "1" } });
    expect(stdout).not.toContain("\u001b");
  });
});
