import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { profileCommand } from "../cost/profile-command.ts";
import { PlannerError } from "../errors.ts";
import type { Profile } from "../generated/profile.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { nearestNames } from "../text/nearest-name.ts";
import { type LoadedProfile, loadProfile } from "./load.ts";
import { withVocabulary } from "./vocabulary.ts";

/** A profile that came with the package. */
export interface ShippedProfile {
  gpuId: string;
  modelId: string;
  tensorParallel: number;
  /** Relative to the folder of the profiles, such as `h100-sxm/llama-3-8b-tp1.json`. */
  file: string;
}

export interface ProfileRequest {
  modelId: string;
  /** How the user named it, where that is not its id. */
  modelArgument?: string;
  /**
   * Without it, the first GPU that has a suitable measured profile: H100 SXM, H200 SXM, then by
   * name. A profile that was not measured is taken only when its GPU is asked for.
   */
  gpuId?: string;
  /** Without it, the smallest that has a profile and fits, or the largest when none does. */
  tensorParallel?: number;
  /** Kernels that the model needs; undefined when it cannot be split that way. */
  kernelsAt(tensorParallel: number): readonly KernelUse[] | undefined;
  /** Whether the model leaves room for a useful KV cache; asked only when the caller may choose. */
  fits(tensorParallel: number, gpu: Profile["gpu"]): boolean;
}

export interface FoundProfile extends LoadedProfile, ShippedProfile {}

/** Folder of the profiles that came with the package. */
export const SHIPPED_FOLDER = fileURLToPath(new URL("../../profiles/", import.meta.url));

const FIRST_GPUS = ["h100-sxm", "h200-sxm"];

/** All profiles in a folder laid out as `<gpu>/<model>-tp<N>.json`, by GPU, then TP, then model. */
export function shippedProfiles(folder = SHIPPED_FOLDER): ShippedProfile[] {
  const found = foldersOf(folder).flatMap((gpuId) =>
    readdirSync(join(folder, gpuId)).flatMap((name) => {
      const [, modelId, tensorParallel] = /^(.+)-tp(\d+)\.json$/.exec(name) ?? [];
      if (modelId === undefined) return [];
      return [{ gpuId, modelId, tensorParallel: Number(tensorParallel), file: `${gpuId}/${name}` }];
    }),
  );
  return found.sort(
    (a, b) =>
      gpuRank(a.gpuId) - gpuRank(b.gpuId) ||
      a.gpuId.localeCompare(b.gpuId) ||
      a.tensorParallel - b.tensorParallel ||
      a.modelId.localeCompare(b.modelId),
  );
}

/**
 * The shipped profile for a model: its own, or that of a model with the same kernels, but for the
 * vocabulary if need be. Where the
 * model fits at no parallelism, that of the largest, so that it can be said why it does not fit.
 *
 * @throws PlannerError `E_NO_PROFILE` with what there is and how to measure what is missing
 */
export function findProfile(request: ProfileRequest, folder = SHIPPED_FOLDER): FoundProfile {
  const shipped = shippedProfiles(folder);
  const asked = shipped.filter(
    ({ gpuId, tensorParallel }) =>
      (request.gpuId ?? gpuId) === gpuId &&
      (request.tensorParallel ?? tensorParallel) === tensorParallel,
  );
  const places = new Set(asked.map(({ gpuId, tensorParallel }) => `${gpuId} ${tensorParallel}`));
  let largest: FoundProfile | undefined;
  let unmeasured: FoundProfile | undefined;
  for (const place of places) {
    const here = asked.filter((entry) => `${entry.gpuId} ${entry.tensorParallel}` === place);
    const found = loadCovering(here, request, folder);
    if (found === undefined) continue;
    if (request.gpuId === undefined && found.profile.source !== "measured") {
      unmeasured ??= found;
      continue;
    }
    const chosen = request.tensorParallel !== undefined;
    if (chosen || request.fits(found.tensorParallel, found.profile.gpu)) return found;
    if (largest === undefined || largest.gpuId === found.gpuId) largest = found;
  }
  if (largest !== undefined) return largest;
  throw notFound(request, shipped, unmeasured);
}

/**
 * A profile as one that has every kernel, those of another vocabulary scaled.
 *
 * @returns undefined when it lacks others
 */
export function covering<Loaded extends LoadedProfile>(
  loaded: Loaded,
  kernels: readonly KernelUse[],
): Loaded | undefined {
  const adapted = withVocabulary(loaded.profile, kernels);
  if (adapted === undefined) return undefined;
  const { profile, scaled } = adapted;
  return scaled.length === 0 ? loaded : { ...loaded, profile, scaled };
}

/**
 * The model's own profile of those at one place; another's that has all the kernels; or another's
 * that has them but for the vocabulary.
 */
function loadCovering(
  here: readonly ShippedProfile[],
  { modelId, kernelsAt }: ProfileRequest,
  folder: string,
): FoundProfile | undefined {
  const ownFirst = here.toSorted(
    (a, b) => Number(b.modelId === modelId) - Number(a.modelId === modelId),
  );
  let scaled: FoundProfile | undefined;
  for (const entry of ownFirst) {
    const kernels = kernelsAt(entry.tensorParallel);
    if (kernels === undefined) continue;
    const found = covering({ ...loadProfile(join(folder, entry.file)), ...entry }, kernels);
    if (found !== undefined && found.scaled === undefined) return found;
    scaled ??= found;
  }
  return scaled;
}

function notFound(
  request: ProfileRequest,
  shipped: readonly ShippedProfile[],
  unmeasured: FoundProfile | undefined,
): PlannerError {
  const { modelId, modelArgument, gpuId, tensorParallel } = request;
  const what = [
    `no profile of ${modelId}`,
    tensorParallel === undefined ? undefined : `at tensor parallelism ${tensorParallel}`,
    gpuId === undefined ? undefined : `on ${gpuId}`,
    unmeasured === undefined ? "is shipped" : "that was measured is shipped",
  ];
  const names = shipped.map(({ file }) => file.replace(/\.json$/, ""));
  const there = names.length === 0 ? "there is none at all" : `there are ${names.join(", ")}`;
  const command = profileCommand({
    id: modelArgument ?? modelId,
    tensorParallel: tensorParallel ?? 1,
  });
  const gpus = [...new Set(shipped.map((entry) => entry.gpuId))];
  const [meant] = gpuId === undefined || gpus.includes(gpuId) ? [] : nearestNames(gpuId, gpus, 1);
  const remedy = meant === undefined ? [] : [`Did you mean --gpu ${meant}?`];
  remedy.push(`Measure one on the GPU with \`${command}\` and name it with --profile.`);
  if (unmeasured !== undefined) {
    const { profile, gpuId: ofGpu } = unmeasured;
    remedy.push(`Or take the ${profile.source} one with --gpu ${ofGpu}.`);
  }
  return new PlannerError("E_NO_PROFILE", `${what.filter(Boolean).join(" ")}: ${there}`, {
    remedy: remedy.join(" "),
  });
}

function foldersOf(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function gpuRank(gpuId: string): number {
  const rank = FIRST_GPUS.indexOf(gpuId);
  return rank < 0 ? FIRST_GPUS.length : rank;
}
