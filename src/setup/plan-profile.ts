import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { modelKernels } from "../ir/model-kernels.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { composedProfile, partlyComposed } from "../profile/composed.ts";
import { type LoadedProfile, loadProfile } from "../profile/load.ts";
import { covering, SHIPPED_FOLDER, shippedSessions } from "../profile/shipped.ts";
import { SESSION_ENDING } from "../store/session-text.ts";
import { readStore, sessionPath } from "../store/store-folder.ts";
import { checkoutName, checkoutOf, leadsInto } from "./checkout.ts";

/**
 * A profile that the user names: a shipped session, by its file or by that of format 1 that it was
 * converted from, or a path.
 *
 * @throws PlannerError `E_UNREADABLE` when there is no such file, `E_INVALID_FILE`
 */
export function loadProfileNamed(name: string): LoadedProfile {
  const shipped = join(SHIPPED_FOLDER, name);
  if (existsSync(shipped)) return loadProfile(shipped);
  return loadConverted(name) ?? loadProfile(name);
}

/** Whether a plan that names these measurements may be made without naming them. */
export function isShippedProfile(file: string): boolean {
  return (
    leadsInto(realpathSync(SHIPPED_FOLDER), join(SHIPPED_FOLDER, file)) ||
    shippedSessions().some(({ converted }) => converted?.file === file)
  );
}

/**
 * The measurements that a plan names: of a shipped store, or at a path from the current folder or
 * from the plan's. The plan may come from anyone, so that the path must be one of the plan's own
 * checkout. Of a store only the sessions are read that the plan names.
 *
 * @param given path that takes the place of the one in the plan, and may lie anywhere
 * @throws PlannerError `E_UNREADABLE` when there is nothing at that path, `E_INVALID_FILE`
 */
export function loadProfileOf(planPath: string, plan: Plan, given?: string): LoadedProfile {
  if (given !== undefined) return loadFor(plan, given);
  const { file } = plan.profile;
  const shipped = join(SHIPPED_FOLDER, file);
  if (leadsInto(realpathSync(SHIPPED_FOLDER), shipped)) return loadFor(plan, shipped);
  const checkout = checkoutOf(planPath);
  const found = [file, resolve(dirname(planPath), file)].find((path) =>
    sourcesAt(path, plan).every((source) => isFileIn(checkout, source)),
  );
  if (found !== undefined) return loadFor(plan, found);
  const converted = loadConverted(file);
  if (converted !== undefined) return converted;
  throw new PlannerError(
    "E_UNREADABLE",
    `the plan's profile ${file} is no shipped one, and no file of ${checkoutName(checkout)}`,
    {
      remedy:
        "Keep it in the git checkout that the plan is in, or beside the plan; `verify` and `run` take any other with --profile.",
    },
  );
}

/** The files that a plan's measurements lie in, when they lie at a path. */
function sourcesAt(path: string, { profile: { sessions } }: Plan): string[] {
  if (sessions === undefined || !isFolder(path)) return [path];
  return sessions.map((id) => sessionPath(path, id));
}

/** A pipe would be waited for. */
function isFileIn(checkout: string, path: string): boolean {
  return leadsInto(checkout, path) && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Plans of the time of format 1 name files that are sessions now. */
function loadConverted(file: string): LoadedProfile | undefined {
  const session = shippedSessions().find(({ converted }) => converted?.file === file);
  return session && loadProfile(join(SHIPPED_FOLDER, session.file));
}

function loadFor(plan: Plan, path: string): LoadedProfile {
  const kernels = kernelsOf(plan);
  if (!isFolder(path)) {
    const loaded = loadProfile(path);
    return covering(loaded, kernels) ?? loaded;
  }
  const { tensorParallel } = plan.model;
  const { sessions: ids, sha256 } = plan.profile;
  const converted = readStore(path, ids).find(
    ({ session }) => sha256 !== undefined && session.convertedFrom?.sha256 === sha256,
  );
  if (converted !== undefined) return loadProfile(converted.path);
  const order = ids === undefined ? "ranked" : "given";
  const sessions = readStore(path, ids);
  const wanted = { tensorParallel, kernels };
  const [first] = sessions;
  // Kernels that are missing, and a model that cannot be, are found where the plan is verified.
  const found =
    composedProfile(path, sessions, wanted, order) ??
    partlyComposed(path, sessions, wanted) ??
    (first && loadProfile(first.path));
  if (found !== undefined) return found;
  throw new PlannerError("E_UNREADABLE", `${path}: no file in it ends in ${SESSION_ENDING}`, {
    remedy: "Name the measurements that the plan was made from with --profile.",
  });
}

/** None for a model that cannot be. */
function kernelsOf({ model }: Plan): KernelUse[] {
  try {
    return modelKernels(model.shape, model.tensorParallel, model.norms);
  } catch (error) {
    if (error instanceof PlannerError) return [];
    throw error;
  }
}
