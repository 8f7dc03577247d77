import type { Command } from "commander";

/** Examples for the end of a command's help: each a command line with what it does. */
export function addExamples(command: Command, examples: readonly [line: string, what: string][]) {
  const lines = examples.flatMap(([line, what]) => [
    `  # ${what}`,
    `  $ nanoflow-plan ${line}`,
    "",
  ]);
  command.addHelpText("after", ["", "Examples:", ...lines].join("\n").trimEnd());
}
