import { existsSync } from "node:fs";
import type { Command } from "commander";
import { EXIT, formatPosition } from "../../errors.ts";
import { type Soundness, verifyPlanFile } from "../../setup/verify-plan-file.ts";
import { plainOutput, printable } from "../../text/printable.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";
import { plansIn } from "../options/plan-paths.ts";

interface Options {
  profile?: string;
}

export function register(command: Command, context: CommandContext): void {
  command
    .argument("<plans...>", "plan and plan-set files, or folders of them")
    .option("--profile <file>", "the profile they were made from, instead of the one they name");
  addExamples(command, [
    ["verify mixtral.plan.yaml", "prove one plan sound"],
    ["verify plans --json", "check all plans in CI"],
  ]);
  command.action((paths: string[], { profile }: Options) => verify(paths, profile, context));
}

/** Verifies plan files, all in folders included, and reports what was found. */
export function verify(
  paths: readonly string[],
  profilePath: string | undefined,
  context: CommandContext,
): void {
  // A missing plan is a finding like others.
  const note = (text: string) => context.note(text);
  const plans = paths.flatMap((path) => (existsSync(path) ? plansIn([path], note) : [path]));
  const verdicts = plans.map((path) => verifyPlanFile(path, profilePath));
  if (!verdicts.every(({ sound }) => sound)) context.setExitCode(EXIT.usage);
  if (!context.json) reportFindings(context, verdicts);
  const { green, red } = context.style;
  context.output({ plans: verdicts }, () =>
    verdicts
      .map(({ plan, sound }) => `${printable(plan)}: ${sound ? green("sound") : red("not sound")}`)
      .join("\n"),
  );
}

function reportFindings(context: CommandContext, verdicts: readonly Soundness[]): void {
  for (const { findings, remedy: wayOut } of verdicts) {
    for (const { severity, message, position, remedy } of findings) {
      const where = position === undefined ? "" : `${formatPosition(position)}: `;
      if (severity === "note") context.note(`note: ${where}${message}`);
      else context.stderr.write(`error: ${where}${plainOutput(message)}\n`);
      if (remedy !== undefined) context.stderr.write(`  ${plainOutput(remedy)}\n`);
    }
    if (wayOut !== undefined) context.stderr.write(`  ${wayOut}\n`);
  }
}
