import { dirname, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { ProfileResult } from "../../campaign/profile-model.ts";
import type { CampaignProgress } from "../../campaign/run-campaign.ts";
import { runLibrary } from "../../campaign/run-library.ts";
import { type RunOptions, runProfile } from "../../campaign/run-profile.ts";
import { PlannerError } from "../../errors.ts";
import { isStandardOutput } from "../../files/destination.ts";
import type { KernelKind } from "../../generated/profile.ts";
import type { Model } from "../../model/model-shape.ts";
import { type PrecisionOptions, withPrecision } from "../../model/precision.ts";
import { listModels, resolveModel } from "../../model/resolve-model.ts";
import { withoutBuild } from "../../native/build.ts";
import { summarise } from "../../profile/summary.ts";
import { profileSummaryText } from "../../report/profile-summary.ts";
import { temperatureText } from "../../report/temperature-text.ts";
import type { Idle } from "../../setup/idle-search-options.ts";
import type { SessionFacts } from "../../store/session-text.ts";
import { TOOL } from "../../tool.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";
import { refuseIdle } from "../options/idle-options.ts";
import { addModelOption, addPrecisionOptions, notedModel } from "../options/model-option.ts";
import { integerFrom, positiveIntegers, positiveNumber } from "../options/option-values.ts";
import { convertProfiles } from "./profile-convert.ts";

interface Options extends PrecisionOptions {
  /** Given unless `convert` is. */
  model: string;
  allModels: boolean;
  missing: boolean;
  again?: KernelKind[];
  assemble?: string;
  tp?: number[];
  device: number;
  maxTokens: number;
  quick: boolean;
  resume: boolean;
  budget?: number;
  out?: string;
  native?: string;
  convert?: string[];
}

const DEFAULT_MAX_TOKENS = 2048;
/** Time to fill a store with, unless told otherwise. */
const LIBRARY_SECONDS = 300;
/** Eight times the default; a grid up to here takes as many measurements. */
const MOST_TOKENS = 16_384;

export function register(command: Command, context: CommandContext): void {
  addPrecisionOptions(
    addModelOption(command, ({ convert, allModels }) => convert === undefined && !allModels),
  )
    .option(
      "--all-models",
      "measure on one GPU what its store lacks for the built-in models, by value for the time",
      false,
    )
    .option("--missing", "the same for the model named: measure only what the store lacks", false)
    .option(
      "--again <kinds...>",
      "with these: kinds of kernels to measure although the store has them",
      kernelKinds,
    )
    .option(
      "--tp <n>",
      "tensor-parallel size (default: the smallest that fits); with --all-models several, by commas",
      positiveIntegers,
    )
    .option("--device <i>", "index of the first GPU", integerFrom(0), 0)
    .option(
      "--max-tokens <n>",
      "largest dense batch to measure",
      integerFrom(128, MOST_TOKENS),
      DEFAULT_MAX_TOKENS,
    )
    .option("--quick", "measure at fewer points, in one to two minutes", false)
    .option("--resume", "go on with a campaign that was broken off", false)
    .option("--budget <seconds>", "time for measuring (default: 300, quick 85)", positiveNumber)
    .option(
      "--assemble <file>",
      "with --all-models or --missing: measure nothing, and write what a broken-off run kept there",
    )
    .option(
      "--out <file>",
      "session file to write, - for standard output (default: profiles/<gpu>/<time>-<model>-tp<n>.session.jsonl)",
    )
    .option("--native <program>", "a native-profiler that was built already")
    .option(
      "--convert <files...>",
      "measure nothing: write profiles of format 1 as session files, each beside the old one",
    );
  addExamples(command, [
    ["profile --model llama-3-8b", "measure a model on the first GPU"],
    ["profile --model mixtral-8x7b --tp 2 --quick", "measure coarsely on two GPUs"],
    ["profile --model llama-3-8b --resume", "go on after an interruption"],
    ["profile --all-models --budget 600", "fill the store of this GPU, what is worth most first"],
    ["profile --model qwen3-8b --tp 2 --missing", "measure what the store lacks of one model"],
    [
      "profile --model llama-3-8b --precision fp8 --kv-cache fp8 --missing",
      "measure the FP8 kernels that the store lacks",
    ],
    ["profile --convert my-gpu.profile.json", "bring an old profile into the present format"],
  ]);
  command.action(({ convert: files, ...options }: Options) => {
    if (files !== undefined) {
      refuseMeasuring(command);
      return convertProfiles(files, options.out, context);
    }
    refuseIdle(command, idleOptions(options));
    return options.allModels || options.missing
      ? fill(options, context)
      : measure(options, context);
  });
}

function idleOptions({ allModels, missing, assemble }: Options): Idle[] {
  const whole = { beside: "a campaign of a whole model", why: "add --missing or --all-models" };
  const some = { beside: "--missing and --all-models", why: "each kernel has its own points" };
  const all = { beside: "--all-models", why: "it measures what is missing" };
  const written = { beside: "--assemble", why: "nothing is measured" };
  return [
    allModels || missing
      ? { ...some, options: ["quick"] }
      : { ...whole, options: ["again", "assemble"] },
    ...(allModels ? [{ ...all, options: ["missing"] }] : []),
    ...(assemble === undefined
      ? []
      : [{ ...written, options: ["device", "native", "resume", "budget"] }]),
  ];
}

/** Kinds as the store names them, or with dashes. */
function kernelKinds(text: string, before: KernelKind[] = []): KernelKind[] {
  const kind = text.replaceAll("-", "_");
  if (isKernelKind(kind)) return [...before, kind];
  throw new InvalidArgumentError(`Give kinds such as ${KERNEL_KINDS.slice(0, 3).join(", ")}.`);
}

/** Stores name a session by its id, which is not known before it was measured. */
function checkSessionFile(out: string, inputs: readonly string[], context: CommandContext): void {
  context.checkFile(out, inputs);
  if (isStandardOutput(out) || resolve(dirname(out), "..") !== resolve("profiles")) return;
  throw new PlannerError("E_USAGE", `--out ${out} names a session of a store, which its id names`, {
    remedy: `Leave out --out: the session then lies in ${dirname(out)} under its id.`,
  });
}

/** Measures what the store lacks. */
async function fill(options: Options, context: CommandContext): Promise<void> {
  const { model, allModels, tp, again = [], maxTokens, device, resume, budget } = options;
  const { out, native, assemble } = options;
  if (allModels && model !== undefined)
    throw new PlannerError("E_USAGE", "--all-models and --model say different things", {
      remedy: "Leave out --model, or take --missing in place of --all-models.",
    });
  if (out !== undefined) checkSessionFile(out, [model ?? ""], context);
  const models = allModels
    ? listModels().flatMap(({ id }) => plannableModel(id, options))
    : [notedModel(model, context, options)];
  const bar = context.progress("Measuring", 1);
  try {
    const { profile, facts, path, done, left } = await runLibrary(
      { models, again, maxTokens, ...(tp !== undefined && { sizes: tp }) },
      {
        ...{ firstDevice: device, resume, budgetSeconds: budget ?? LIBRARY_SECONDS },
        ...(out !== undefined && { out }),
        ...(native !== undefined && { native }),
        ...(assemble !== undefined && { assemble }),
      },
      {
        ...measuringIo(context),
        onProgress: ({ done: jobs, total, stage }: CampaignProgress) =>
          bar.update(jobs, stage, total),
      },
    );
    const { gpu } = profile;
    const provenance = { ...profile.provenance, ...facts.provenance };
    context.output({ profile: path, gpu, provenance, measured: done, missing: left }, () =>
      [
        `Measured: ${done.join(", ") || "nothing"}`,
        `Missing: ${left.join(", ") || "nothing"}`,
        ...temperatureLines(facts),
        `Session: ${path}`,
      ].join("\n"),
    );
  } finally {
    bar.stop();
  }
}

function temperatureLines({ provenance: { temperatureC } }: SessionFacts): string[] {
  return temperatureC === undefined
    ? []
    : [`Temperature of the chip under load: ${temperatureText(temperatureC)}`];
}

/** Of all models those that can be planned in these formats. */
function plannableModel(id: string, precision: PrecisionOptions): Model[] {
  try {
    return [withPrecision(resolveModel(id), precision)];
  } catch (error) {
    if (error instanceof PlannerError && error.code === "E_INVALID_MODEL") return [];
    throw error;
  }
}

function measuringIo(context: CommandContext) {
  return {
    signal: context.signal,
    env: context.env,
    tool: TOOL,
    command: withoutBuild(context.commandLine),
    now: () => new Date(),
    note: context.note,
    writeFile: context.writeFile,
  };
}

/** @throws PlannerError `E_USAGE` when an option was given that only measuring has a use for */
function refuseMeasuring(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName();
    if (name === "convert" || name === "out") continue;
    if (command.getOptionValueSource(name) !== "cli") continue;
    throw new PlannerError(
      "E_USAGE",
      `--convert measures nothing, so ${option.long} means nothing`,
      {
        remedy: "Convert or measure, one after the other.",
      },
    );
  }
}

async function measure(options: Options, context: CommandContext): Promise<void> {
  if (options.out !== undefined) checkSessionFile(options.out, [options.model], context);
  const { profile, facts, path } = await measureWithProgress(runOptions(options, context), context);
  const summary = summarise(profile);
  const { gpu, model } = profile;
  const provenance = { ...profile.provenance, ...facts.provenance };
  context.output({ profile: path, gpu, model, provenance, ...summary }, () =>
    [profileSummaryText(profile, summary, facts.provenance.temperatureC), `Profile: ${path}`].join(
      "\n\n",
    ),
  );
}

async function measureWithProgress(
  options: RunOptions,
  context: CommandContext,
): Promise<ProfileResult> {
  const bar = context.progress("Measuring", 1);
  try {
    return await runProfile(options, {
      ...measuringIo(context),
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
    model: notedModel(model, context, options),
    firstDevice: device,
    maxTokens,
    quick,
    resume,
    ...(tp !== undefined && { tensorParallel: onlyOne(tp) }),
    ...(budget !== undefined && { budgetSeconds: budget }),
    ...(out !== undefined && { out }),
    ...(native !== undefined && { native }),
  };
}

function onlyOne(sizes: readonly number[]): number {
  const [size = 1, ...others] = sizes;
  if (others.length === 0) return size;
  throw new PlannerError("E_USAGE", "`--tp` names several sizes, and a campaign has one", {
    remedy: "Name one, or take --missing or --all-models, which measure on one GPU.",
  });
}

const KERNEL_KINDS: readonly KernelKind[] = [
  ...(["gemm", "grouped_gemm", "decode_attention", "prefill_attention", "rms_norm"] as const),
  ...([
    "rope_kv_append",
    "silu_mul",
    "quantise_rows",
    "router",
    "moe_permute",
    "moe_combine",
  ] as const),
  ...(["embedding", "sampling"] as const),
];

function isKernelKind(text: string): text is KernelKind {
  return KERNEL_KINDS.some((kind) => kind === text);
}
