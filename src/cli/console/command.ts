import type { Command } from "commander";
import type { CommandContext } from "./context.ts";

/** What every `commands/<name>.ts` exports. */
export interface CommandModule {
  /**
   * Declares arguments, options, examples and the action on a command that has a name and summary.
   *
   * @param commands all of the program's, for a command that tells of the others
   */
  register(command: Command, context: CommandContext, commands: readonly CommandEntry[]): void;
}

export interface CommandEntry {
  name: string;
  summary: string;
  /** Loads the command's file; only the command that was asked for is loaded. */
  load(): Promise<CommandModule>;
}
