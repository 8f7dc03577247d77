import { type Command, Option } from "commander";
import type { Model } from "../../model/model-shape.ts";
import { FORMAT_NAMES, type PrecisionOptions, withPrecision } from "../../model/precision.ts";
import { resolveModel } from "../../model/resolve-model.ts";
import { modelWarnings } from "../../setup/notes.ts";
import type { CommandContext } from "../console/context.ts";

const FLAGS = "--model <model>";

/**
 * Declares `--model`, which must be given. Commander would report a missing `requiredOption` before
 * an unknown one, and so `--modle x` as a missing `--model`; a hook is asked after it.
 *
 * @param isNeeded by the options that were given; always, unless told otherwise
 */
export function addModelOption(
  command: Command,
  isNeeded: (options: Record<string, unknown>) => boolean = () => true,
): Command {
  return command
    .option(FLAGS, "built-in model, id of its checkpoint, or path of a Hugging Face config.json")
    .hook("preAction", () => {
      if (command.getOptionValue("model") === undefined && isNeeded(command.opts()))
        command.error(`required option '${FLAGS}' not specified`);
    });
}

/** Declares the options of number formats. */
export function addPrecisionOptions(command: Command): Command {
  const open = "as the checkpoint has it, else bf16";
  return command
    .addOption(
      new Option(
        "--precision <format>",
        `number format of weights and activations of the layers' products (default: ${open})`,
      ).choices(FORMAT_NAMES),
    )
    .addOption(
      new Option("--kv-cache <format>", `number format of the KV cache (default: ${open})`).choices(
        FORMAT_NAMES,
      ),
    );
}

/**
 * The model that the option names, in the number formats that are asked for. Says what its
 * configuration leaves open before anything else can fail.
 *
 * @throws PlannerError as `resolveModel` and `withPrecision`
 */
export function notedModel(
  named: string,
  context: CommandContext,
  precision: PrecisionOptions = {},
): Model {
  const model = withPrecision(resolveModel(named), precision);
  for (const line of modelWarnings(model)) context.note(line);
  return model;
}
