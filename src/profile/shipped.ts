import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { profileCommand } from "../cost/profile-command.ts";
import { PlannerError } from "../errors.ts";
import type { Profile } from "../generated/profile.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import type { Extent } from "../store/reach.ts";
import type { SessionFile } from "../store/session-file.ts";
import { hasSessions, readStore } from "../store/store-folder.ts";
import { nearestNames } from "../text/nearest-name.ts";
import { composedProfile, lackingFormats } from "./composed.ts";
import type { LoadedProfile } from "./load.ts";
import { withVocabulary } from "./vocabulary.ts";

/** A session that came with the package, by the model that it was measured for. */
export interface ShippedSession {
  gpuId: string;
  modelId: string;
  tensorParallel: number;
  /** Relative to the folder of the stores, such as `h100-sxm/2026-11-28-1804-llama-3-8b-tp1.session.jsonl`. */
  file: string;
  /** Of the file of format 1 that it was converted from. */
  converted?: { file: string; sha256: string };
}

export interface ProfileRequest {
  modelId: string;
  /** How the user named it, where that is not its id. */
  modelArgument?: string;
  /** Options of number formats, as the user gave them. */
  formatOptions?: readonly string[];
  /**
   * Without it, the first GPU that has a suitable measured profile: H100 SXM, H200 SXM, then by
   * name. A profile that was not measured is taken only when its GPU is asked for.
   */
  gpuId?: string;
  /** Sessions that are asked, in that order; without them all, by the rule. */
  sessions?: readonly string[];
  /** Without it, the smallest that has a profile and fits, or the largest when none does. */
  tensorParallel?: number;
  /** How far kernels have to be timed, where it is known. */
  extent?: Extent;
  /** Kernels that the model needs; undefined when it cannot be split that way. */
  kernelsAt(tensorParallel: number): readonly KernelUse[] | undefined;
  /** Whether the model leaves room for a useful KV cache; asked only when the caller may choose. */
  fits(tensorParallel: number, gpu: Profile["gpu"]): boolean;
}

export interface FoundProfile extends LoadedProfile {
  gpuId: string;
  tensorParallel: number;
  /** The store, relative to the folder of the stores: its GPU. */
  file: string;
}

/** Folder of the stores that came with the package, one a GPU. */
export const SHIPPED_FOLDER = fileURLToPath(new URL("../../profiles/", import.meta.url));

const FIRST_GPUS = ["h100-sxm", "h200-sxm"];

/** Sizes of groups that are tried where nobody chose one. */
export const GROUP_SIZES = [1, 2, 4, 8];

/** GPUs that a folder has a store of, by what is taken first. */
export function shippedGpus(folder = SHIPPED_FOLDER): string[] {
  return foldersOf(folder).sort((a, b) => gpuRank(a) - gpuRank(b) || a.localeCompare(b));
}

/** All sessions in a folder with a store for each GPU, by GPU, then TP, then model, then id. */
export function shippedSessions(folder = SHIPPED_FOLDER): ShippedSession[] {
  return shippedGpus(folder).flatMap((gpuId) =>
    readStore(join(folder, gpuId))
      .map(({ path, session: { model, convertedFrom } }) => ({
        gpuId,
        modelId: model.id,
        tensorParallel: model.tensorParallel,
        file: `${gpuId}/${basename(path)}`,
        ...(convertedFrom !== undefined && { converted: convertedFrom }),
      }))
      .sort(
        (a, b) =>
          a.tensorParallel - b.tensorParallel ||
          a.modelId.localeCompare(b.modelId) ||
          a.file.localeCompare(b.file),
      ),
  );
}

/**
 * The profile that the shipped stores have for a model. Where the model fits at no parallelism, that
 * of the largest, so that it can be said why it does not fit.
 *
 * @throws PlannerError `E_NO_PROFILE` with what there is and how to measure what is missing
 */
export function findProfile(request: ProfileRequest, folder = SHIPPED_FOLDER): FoundProfile {
  let largest: FoundProfile | undefined;
  let unmeasured: FoundProfile | undefined;
  const { sessions } = request;
  const gpus = shippedGpus(folder).filter(
    (id) =>
      (request.gpuId ?? id) === id &&
      (sessions === undefined || hasSessions(join(folder, id), sessions)),
  );
  if (gpus.length === 0 && sessions !== undefined) throw noSession(sessions);
  for (const gpuId of gpus) {
    for (const found of profilesAt(join(folder, gpuId), gpuId, request)) {
      if (request.gpuId === undefined && found.profile.source !== "measured") {
        unmeasured ??= found;
        continue;
      }
      const chosen = request.tensorParallel !== undefined;
      if (chosen || request.fits(found.tensorParallel, found.profile.gpu)) return found;
      if (largest === undefined || largest.gpuId === found.gpuId) largest = found;
    }
  }
  if (largest !== undefined) return largest;
  if (sessions !== undefined) throw lackingSessions(sessions, request);
  throw notFound(request, shippedSessions(folder), unmeasured, lackingIn(folder, gpus, request));
}

/**
 * What a store has for a model, by rising parallelism; the one asked for alone.
 *
 * @param file the store's name in a plan
 * @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE` at the first line that is not as written;
 *   `E_PROFILE_MISMATCH` where sessions are of several GPUs and none is asked for
 */
export function* profilesAt(
  folder: string,
  file: string,
  {
    gpuId,
    tensorParallel: asked,
    kernelsAt,
    extent,
    sessions: ids,
  }: Pick<ProfileRequest, "gpuId" | "tensorParallel" | "kernelsAt" | "extent" | "sessions">,
): Generator<FoundProfile> {
  const sessions = ofOneGpu(folder, readStore(folder, ids), gpuId);
  const order = ids === undefined ? "ranked" : "given";
  const measured = sessions.map(({ session }) => session.model.tensorParallel);
  const sizes = asked === undefined ? [...GROUP_SIZES, ...measured] : [asked];
  for (const tensorParallel of [...new Set(sizes)].sort((a, b) => a - b)) {
    const kernels = kernelsAt(tensorParallel);
    if (kernels === undefined) continue;
    const wanted = { tensorParallel, kernels, ...(extent && { extent }) };
    const found = composedProfile(folder, sessions, wanted, order);
    if (found === undefined) continue;
    yield { ...found, gpuId: found.profile.gpu.id, tensorParallel, file };
  }
}

/** Those of the GPU asked for, or all where there are none: then the profile says which GPU it is of. */
function ofOneGpu(
  folder: string,
  sessions: readonly SessionFile[],
  asked: string | undefined,
): readonly SessionFile[] {
  const gpus = new Set(sessions.map(({ session }) => session.gpu.id));
  if (gpus.size <= 1) return sessions;
  if (asked === undefined)
    throw new PlannerError(
      "E_PROFILE_MISMATCH",
      `the profile ${folder} has sessions of several GPUs: ${[...gpus].sort().join(", ")}`,
      { remedy: "Say of which with --gpu." },
    );
  return gpus.has(asked) ? sessions.filter(({ session }) => session.gpu.id === asked) : sessions;
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

/** What the first of some GPUs lacks of other formats than bf16, at the smallest parallelism. */
function lackingIn(
  folder: string,
  [gpuId]: readonly string[],
  { tensorParallel, sessions: ids, kernelsAt }: ProfileRequest,
): Lacking | undefined {
  const sizes = tensorParallel === undefined ? GROUP_SIZES : [tensorParallel];
  const [kernels] = sizes.flatMap((size) => [kernelsAt(size)].filter((each) => each !== undefined));
  if (gpuId === undefined || kernels === undefined) return undefined;
  const names = lackingFormats(readStore(join(folder, gpuId), ids), kernels);
  return names.length === 0 ? undefined : { gpuId, names };
}

/** Kernels of other formats than bf16 that a store lacks. */
interface Lacking {
  gpuId: string;
  names: readonly string[];
}

function noSession(sessions: readonly string[]): PlannerError {
  const what = `no store that is shipped has ${sessions.length === 1 ? "the session" : "the sessions"} ${sessions.join(", ")}`;
  return new PlannerError("E_NO_PROFILE", what, {
    remedy: "Leave out --sessions, or name the folder that has them with --profile.",
  });
}

function lackingSessions(
  sessions: readonly string[],
  { modelId, tensorParallel }: ProfileRequest,
): PlannerError {
  const named = sessions.length === 1 ? "the session" : "the sessions";
  const lack = sessions.length === 1 ? "lacks" : "lack";
  const where = tensorParallel === undefined ? "" : ` at tensor parallelism ${tensorParallel}`;
  const what = `${named} ${sessions.join(", ")} ${lack} kernels of ${modelId}${where}`;
  return new PlannerError("E_NO_PROFILE", what, {
    remedy: "Leave out --sessions to ask all sessions of the store, or name others.",
  });
}

function notFound(
  request: ProfileRequest,
  shipped: readonly ShippedSession[],
  unmeasured: FoundProfile | undefined,
  lacking: Lacking | undefined,
): PlannerError {
  const { modelId, modelArgument, gpuId, tensorParallel } = request;
  const what = [
    `no profile of ${modelId}`,
    tensorParallel === undefined ? undefined : `at tensor parallelism ${tensorParallel}`,
    gpuId === undefined ? undefined : `on ${gpuId}`,
    unmeasured === undefined ? "is shipped" : "that was measured is shipped",
  ];
  const names = new Set(
    shipped.map((entry) => `${entry.gpuId}/${entry.modelId}-tp${entry.tensorParallel}`),
  );
  const there = names.size === 0 ? "there is none at all" : `there are ${[...names].join(", ")}`;
  const command = profileCommand(
    { id: modelArgument ?? modelId, tensorParallel: tensorParallel ?? 1 },
    request.formatOptions,
  );
  const gpus = [...new Set(shipped.map((entry) => entry.gpuId))];
  const [meant] = gpuId === undefined || gpus.includes(gpuId) ? [] : nearestNames(gpuId, gpus, 1);
  const remedy = meant === undefined ? [] : [`Did you mean --gpu ${meant}?`];
  remedy.push(`Measure one on the GPU with \`${command}\` and name it with --profile.`);
  if (unmeasured !== undefined) {
    const { profile, gpuId: ofGpu } = unmeasured;
    remedy.push(`Or take the ${profile.source} one with --gpu ${ofGpu}.`);
  }
  const reason = lacking === undefined ? there : lackingText(lacking);
  return new PlannerError("E_NO_PROFILE", `${what.filter(Boolean).join(" ")}: ${reason}`, {
    remedy: remedy.join(" "),
  });
}

function lackingText({ gpuId, names }: Lacking): string {
  return `the store of ${gpuId} lacks ${names.map((name) => `\`${name}\``).join(", ")}`;
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
