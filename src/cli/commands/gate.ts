import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { EXIT, PlannerError } from "../../errors.ts";
import { gate, gateFails } from "../../gate/gate.ts";
import type { PlanVerdict } from "../../gate/gate-request.ts";
import { RemakeCache, remakeCacheFolder } from "../../gate/remake-cache.ts";
import { evenSample } from "../../gate/sample.ts";
import type { Plan } from "../../generated/plan.ts";
import { gateMarkdown, gateText } from "../../report/gate-report.ts";
import { loadProfileOf } from "../../setup/plan-profile.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";
import { integerFrom, nonNegativeNumber } from "../options/option-values.ts";
import { plansIn } from "../options/plan-paths.ts";

interface Options {
  base?: string;
  tolerance: number;
  measuredTolerance: number;
  jobs: number;
  sample?: number;
  programs: number;
  cache: boolean;
  markdown?: string;
}

const DEFAULT_FOLDER = "plans";
const DEFAULT_TOLERANCE_PERCENT = 0.5;
const DEFAULT_MEASURED_TOLERANCE_PERCENT = 5;
const DEFAULT_PROGRAMS = 3;
const BIN = join("dist", "cli", "bin.js");
/** The built program of this package, also when this file runs from its sources. */
const OWN_BIN = fileURLToPath(new URL("../../../dist/cli/bin.js", import.meta.url));

export function register(command: Command, context: CommandContext): void {
  command
    .argument(
      "[plans...]",
      `plan and plan-set files, or folders of them (default: ${DEFAULT_FOLDER})`,
    )
    .option("--base <dir>", "built checkout to compare with, instead of the committed figures")
    .option(
      "--tolerance <percent>",
      "differences up to this count as none",
      nonNegativeNumber,
      DEFAULT_TOLERANCE_PERCENT,
    )
    .option(
      "--measured-tolerance <percent>",
      "how far a measured period may exceed the predicted one",
      nonNegativeNumber,
      DEFAULT_MEASURED_TOLERANCE_PERCENT,
    )
    .option(
      "--jobs <n>",
      "plans to judge at a time, each search with one thread",
      integerFrom(1),
      availableParallelism(),
    )
    .option(
      "--sample <n>",
      "judge this many of the plans, evenly spread over their names",
      integerFrom(1),
    )
    .option(
      "--programs <n>",
      "programs of a plan set to make again; all are proved sound and simulated",
      integerFrom(1),
      DEFAULT_PROGRAMS,
    )
    .option("--no-cache", "make every plan now, also those made by this build before")
    .option(
      "--markdown <file>",
      "write the table for a pull-request comment; - is standard output",
    );
  addExamples(command, [
    ["gate", "search every plan in plans/ again and compare"],
    ["gate plans/h200-sxm --markdown gate.md", "one folder, with a table for a pull request"],
    ["gate --sample 5", "a quarter of twenty plans, the same ones each time"],
    ["gate --base ../main", "recompute both sides: ../main is a checkout with `npm ci` done"],
  ]);
  command.action((given: string[], options: Options) => judge(given, options, context));
}

async function judge(
  given: readonly string[],
  options: Options,
  context: CommandContext,
): Promise<void> {
  const { markdown, sample } = options;
  const all = plansIn(given.length > 0 ? given : [DEFAULT_FOLDER], (text) => context.note(text));
  const plans = evenSample(all, sample ?? all.length);
  if (markdown !== undefined) context.checkFile(markdown, plans);
  const verdicts = await gateWithProgress(plans, options, context);
  if (markdown !== undefined) context.writeFile(markdown, gateMarkdown(verdicts, all.length));
  if (gateFails(verdicts)) context.setExitCode(EXIT.gateFailed);
  const passed = !gateFails(verdicts);
  context.output({ passed, plans: verdicts, found: all.length }, () =>
    gateText(verdicts, all.length),
  );
}

async function gateWithProgress(
  plans: readonly string[],
  { base, tolerance, measuredTolerance, programs, jobs, cache }: Options,
  context: CommandContext,
): Promise<PlanVerdict[]> {
  const bar = context.progress("Gating", plans.length);
  const folder = process.cwd();
  try {
    return await gate({
      plans: plans.map((path) => relative(folder, resolve(path))),
      head: { bin: OWN_BIN, folder },
      base: base === undefined ? undefined : programIn(base),
      tolerance: tolerance / 100,
      measuredTolerance: measuredTolerance / 100,
      programs,
      jobs,
      cache: cache ? new RemakeCache(remakeCacheFolder(context.env)) : undefined,
      profileOf: oncePerFile(loadProfileOf),
      signal: context.signal,
      onPlan: (path, done) => bar.update(done, path),
    });
  } finally {
    bar.stop();
  }
}

type ProfileOf = typeof loadProfileOf;

/**
 * Many plans are made by one profile, which takes longer to read than a plan. What a store has for a
 * plan depends on its sessions and on its model.
 */
function oncePerFile(profileOf: ProfileOf): (path: string, plan: Plan) => ReturnType<ProfileOf> {
  const loaded = new Map<string, ReturnType<ProfileOf>>();
  return (path, plan) => {
    const { file, sessions } = plan.profile;
    const key = JSON.stringify([dirname(path), file, sessions, plan.model]);
    const profile = loaded.get(key) ?? profileOf(path, plan);
    loaded.set(key, profile);
    return profile;
  };
}

function programIn(folder: string): { bin: string; folder: string } {
  const bin = resolve(folder, BIN);
  if (existsSync(bin)) return { bin, folder: resolve(folder) };
  throw new PlannerError("E_USAGE", `--base ${folder} has no ${BIN}`, {
    remedy: "Name a checkout of nanoflow-plan in which `npm ci` was run.",
  });
}
