import type { Command } from "commander";
import { quantiseCheckpoint } from "../../quantise/quantise-checkpoint.ts";
import { formatBytes } from "../../text/units.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";

interface Options {
  out: string;
}

export function register(command: Command, context: CommandContext): void {
  command
    .argument("<checkpoint>", "folder with a config.json and bf16 safetensors")
    .option("--out <folder>", "folder to write, empty or not there; must be given")
    .hook("preAction", () => {
      // A required option would be missed before an unknown one is named.
      if (command.getOptionValue("out") === undefined)
        command.error("required option '--out <folder>' not specified");
    });
  addExamples(command, [
    [
      "quantize ./Meta-Llama-3-8B --out ./Meta-Llama-3-8B-FP8",
      "products of the layers in FP8, in the files of compressed-tensors",
    ],
  ]);
  command.action((checkpoint: string, { out }: Options) => quantize(checkpoint, out, context));
}

async function quantize(checkpoint: string, out: string, context: CommandContext): Promise<void> {
  const bar = context.progress("Quantising", 1);
  try {
    const result = await quantiseCheckpoint(checkpoint, out, {
      signal: context.signal,
      onProgress: (done, total, tensor) => bar.update(done, tensor, total),
    });
    const { quantised, bytes, leftOut, zeros, warnings } = result;
    for (const warning of warnings) context.note(`warning: ${warning}`);
    const [first] = zeros;
    if (first !== undefined)
      context.note(
        `warning: ${zeros.length} weights are all zeros in FP8, the first of them ${first}`,
      );
    context.output({ checkpoint: out, ...result }, () =>
      [
        `${quantised} weights are in FP8, with a scale for each output channel.`,
        `Tensors: ${formatBytes(bytes.before)} before, ${formatBytes(bytes.after)} now.`,
        ...(leftOut.length === 0 ? [] : [`Left out: ${leftOut.join(", ")}`]),
        `Checkpoint: ${out}`,
      ].join("\n"),
    );
  } finally {
    bar.stop();
  }
}
