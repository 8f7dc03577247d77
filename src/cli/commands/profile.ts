import type { Command } from "commander";
import type { ProfileResult } from "../../campaign/profile-model.ts";
import type { CampaignProgress } from "../../campaign/run-campaign.ts";
import { type RunOptions, runProfile } from "../../campaign/run-profile.ts";
import { summarise } from "../../profile/summary.ts";
import { profileSummaryText } from "../../report/profile-summary.ts";
import { TOOL } from "../../tool.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";
import { addModelOption, notedModel } from "../options/model-option.ts";
import { integerFrom, positiveNumber } from "../options/option-values.ts";

interface Options {
  model: string;
  tp?: number;
  device: number;
  maxTokens: number;
  quick: boolean;
  resume: boolean;
  budget?: number;
  out?: string;
  native?: string;
}

const DEFAULT_MAX_TOKENS = 2048;
/** Eight times the default; a grid up to here takes as many measurements. */
const MOST_TOKENS = 16_384;

export function register(command: Command, context: CommandContext): void {
  addModelOption(command)
    .option("--tp <n>", "tensor-parallel size (default: the smallest that fits)", integerFrom(1))
    .option("--device <i>", "index of the first GPU", integerFrom(0), 0)
    .option(
      "--max-tokens <n>",
      "largest dense batch to measure",
      integerFrom(128, MOST_TOKENS),
      DEFAULT_MAX_TOKENS,
    )
    .option("--quick", "measure at fewer points, in about a minute", false)
    .option("--resume", "go on with a campaign that was broken off", false)
    .option("--budget <seconds>", "time for measuring (default: 300, quick 60)", positiveNumber)
    .option(
      "--out <file>",
      "profile to write, - for standard output (default: profiles/<gpu>/<model>-tp<n>.json)",
    )
    .option("--native <program>", "a native-profiler that was built already");
  addExamples(command, [
    ["profile --model llama-3-8b", "measure a model on the first GPU"],
    ["profile --model mixtral-8x7b --tp 2 --quick", "measure coarsely on two GPUs"],
    ["profile --model llama-3-8b --resume", "go on after an interruption"],
  ]);
  command.action((options: Options) => measure(options, context));
}

async function measure(options: Options, context: CommandContext): Promise<void> {
  if (options.out !== undefined) context.checkFile(options.out, [options.model]);
  const { profile, path } = await measureWithProgress(runOptions(options, context), context);
  const summary = summarise(profile);
  const { gpu, model, provenance } = profile;
  context.output({ profile: path, gpu, model, provenance, ...summary }, () =>
    [profileSummaryText(profile, summary), `Profile: ${path}`].join("\n\n"),
  );
}

async function measureWithProgress(
  options: RunOptions,
  context: CommandContext,
): Promise<ProfileResult> {
  const bar = context.progress("Measuring", 1);
  try {
    return await runProfile(options, {
      signal: context.signal,
      env: context.env,
      tool: TOOL,
      command: context.commandLine,
      now: () => new Date(),
      note: context.note,
      writeFile: context.writeFile,
      onProgress: ({ done, total, stage, secondsLeft }: CampaignProgress) =>
        bar.update(done, `${stage}, ${Math.ceil(secondsLeft)} s left`, total),
    });
  } finally {
    bar.stop();
  }
}

function runOptions(options: Options, context: CommandContext): RunOptions {
  const { model, tp, device, maxTokens, quick, resume, budget, out, native } = options;
  return {
    model: notedModel(model, context),
    firstDevice: device,
    maxTokens,
    quick,
    resume,
    ...(tp !== undefined && { tensorParallel: tp }),
    ...(budget !== undefined && { budgetSeconds: budget }),
    ...(out !== undefined && { out }),
    ...(native !== undefined && { native }),
  };
}
