import type { Command } from "commander";
import type { CommandContext } from "./context.ts";

/** What every `commands/<name>.ts` exports. */
export interface CommandModule {
  /** Declares arguments, options, examples and the action on a command that has a name and summary. */
  register(command: Command, context: CommandContext): void;
}

export interface CommandEntry {
  name: string;
  summary: string;
  /** Loads the command's file; only the command that was asked for is loaded. */
  load(): Promise<CommandModule>;
}

/** The commands of this version, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "models",
    summary: "list the built-in models with their sizes",
    load: () => import("./commands/models.ts"),
  },
];

/** Examples for the end of a command's help: each a command line with what it does. */
export function addExamples(command: Command, examples: readonly [line: string, what: string][]) {
  const lines = examples.flatMap(([line, what]) => [`  # ${what}`, `  $ nanoflow-plan ${line}`, ""]);
  command.addHelpText("after", ["", "Examples:", ...lines].join("\n").trimEnd());
}
