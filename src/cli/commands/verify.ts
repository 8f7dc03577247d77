import { existsSync } from "node:fs";
import type { Command } from "commander";
import { EXIT, formatPosition, PlannerError, type SourcePosition } from "../../errors.ts";
import { commandToRemake } from "../../gate/remake.ts";
import { readPlan } from "../../plan/plan-file.ts";
import { loadProfileOf } from "../../setup/plan-profile.ts";
import { verifyPlan } from "../../verify/verify.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";
import { plansIn } from "../options/plan-paths.ts";

interface Options {
  profile?: string;
}

/** A finding about a plan, or the error that kept it from being read. */
interface Remark {
  severity: "error" | "note";
  code: string;
  message: string;
  position?: SourcePosition | undefined;
  remedy?: string | undefined;
}

interface VerifiedPlan {
  plan: string;
  sound: boolean;
  findings: readonly Remark[];
  /** What mends a plan that could be read. */
  remedy?: string;
}

export function register(command: Command, context: CommandContext): void {
  command
    .argument("<plans...>", "plan files, or folders of them")
    .option("--profile <file>", "the profile they were made from, instead of the one they name");
  addExamples(command, [
    ["verify mixtral.plan.yaml", "prove one plan sound"],
    ["verify plans --json", "check all plans in CI"],
  ]);
  command.action((paths: string[], options: Options) => {
    // A missing plan is a finding like others.
    const plans = paths.flatMap((path) => (existsSync(path) ? plansIn([path]) : [path]));
    const verdicts = plans.map((path) => verify(path, options.profile));
    if (!verdicts.every(({ sound }) => sound)) context.setExitCode(EXIT.usage);
    if (!context.json) reportFindings(context, verdicts);
    context.output({ plans: verdicts }, () =>
      verdicts
        .map(({ plan, sound }) => {
          const { green, red } = context.style;
          return `${plan}: ${sound ? green("sound") : red("not sound")}`;
        })
        .join("\n"),
    );
  });
}

function verify(path: string, profilePath: string | undefined): VerifiedPlan {
  try {
    const { plan, document } = readPlan(path);
    const findings = verifyPlan(document, plan, loadProfileOf(path, plan, profilePath));
    const sound = findings.every(({ severity }) => severity !== "error");
    const remedy = sound ? {} : { remedy: `Make it again: ${commandToRemake(plan, path)}` };
    return { plan: path, sound, findings, ...remedy };
  } catch (error) {
    if (!(error instanceof PlannerError)) throw error;
    const { code, message, position, remedy } = error;
    const finding: Remark = { severity: "error", code, message, position, remedy };
    return { plan: path, sound: false, findings: [finding] };
  }
}

function reportFindings(context: CommandContext, verdicts: readonly VerifiedPlan[]): void {
  for (const { findings, remedy: wayOut } of verdicts) {
    for (const { severity, message, position, remedy } of findings) {
      const where = position === undefined ? "" : `${formatPosition(position)}: `;
      if (severity === "note") context.note(`note: ${where}${message}`);
      else context.stderr.write(`error: ${where}${message}\n`);
      if (remedy !== undefined) context.stderr.write(`  ${remedy}\n`);
    }
    if (wayOut !== undefined) context.stderr.write(`  ${wayOut}\n`);
  }
}
