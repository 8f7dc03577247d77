import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { parse } from "shell-quote";
import { loadProfile } from "../../src/profile/load.ts";
import { runCli } from "../support/cli.ts";
import { writeProfile } from "../support/profile-file.ts";
import { runScript } from "../support/script.ts";
import { writeSession } from "../support/session-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = temporaryFolder();

async function refresh(script: string, ...files: string[]) {
  const path = join(root, "scripts", "docs", script);
  const { status, stderr } = await runScript(path, ["--check", ...files]);
  return { status, stderr };
}

/** Commands that the tutorial runs, without where they write. */
function tutorialCommands(): string[] {
  const text = readFileSync(join(root, "docs", "tutorial.md"), "utf8");
  return [...text.matchAll(/^\$ nanoflow-plan (.*)$/gm)].map(([, line = ""]) =>
    line.replace(/(;| [|>]| --out ).*/, ""),
  );
}

/** Commands of the README's shell blocks that need no GPU, install nothing and end by themselves. */
function readmeCommands(): string[] {
  const text = readFileSync(join(root, "README.md"), "utf8");
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .flatMap((line) => line.split(" && "))
    .filter((command) => command.startsWith("npx nanoflow-plan "))
    .map((command) => command.replace("npx nanoflow-plan ", ""))
    .filter((command) => !/^(profile|serve) |--engine cuda/.test(command));
}

/** With a second thread a search of seconds takes a sixth more CPU time. */
function costsLess(command: string): string[] {
  return command.startsWith("search ") ? ["--threads", "1"] : [];
}

describe("examples", () => {
  it("of the tutorial print what it shows", async () => {
    expect(await refresh("refresh-console.ts", "docs/tutorial.md")).toEqual({
      status: 0,
      stderr: "",
    });
  }, 600_000);

  it("of the README show a committed plan", async () => {
    expect(await refresh("draw-best-plan.ts")).toEqual({ status: 0, stderr: "" });
  });

  it("of the README list the committed plans", async () => {
    expect(await refresh("refresh-plan-table.ts")).toEqual({ status: 0, stderr: "" });
  });

  it("of the README are found", () => {
    expect(readmeCommands()).toContain("search --model mixtral-8x7b");
  });

  // The tutorial's commands ran above: a search takes long enough once.
  const others = readmeCommands().filter((command) => !tutorialCommands().includes(command));

  it.each(others)(
    "of the README work: %s",
    async (command) => {
      // What a reader has by then: a profile of their own.
      const { profile } = loadProfile(writeProfile(folder, "llama-3-8b"));
      renameSync(writeSession(folder, profile), join(folder, "my-gpu.session.jsonl"));
      const argv = [...parse(command).map(String), ...costsLess(command)];
      const { exitCode, stderr } = await runCli(argv, { cwd: folder });
      const complaints = stderr
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("note: "));
      expect({ exitCode, complaints }).toEqual({ exitCode: 0, complaints: [] });
    },
    300_000,
  );
});
