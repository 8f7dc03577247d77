import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Plan } from "../generated/plan.ts";
import { type LoadedProfile, loadProfile } from "../profile/load.ts";
import { SHIPPED_FOLDER } from "../profile/shipped.ts";

/**
 * A profile by its name: a shipped one, or a path from the current folder or from another.
 *
 * @param folder that the path may count from too
 * @throws PlannerError `E_UNREADABLE` when there is no such file, `E_INVALID_FILE`
 */
export function loadProfileNamed(name: string, folder = "."): LoadedProfile {
  const places = [join(SHIPPED_FOLDER, name), name, resolve(folder, name)];
  return loadProfile(places.find((place) => existsSync(place)) ?? name);
}

/**
 * The profile that a plan names: a shipped one, or a path from the current folder or from the
 * plan's.
 *
 * @param given path that takes the place of the one in the plan
 * @throws PlannerError `E_UNREADABLE` when there is no such file, `E_INVALID_FILE`
 */
export function loadProfileOf(planPath: string, plan: Plan, given?: string): LoadedProfile {
  if (given !== undefined) return loadProfile(given);
  return loadProfileNamed(plan.profile.file, dirname(planPath));
}
