import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { type LoadedProfile, loadProfile } from "../profile/load.ts";
import { SHIPPED_FOLDER } from "../profile/shipped.ts";
import { checkoutName, checkoutOf, leadsInto } from "./checkout.ts";

/**
 * A profile that the user names: a shipped one, or a path.
 *
 * @throws PlannerError `E_UNREADABLE` when there is no such file, `E_INVALID_FILE`
 */
export function loadProfileNamed(name: string): LoadedProfile {
  const shipped = join(SHIPPED_FOLDER, name);
  return loadProfile(existsSync(shipped) ? shipped : name);
}

/**
 * The profile that a plan names: a shipped one, or a path from the current folder or from the
 * plan's. The plan may come from anyone, so that the file must be one of the plan's own checkout.
 *
 * @param given path that takes the place of the one in the plan, and may lie anywhere
 * @throws PlannerError `E_UNREADABLE` when there is no such file there, `E_INVALID_FILE`
 */
export function loadProfileOf(planPath: string, plan: Plan, given?: string): LoadedProfile {
  if (given !== undefined) return loadProfile(given);
  const { file } = plan.profile;
  const shipped = join(SHIPPED_FOLDER, file);
  if (leadsInto(realpathSync(SHIPPED_FOLDER), shipped)) return loadProfile(shipped);
  const checkout = checkoutOf(planPath);
  // A pipe would be waited for.
  const found = [file, resolve(dirname(planPath), file)].find(
    (path) => leadsInto(checkout, path) && statSync(path, { throwIfNoEntry: false })?.isFile(),
  );
  if (found !== undefined) return loadProfile(found);
  throw new PlannerError(
    "E_UNREADABLE",
    `the plan's profile ${file} is no shipped one, and no file of ${checkoutName(checkout)}`,
    {
      remedy:
        "Keep it in the git checkout that the plan is in, or beside the plan; `verify` and `run` take any other with --profile.",
    },
  );
}
