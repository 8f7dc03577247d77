import { existsSync } from "node:fs";
import { join } from "node:path";
import { CostTable } from "../cost/cost-table.ts";
import { simulateProgram } from "../engine/simulator/simulate-program.ts";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { readPlan } from "../plan/plan-file.ts";
import { verifyCommand } from "../plan/verify-command.ts";
import type { LoadedProfile } from "../profile/load.ts";
import { lowerPlan } from "../program/lower.ts";
import { remedyToRemake } from "../setup/remake-command.ts";
import { formatDuration } from "../text/units.ts";
import type { Finding } from "../verify/finding.ts";
import { verifyPlan } from "../verify/verify.ts";
import {
  type MeasurementLimits,
  ownMeasurementChanges,
  remedyFor,
  unlikeMeasurements,
} from "./measurement.ts";
import type { Program } from "./program.ts";
import { remakePlan, requireOwnFiles } from "./remake.ts";
import type { RemakeCache } from "./remake-cache.ts";
import { type Change, compareStandings, type Verdict, verdictOf } from "./verdict.ts";

export interface GateRequest {
  /** Plan files, from the folder of `head`. */
  plans: readonly string[];
  /** This program, in the folder whose plans are judged. */
  head: Program;
  /** A built checkout to compare with; without it, plans are compared as they are in their files. */
  base: Program | undefined;
  /** Differences up to this share count as none. */
  tolerance: number;
  /** Plans to judge at a time; each search has one thread then. */
  jobs: number;
  /** How far a measured period may exceed the predicted one before that counts, as a share. */
  measuredTolerance: number;
  /** Of plans made again before; without it, each is made now. */
  cache?: RemakeCache | undefined;
  profileOf(path: string, plan: Plan): LoadedProfile;
  signal: AbortSignal;
  onPlan?(path: string, done: number): void;
}

export interface PlanVerdict {
  plan: string;
  verdict: Verdict;
  changes: Change[];
  /** Why it is broken, or what else there is to say. */
  note?: string;
  /** What to do about a plan that fails. */
  remedy?: string;
  /** Whether the cache knew what its search makes. */
  isCached?: boolean;
}

/** How far the simulator may be from a plan's own figure, which is rounded. */
const OWN_PREDICTION_TOLERANCE = 1e-4;

/**
 * Judges each plan: is it sound, does the simulator still say what it promises, and does a search
 * of its problem by the present code do as well?
 *
 * @throws PlannerError `E_INTERRUPTED`
 */
export async function gate(request: GateRequest): Promise<PlanVerdict[]> {
  const { plans, jobs, onPlan } = request;
  const verdicts = new Map<string, PlanVerdict>();
  const left = plans.values();
  const judgeThoseLeft = async (): Promise<void> => {
    // One iterator for all: each takes the next plan that nobody has.
    for (const path of left) {
      onPlan?.(path, verdicts.size);
      verdicts.set(path, await judge(path, request));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, judgeThoseLeft));
  return plans.flatMap((path) => verdicts.get(path) ?? []);
}

/** Whether a change with these verdicts must not land. */
export function gateFails(verdicts: readonly PlanVerdict[]): boolean {
  return verdicts.some(({ verdict }) => verdict === "worse" || verdict === "broken");
}

async function judge(path: string, request: GateRequest): Promise<PlanVerdict> {
  try {
    const { plan, predictedUs, spread } = soundPlan(path, request);
    const limits: MeasurementLimits = { ...request, spread };
    requireOwnFiles(path, plan, request.head);
    const { plan: remade, isCached } = await remakePlan(plan, request.head, request);
    const conclude = (changes: Change[], notes: readonly string[]): PlanVerdict => {
      const remake = remedyToRemake(plan, path, "make the plan again and commit it");
      return { ...verdictOn(path, changes, notes, remedyFor(changes, remake)), isCached };
    };
    const own = ownMeasurementChanges(plan, predictedUs, limits);
    const held = await heldAgainst(path, plan, request);
    if (held === undefined) return conclude(own, ["new: the base has no such plan"]);
    const { base, unlike } = held;
    const head = plan.measured === undefined ? remade : { ...remade, measured: plan.measured };
    const measurements = pinOf(base) === pinOf(head) ? [] : ["the measurements are others"];
    const notes = unlike === undefined ? measurements : [...measurements, unlike];
    return conclude([...compareStandings(base, head, limits), ...own], notes);
  } catch (error) {
    if (!(error instanceof PlannerError) || error.code === "E_INTERRUPTED") throw error;
    const { message, remedy, position } = error;
    const where = position === undefined ? "" : `line ${position.line}: `;
    const note = `${where}${message}`;
    const advice = remedy === undefined ? {} : { remedy };
    return { plan: path, verdict: "broken", changes: [], note, ...advice };
  }
}

function verdictOn(
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

interface SoundPlan {
  plan: Plan;
  /** Of the layers that were measured, over their number. */
  predictedUs: number;
  /** That 95% of the profile's measurements keep. */
  spread: number;
}

/** @throws PlannerError when the plan cannot be read, is unsound or promises what is not so */
function soundPlan(path: string, { head, profileOf }: GateRequest): SoundPlan {
  const file = join(head.folder, path);
  const { plan, document } = readPlan(file);
  const profile = profileOf(file, plan);
  const remedy = remedyToRemake(plan, path, "Make it again and commit it");
  const faults = verifyPlan(document, plan, profile).filter(({ severity }) => severity === "error");
  requireNone(faults, path, remedy);
  const costs = costsOf(profile);
  const simulated = (layers: number) => simulateProgram(lowerPlan(plan, layers), costs);
  const whole = simulated(plan.model.layers);
  const { periodUs } = whole;
  if (Math.abs(periodUs / plan.predicted.periodUs - 1) > OWN_PREDICTION_TOLERANCE) {
    throw new PlannerError(
      "E_GATE_FAILED",
      `it predicts ${formatDuration(plan.predicted.periodUs)}, but the simulator says ${formatDuration(periodUs)}`,
      { remedy },
    );
  }
  const layers = plan.measured?.layers ?? plan.model.layers;
  return {
    plan,
    predictedUs: (layers === plan.model.layers ? whole : simulated(layers)).totalUs / layers,
    spread: profile.profile.provenance.p95Spread ?? 0,
  };
}

const costTables = new WeakMap<LoadedProfile, CostTable>();

/** Many plans are made by one profile. */
function costsOf(loaded: LoadedProfile): CostTable {
  const costs = costTables.get(loaded) ?? new CostTable(loaded.profile);
  costTables.set(loaded, costs);
  return costs;
}

/** @throws PlannerError `E_UNSOUND_PLAN` with the first of the faults */
function requireNone(faults: readonly Finding[], path: string, remedy: string): void {
  const [first, ...others] = faults;
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` (and ${others.length} more: ${verifyCommand(path)})`;
  throw new PlannerError("E_UNSOUND_PLAN", `${first.message}${more}`, {
    position: first.position,
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
  path: string,
  plan: Plan,
  request: GateRequest,
): Promise<HeldAgainst | undefined> {
  const { base } = request;
  if (base === undefined) return { base: withoutMeasurement(plan) };
  const file = join(base.folder, path);
  if (!existsSync(file)) return undefined;
  const { plan: ofBase } = readPlan(file);
  const { plan: remade } = await remakePlan(ofBase, base, request);
  if (ofBase.measured === undefined) return { base: remade };
  const unlike = unlikeMeasurements(ofBase, plan);
  if (unlike !== undefined) return { base: remade, unlike };
  return { base: { ...remade, measured: ofBase.measured } };
}
