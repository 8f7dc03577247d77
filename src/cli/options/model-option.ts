import type { Command } from "commander";

const FLAGS = "--model <model>";

/**
 * Declares `--model`, which must be given. Commander would report a missing `requiredOption` before
 * an unknown one, and so `--modle x` as a missing `--model`; a hook is asked after it.
 */
export function addModelOption(command: Command): Command {
  return command
    .option(FLAGS, "built-in model, or path of a Hugging Face config.json")
    .hook("preAction", () => {
      if (command.getOptionValue("model") === undefined)
        command.error(`required option '${FLAGS}' not specified`);
    });
}
