import { existsSync } from "node:fs";
import { join } from "node:path";
import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import { validated } from "../files/read-document.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { readPlanSet } from "../plan-set/plan-set-file.ts";
import { verifyPlanSet } from "../plan-set/verify-set.ts";
import type { LoadedProfile } from "../profile/load.ts";
import { setCommandRemarks } from "../setup/command-remarks.ts";
import { remedyToRemake } from "../setup/remake-command.ts";
import { stepFault } from "../setup/set-remarks.ts";
import type { GateRequest, PlanVerdict } from "./gate-request.ts";
import {
  compared,
  costsOf,
  ownFigures,
  requireNoFault,
  requireStated,
  verdictOn,
} from "./judge-plan.ts";
import { remedyFor } from "./measurement.ts";
import { requireOwnTimes } from "./own-times.ts";
import { sampleOf } from "./set-sample.ts";
import type { Change } from "./verdict.ts";

/**
 * All of a set must be sound. Making all its plans again would take minutes, so that some are: that
 * of the steady state, and others by the set's hash, which nobody chooses.
 */
export async function judgeSet(
  path: string,
  document: Document,
  request: GateRequest,
): Promise<PlanVerdict> {
  const { base } = request;
  const set = validated<PlanSet>(document, "plan-set");
  const profile = request.profileOf(document.path, set.programs[0].plan);
  const remedy = remedyToRemake(set, path, "Make it again and commit it");
  const findings = [...verifyPlanSet(document, set, profile), ...setCommandRemarks(set, document)];
  requireNoFault(findings, path, remedy);
  requireTimes(set, profile, remedy);
  const baseFile = base && join(base.folder, path);
  const setOfBase =
    baseFile !== undefined && existsSync(baseFile) ? readPlanSet(baseFile).set : undefined;
  const sample = sampleOf(set, request.programs);
  const changes: Change[] = [];
  let isCached = true;
  const notes = [`${sample.length} of ${set.programs.length} programs made again`];
  for (const { name, plan } of sample) {
    const ofBase = setOfBase?.programs.find((program) => program.name === name)?.plan;
    const figures = ownFigures(plan, profile, remedy);
    const found = await compared(path, plan, figures, ofBase, request);
    requireStated(found, remedy, `${name}: `);
    isCached &&= found.isCached;
    changes.push(
      ...found.changes.map((change) => ({ ...change, text: `${name}: ${change.text}` })),
    );
    notes.push(...found.notes.map((note) => `${name}: ${note}`));
  }
  const again = remedyToRemake(set, path, "make the set again and commit it");
  return { ...verdictOn(path, changes, notes, remedyFor(changes, again)), isCached };
}

/** @throws PlannerError when the simulator says other times of a program or its steps than the set */
export function requireTimes(set: PlanSet, profile: LoadedProfile, remedy: string): void {
  const costs = costsOf(profile);
  for (const { plan } of set.programs) requireOwnTimes(plan, costs, remedy);
  const fault = stepFault(set, costs);
  if (fault !== undefined) throw new PlannerError("E_GATE_FAILED", fault.message, { remedy });
}
