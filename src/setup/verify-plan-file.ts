import { CostTable } from "../cost/cost-table.ts";
import { PlannerError, type SourcePosition } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { readPlan } from "../plan/plan-file.ts";
import { commandToRemake } from "../plan/remake-command.ts";
import { verifyCommand } from "../plan/verify-command.ts";
import { verifyPlan } from "../verify/verify.ts";
import { loadProfileOf } from "./plan-profile.ts";

/** A finding about a plan, or the error that kept it from being read. */
export interface Remark {
  severity: "error" | "note";
  /** Which check speaks, or the code of the error. */
  code: string;
  message: string;
  position?: SourcePosition | undefined;
  remedy?: string | undefined;
}

/** Whether a plan file is sound, and what there is to say about it. */
export interface Soundness {
  /** The file. */
  plan: string;
  sound: boolean;
  findings: readonly Remark[];
  /** What mends a plan that could be read. */
  remedy?: string;
}

/**
 * Proves a plan file sound, or says where it is not. That it cannot be read is a finding like
 * others.
 *
 * @param profilePath the profile it was made from, instead of the one it names
 */
export function verifyPlanFile(path: string, profilePath?: string): Soundness {
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

/** A plan to run, and the figures to run it on. */
export interface SoundPlan {
  plan: Plan;
  costs: CostTable;
}

/**
 * Reads a plan that is to run.
 *
 * @param profilePath the profile it was made from, instead of the one it names
 * @throws PlannerError `E_UNSOUND_PLAN` at the first thing wrong, and what reading plan and profile
 *   throws
 */
export function readSoundPlan(path: string, profilePath?: string): SoundPlan {
  const { plan, document } = readPlan(path);
  const profile = loadProfileOf(path, plan, profilePath);
  const findings = verifyPlan(document, plan, profile);
  const fault = findings.find(({ severity }) => severity === "error");
  if (fault === undefined) return { plan, costs: new CostTable(profile.profile) };
  throw new PlannerError("E_UNSOUND_PLAN", fault.message, {
    position: fault.position,
    remedy: `\`${verifyCommand(path, profilePath)}\` lists all that is wrong.`,
  });
}
