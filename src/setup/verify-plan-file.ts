import { CostTable } from "../cost/cost-table.ts";
import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import { parseText, readText, validated } from "../files/read-document.ts";
import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { readPlan } from "../plan/plan-file.ts";
import { verifyCommand } from "../plan/verify-command.ts";
import { isPlanSet, planDocument } from "../plan-set/plan-set-file.ts";
import { verifyPlanSet } from "../plan-set/verify-set.ts";
import { verifyPlan } from "../verify/verify.ts";
import { commandRemarks, setCommandRemarks } from "./command-remarks.ts";
import { loadProfileOf } from "./plan-profile.ts";
import { positionRemarks } from "./position-remarks.ts";
import { predictionRemarks } from "./prediction-remarks.ts";
import { remedyToRemake } from "./remake-command.ts";
import type { Remark } from "./remark.ts";
import { setRemarks } from "./set-remarks.ts";
import { toolRemarks } from "./tool-remarks.ts";
import { setWorkloadRemarks, workloadRemarks } from "./workload-remarks.ts";

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
    const text = readText(path, "Make a plan with `nanoflow-plan search --model MODEL`.");
    const document = parseText(path, text);
    const { findings, made } = isPlanSet(document)
      ? setFindings(document, path, profilePath)
      : planFindings(document, path, profilePath);
    findings.push(...olderReading(document));
    const sound = isFaultless(findings);
    const remedy = sound ? {} : { remedy: remedyToRemake(made, path, "Make it again") };
    return { plan: path, sound, findings, ...remedy };
  } catch (error) {
    if (!(error instanceof PlannerError)) throw error;
    const { code, message, position, remedy } = error;
    const finding: Remark = { severity: "error", code, message, position, remedy };
    return { plan: path, sound: false, findings: [finding] };
  }
}

/** Plans are to be read alike by all: they are written so. */
function olderReading({ olderReading: position }: Document): Remark[] {
  if (position === undefined) return [];
  const message =
    "readers of YAML 1.1 take this for a value of another type: quote dates, and write numbers as 1.5e+3";
  return [{ severity: "note", code: "yaml", message, position }];
}

interface Findings {
  findings: Remark[];
  /** What says how it was made. */
  made: Pick<Plan, "provenance">;
}

function planFindings(document: Document, path: string, profilePath?: string): Findings {
  const plan = validated<Plan>(document, "plan");
  const profile = loadProfileOf(path, plan, profilePath);
  const proof = verifyPlan(document, plan, profile);
  const findings = [
    ...proof,
    ...(isFaultless(proof)
      ? predictionRemarks(plan, document, new CostTable(profile.profile))
      : []),
    ...toolRemarks(plan, document),
    ...commandRemarks(plan, document),
    ...workloadRemarks(plan, document),
    ...positionRemarks(plan, document),
  ];
  return { findings, made: plan };
}

function setFindings(document: Document, path: string, profilePath?: string): Findings {
  const set = validated<PlanSet>(document, "plan-set");
  const [{ plan }] = set.programs;
  const profile = loadProfileOf(path, plan, profilePath);
  const proof = verifyPlanSet(document, set, profile);
  const costs = new CostTable(profile.profile);
  const findings = [
    ...proof,
    ...(isFaultless(proof)
      ? setRemarks(set, document, costs, profile.profile.gpu.memoryBytes)
      : []),
    ...toolRemarks(set, document),
    ...setCommandRemarks(set, document),
    ...setWorkloadRemarks(set, document),
    ...set.programs.flatMap(({ plan: each }, index) =>
      workloadRemarks(each, planDocument(document, index, each)),
    ),
    ...positionRemarks(plan, planDocument(document, 0, plan)),
  ];
  return { findings, made: set };
}

/** What has a fault may have no program to simulate. */
function isFaultless(findings: readonly Remark[]): boolean {
  return findings.every(({ severity }) => severity !== "error");
}

/** A plan to run, and the figures to run it on. */
export interface SoundPlan {
  plan: Plan;
  costs: CostTable;
  /** Of the GPU that the figures were measured on. */
  memoryBytes: number;
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
  if (fault === undefined) {
    const { memoryBytes } = profile.profile.gpu;
    return { plan, costs: new CostTable(profile.profile), memoryBytes };
  }
  throw new PlannerError("E_UNSOUND_PLAN", fault.message, {
    position: fault.position,
    remedy: `\`${verifyCommand(path, profilePath)}\` lists all that is wrong.`,
  });
}
