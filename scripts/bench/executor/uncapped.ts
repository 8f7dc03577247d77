import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPlan, writePlan } from "../../../src/plan/plan-file.ts";
import { withHash } from "../../../src/plan/plan-hash.ts";
import { loadProfileOf } from "../../../src/setup/plan-profile.ts";

/** A copy, in a folder, of the profile that a plan was made from, as if the card had no power cap. */
export function uncappedProfile(planPath: string, folder: string): string {
  const { plan } = readPlan(planPath);
  const { profile } = loadProfileOf(planPath, plan);
  const copy = join(folder, "uncapped.json");
  writeFileSync(copy, JSON.stringify({ ...profile, power: { ...profile.power, capW: null } }));
  return copy;
}

/**
 * Puts a plan on the profile of another, so that `run` predicts it from there. Its own timetable stays
 * that of its search.
 */
export function rebase(planPath: string, otherPath: string): void {
  const { plan } = readPlan(planPath);
  const { profile } = readPlan(otherPath).plan;
  writeFileSync(planPath, writePlan(withHash({ ...plan, profile })));
}

export function isOverlapped(planPath: string): boolean {
  return readPlan(planPath).plan.kind === "overlapped";
}
