import { existsSync } from "node:fs";
import { join } from "node:path";
import { CostTable } from "../cost/cost-table.ts";
import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import { validated } from "../files/read-document.ts";
import type { Plan } from "../generated/plan.ts";
import { readPlan } from "../plan/plan-file.ts";
import { verifyCommand } from "../plan/verify-command.ts";
import type { LoadedProfile } from "../profile/load.ts";
import { commandRemarks } from "../setup/command-remarks.ts";
import { simulatedRun } from "../setup/own-times.ts";
import { remedyToRemake } from "../setup/remake-command.ts";
import type { Remark } from "../setup/remark.ts";
import { formatDuration } from "../text/units.ts";
import { verifyPlan } from "../verify/verify.ts";
import type { GateRequest, PlanVerdict } from "./gate-request.ts";
import {
  type MeasurementLimits,
  ownMeasurementChanges,
  remedyFor,
  unlikeMeasurements,
} from "./measurement.ts";
import { requireOwnTimes } from "./own-times.ts";
import { remakePlan, requireOwnFiles } from "./remake.ts";
import { differencesOf, statedOtherwise } from "./stated.ts";
import { type Change, compareStandings, verdictOf } from "./verdict.ts";

/** How far the simulator may be from a plan's own figure, which is rounded. */
export const OWN_PREDICTION_TOLERANCE = 1e-4;

/** @throws PlannerError when the plan cannot be read, is unsound, or cannot be made again */
export async function judgePlan(
  path: string,
  document: Document,
  request: GateRequest,
): Promise<PlanVerdict> {
  const { base } = request;
  const plan = validated<Plan>(document, "plan");
  const profile = request.profileOf(document.path, plan);
  const remedy = remedyToRemake(plan, path, "Make it again and commit it");
  const findings = [...verifyPlan(document, plan, profile), ...commandRemarks(plan, document)];
  requireNoFault(findings, path, remedy);
  const figures = ownFigures(plan, profile, remedy);
  const baseFile = base && join(base.folder, path);
  const planOfBase =
    baseFile !== undefined && existsSync(baseFile) ? readPlan(baseFile).plan : undefined;
  const found = await compared(path, plan, figures, planOfBase, request);
  requireStated(found, remedy);
  const { changes, notes, isCached } = found;
  const again = remedyToRemake(plan, path, "make the plan again and commit it");
  return { ...verdictOn(path, changes, notes, remedyFor(changes, again)), isCached };
}

/** What is said of a plan that was made again. */
export interface Comparison {
  changes: Change[];
  notes: string[];
  /** What the plan states otherwise than its search makes it, one sentence each. */
  misstated: string[];
  /** Whether the cache knew what its search makes. */
  isCached: boolean;
}

/** What became of a plan: made again by the present code, and beside what it is held against. */
export async function compared(
  path: string,
  plan: Plan,
  { predictedUs, spread }: OwnFigures,
  planOfBase: Plan | undefined,
  request: GateRequest,
): Promise<Comparison> {
  const limits: MeasurementLimits = { ...request, spread };
  requireOwnFiles(path, plan, request.head);
  const { plan: remade, isCached } = await remakePlan(plan, request.head, request);
  const misstated = statedOtherwise(plan, remade);
  const { unexplained, explained } = differencesOf(plan, remade);
  const own = [...ownMeasurementChanges(plan, predictedUs, limits), ...unexplained.map(lookChange)];
  const held = await heldAgainst(plan, planOfBase, request);
  if (held === undefined) {
    const notes = ["new: the base has no such plan", ...explained];
    return { changes: own, notes, misstated, isCached };
  }
  const { base, unlike } = held;
  const head = plan.measured === undefined ? remade : { ...remade, measured: plan.measured };
  const measurements = pinOf(base) === pinOf(head) ? [] : ["the measurements are others"];
  const notes = [...measurements, ...(unlike === undefined ? [] : [unlike]), ...explained];
  return { changes: [...compareStandings(base, head, limits), ...own], notes, misstated, isCached };
}

/** Neither better nor worse, and not to be passed over. */
function lookChange(key: string): Change {
  return {
    figure: "what it states",
    base: null,
    head: null,
    verdict: "ambiguous",
    text: `it states ${key} otherwise than its search makes it, with the same period, gap and nodes: look at why`,
  };
}

/**
 * @param of name of the program of a set, with what parts it from the message
 * @throws PlannerError when a plan states what its search does not make
 */
export function requireStated({ misstated }: Comparison, remedy: string, of = ""): void {
  if (misstated.length === 0) return;
  throw new PlannerError("E_GATE_FAILED", `${of}${misstated.join("; ")}`, { remedy });
}

/** The worst of the changes, and what to do about it. */
export function verdictOn(
  plan: string,
  changes: Change[],
  notes: readonly string[],
  remedy: string | undefined,
): PlanVerdict {
  const verdict = verdictOf(changes);
  return {
    plan,
    verdict,
    changes,
    ...(notes.length > 0 && { note: notes.join("; ") }),
    ...(verdict === "worse" && remedy !== undefined && { remedy }),
  };
}

/** What a plan says of the measurements that it was made from. */
function pinOf({ profile }: Plan): string | undefined {
  return profile.measurements ?? profile.sha256;
}

function withoutMeasurement({ measured: _, ...plan }: Plan): Plan {
  return plan;
}

export interface OwnFigures {
  /** Of the layers that were measured, over their number. */
  predictedUs: number;
  /** That 95% of the profile's measurements keep. */
  spread: number;
}

/** @throws PlannerError when the plan promises what the simulator does not say */
export function ownFigures(plan: Plan, loaded: LoadedProfile, remedy: string): OwnFigures {
  const costs = costsOf(loaded);
  const whole = simulatedRun(plan, plan.model.layers, costs);
  const { periodUs } = whole.simulation;
  if (Math.abs(periodUs / plan.predicted.periodUs - 1) > OWN_PREDICTION_TOLERANCE) {
    throw new PlannerError(
      "E_GATE_FAILED",
      `it predicts ${formatDuration(plan.predicted.periodUs)}, but the simulator says ${formatDuration(periodUs)}`,
      { remedy },
    );
  }
  requireOwnTimes(plan, costs, remedy, whole);
  const layers = plan.measured?.layers ?? plan.model.layers;
  const measured = layers === plan.model.layers ? whole : simulatedRun(plan, layers, costs);
  return {
    predictedUs: measured.simulation.totalUs / layers,
    spread: loaded.profile.provenance.p95Spread ?? 0,
  };
}

const costTables = new WeakMap<LoadedProfile, CostTable>();

/** Many plans are made by one profile. */
export function costsOf(loaded: LoadedProfile): CostTable {
  const costs = costTables.get(loaded) ?? new CostTable(loaded.profile);
  costTables.set(loaded, costs);
  return costs;
}

/** @throws PlannerError `E_UNSOUND_PLAN` with the first of the errors */
export function requireNoFault(findings: readonly Remark[], path: string, remedy: string): void {
  const [first, ...others] = findings.filter(({ severity }) => severity === "error");
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` (and ${others.length} more: ${verifyCommand(path)})`;
  throw new PlannerError("E_UNSOUND_PLAN", `${first.message}${more}`, {
    ...(first.position !== undefined && { position: first.position }),
    remedy,
  });
}

interface HeldAgainst {
  /** With its measurement where the plan's can be held against that. */
  base: Plan;
  /** Why it cannot, where both might be expected to have one. */
  unlike?: string | undefined;
}

/**
 * What the plan is held against: the figures in its file, which its measurement cannot be held
 * against, or those of the base's own search; undefined when the base has no such plan.
 */
async function heldAgainst(
  plan: Plan,
  planOfBase: Plan | undefined,
  request: GateRequest,
): Promise<HeldAgainst | undefined> {
  const { base } = request;
  if (base === undefined) return { base: withoutMeasurement(plan) };
  if (planOfBase === undefined) return undefined;
  const { plan: remade } = await remakePlan(planOfBase, base, request);
  if (planOfBase.measured === undefined) return { base: remade };
  const unlike = unlikeMeasurements(planOfBase, plan);
  if (unlike !== undefined) return { base: remade, unlike };
  return { base: { ...remade, measured: planOfBase.measured } };
}
