import type { Command } from "commander";

/** Adds the option that names a file of ceilings, which `AnalysisOptions` holds. */
export function addGpuSpecOption(command: Command): Command {
  return command.option(
    "--gpu-spec <file>",
    "ceilings of a GPU from a file of your own, YAML or JSON, instead of measurements",
  );
}
