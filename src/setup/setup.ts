import { statSync } from "node:fs";
import { join } from "node:path";
import { PlannerError } from "../errors.ts";
import { isFusible } from "../ir/fused-norms.ts";
import { modelKernels } from "../ir/model-kernels.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { type MemoryFootprint, memoryFootprint } from "../model/footprint.ts";
import type { Model } from "../model/model-shape.ts";
import { precisionText, precisionWords, withPrecision } from "../model/precision.ts";
import { resolveModel } from "../model/resolve-model.ts";
import { divides, shardOf } from "../model/tensor-parallel.ts";
import { lackingFormats } from "../profile/composed.ts";
import { type LoadedProfile, loadProfile } from "../profile/load.ts";
import {
  covering,
  type FoundProfile,
  findProfile,
  profilesAt,
  SHIPPED_FOLDER,
  shippedSessions,
} from "../profile/shipped.ts";
import { readSession } from "../store/session-file.ts";
import { SESSION_ENDING } from "../store/session-text.ts";
import { isStore, readStore, storesIn } from "../store/store-folder.ts";
import { formatInteger } from "../text/units.ts";
import type { DenseBatch } from "../workload/dense-batch.ts";
import type { PlanningOptions } from "./planning-options.ts";
import { type RequestedBatch, requestedBatch } from "./requested-batch.ts";
import { sessionIds } from "./session-ids.ts";

/** What a plan is made for and from. */
export interface Setup {
  model: Model;
  tensorParallel: number;
  /** Norms run within the all-reduces before them. */
  norms?: "fused";
  profile: LoadedProfile;
  /** As a plan names it: relative to the folder of the shipped stores, or as given. */
  profileFile: string;
  workload: string;
  /** The largest dense batch. */
  batch: DenseBatch;
  /** Dense batches that a search may choose from, the largest first. */
  batches: readonly [DenseBatch, ...DenseBatch[]];
  footprint: MemoryFootprint;
  /** What the workload says of its requests. */
  requests: RequestedBatch["requests"];
  /** Of the workload; nothing for a batch with a context of its own. */
  lengths: RequestedBatch["lengths"];
}

type ChosenProfile = Pick<Setup, "profile" | "profileFile" | "tensorParallel" | "norms">;

/**
 * Finds profile, tensor-parallel size and dense batch for the options of a command.
 *
 * @param model that of the options
 * @throws PlannerError `E_USAGE`, `E_UNKNOWN_NAME`, `E_UNREADABLE`, `E_INVALID_FILE`,
 *   `E_INVALID_MODEL`, `E_NO_PROFILE`, `E_PROFILE_MISMATCH` or `E_INFEASIBLE`
 */
export async function setUp(
  options: PlanningOptions,
  model: Model = servedModel(options),
): Promise<Setup> {
  const requested = await requestedBatch(options, model.maxPositions);
  return setupWith(options, model, requested, chooseProfile(options, model, requested));
}

/**
 * Like `setUp`, where the options leave the parallelism open for each that the GPU's store covers and
 * that leaves room for a useful KV cache, the smallest first. Where they leave it open whether norms
 * are fused, for both if the profile has the kernels.
 *
 * @throws PlannerError as `setUp`
 */
export async function setUpEach(
  options: PlanningOptions,
  model: Model = servedModel(options),
): Promise<[Setup, ...Setup[]]> {
  const requested = await requestedBatch(options, model.maxPositions);
  const first = chooseProfile(options, model, requested);
  const larger = largerParallelisms(options, model, requested, first);
  const others = [first, ...larger].flatMap((chosen, index) => [
    ...(index === 0 ? [] : [chosen]),
    ...withFusedNorms(options, model, requested, chosen),
  ]);
  const setups = others.map((chosen) => setupWith(options, model, requested, chosen));
  return [setupWith(options, model, requested, first), ...setups];
}

/** The model in the number formats that were asked for. */
function servedModel(options: PlanningOptions): Model {
  return withPrecision(resolveModel(options.model), options);
}

/** The same parallelism with fused norms, where that was left open and was measured. */
function withFusedNorms(
  options: PlanningOptions,
  model: Model,
  { extent }: RequestedBatch,
  { tensorParallel, profile, profileFile }: ChosenProfile,
): ChosenProfile[] {
  if (options.norms !== undefined || tensorParallel === 1 || !isFusible(model.shape)) return [];
  const folder = options.profile ?? join(SHIPPED_FOLDER, profileFile);
  const kernels = modelKernels(model.shape, tensorParallel, "fused");
  const request = { ...namedSessions(options), tensorParallel, extent, kernelsAt: () => kernels };
  const found = isFolder(folder)
    ? profilesAt(folder, profileFile, request).next().value
    : covering(profile, kernels);
  return found ? [{ profile: found, profileFile, tensorParallel, norms: "fused" }] : [];
}

function chooseProfile(
  options: PlanningOptions,
  model: Model,
  requested: RequestedBatch,
): ChosenProfile {
  if (options.tp !== undefined) shardOf(model.shape, options.tp);
  const chosen =
    options.profile === undefined
      ? shippedProfile(model, options, requested)
      : ownProfile(model, options, options.profile, requested);
  if (options.norms !== "fused") return chosen;
  if (chosen.tensorParallel > 1) return { ...chosen, norms: "fused" };
  throw new PlannerError("E_USAGE", "`--norms fused` is for several GPUs: one has no all-reduce", {
    remedy: "Leave it out, or give --tp 2 or more.",
  });
}

function setupWith(
  options: PlanningOptions,
  model: Model,
  requested: RequestedBatch,
  chosen: ChosenProfile,
): Setup {
  const { memoryBytes } = chosen.profile.profile.gpu;
  const footprint = memoryFootprint(model, chosen.tensorParallel, memoryBytes, options.batch);
  const batches = requested.choices(footprint.kvCapacityTokens);
  const { name: workload, requests, lengths } = requested;
  return { model, ...chosen, workload, batch: batches[0], batches, footprint, requests, lengths };
}

/** What a batch of the user's own lacks of KV cache; undefined where its requests fit. */
export function cacheShortage(
  options: PlanningOptions,
  { batch, footprint }: Setup,
): string | undefined {
  const needed = batch.decodeTokens * batch.decodeContext;
  if (options.batch === undefined || needed <= footprint.kvCapacityTokens) return undefined;
  return (
    `${formatInteger(batch.decodeTokens)} requests of ${formatInteger(batch.decodeContext)} tokens need ` +
    `${formatInteger(needed)} tokens of KV cache, and beside the weights ` +
    `${formatInteger(footprint.kvCapacityTokens)} fit: the figures are of a GPU with more memory`
  );
}

function shippedProfile(
  model: Model,
  options: PlanningOptions,
  requested: RequestedBatch,
): ChosenProfile {
  const { gpu, tp, batch } = options;
  try {
    const found = findProfile({
      modelId: model.id,
      modelArgument: options.model,
      formatOptions: precisionWords(options),
      ...(gpu === undefined ? {} : { gpuId: gpu }),
      ...(tp === undefined ? {} : { tensorParallel: tp }),
      ...namedSessions(options),
      extent: requested.extent,
      kernelsAt: kernelsAt(model, options.norms),
      fits: (size, { memoryBytes }) =>
        kvCapacity(model, size, memoryBytes, batch) >= requested.usefulKvTokens,
    });
    return { profile: found, profileFile: found.file, tensorParallel: found.tensorParallel };
  } catch (error) {
    // Nobody profiles what does not fit: then that is the reason to give.
    if (error instanceof PlannerError && error.code === "E_NO_PROFILE") requireFit(model, options);
    throw error;
  }
}

/** @throws PlannerError `E_INFEASIBLE` when the model does not fit the GPU at the size asked for */
function requireFit(model: Model, { gpu, tp, batch }: PlanningOptions): void {
  const ofGpu = shippedSessions().find(({ gpuId }) => gpu === undefined || gpuId === gpu);
  if (tp === undefined || ofGpu === undefined) return;
  const { memoryBytes } = readSession(join(SHIPPED_FOLDER, ofGpu.file)).session.gpu;
  memoryFootprint(model, tp, memoryBytes, batch);
}

/** Those of the same store above the first; a profile in a file of its own has one. */
function largerParallelisms(
  options: PlanningOptions,
  model: Model,
  requested: RequestedBatch,
  first: ChosenProfile,
): ChosenProfile[] {
  const { profileFile } = first;
  const folder = options.profile ?? join(SHIPPED_FOLDER, profileFile);
  if (options.tp !== undefined || !isFolder(folder)) return [];
  const kernelsOf = kernelsAt(model, options.norms);
  const request = {
    gpuId: first.profile.profile.gpu.id,
    ...namedSessions(options),
    extent: requested.extent,
    kernelsAt: (size: number) => (size > first.tensorParallel ? kernelsOf(size) : undefined),
  };
  return [...profilesAt(folder, profileFile, request)].flatMap((profile) => {
    const { tensorParallel } = profile;
    const { memoryBytes } = profile.profile.gpu;
    const room = kvCapacity(model, tensorParallel, memoryBytes, options.batch);
    const isUseful = room >= requested.usefulKvTokens;
    const { norms } = first;
    return isUseful ? [{ profile, profileFile, tensorParallel, ...(norms && { norms }) }] : [];
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function ownProfile(
  model: Model,
  options: PlanningOptions,
  path: string,
  requested: RequestedBatch,
): ChosenProfile {
  const chosen = isFolder(path)
    ? ownStore(model, options, path, requested)
    : ownFile(model, options, path);
  const { id } = chosen.profile.profile.gpu;
  if (options.gpu === undefined || options.gpu === id) return chosen;
  throw mismatch(path, `is of the GPU ${id}, not ${options.gpu}`);
}

/** Of a folder of sessions the smallest parallelism that fits, or the largest when none does. */
function ownStore(
  model: Model,
  options: PlanningOptions,
  folder: string,
  requested: RequestedBatch,
): ChosenProfile {
  const { gpu, tp, batch } = options;
  if (!isStore(folder)) throw noStore(folder);
  let found: FoundProfile | undefined;
  const request = {
    ...(gpu !== undefined && { gpuId: gpu }),
    ...(tp !== undefined && { tensorParallel: tp }),
    ...namedSessions(options),
    extent: requested.extent,
    kernelsAt: kernelsAt(model, options.norms),
  };
  for (found of profilesAt(folder, folder, request)) {
    const { memoryBytes } = found.profile.gpu;
    const room = kvCapacity(model, found.tensorParallel, memoryBytes, batch);
    if (tp !== undefined || room >= requested.usefulKvTokens) break;
  }
  if (found === undefined) {
    const where = tp === undefined ? "" : ` at tensor parallelism ${tp}`;
    const { sessions: named } = namedSessions(options);
    const asked = named === undefined ? "" : ` in ${named.join(", ")}`;
    const sessions = readStore(folder, request.sessions);
    const lacking = lackingFormats(sessions, modelKernels(model.shape, tp ?? 1));
    const which =
      lacking.length === 0 ? "" : `: ${lacking.map((name) => `\`${name}\``).join(", ")}`;
    throw mismatch(folder, `lacks kernels of ${model.id}${where}${asked}${which}`);
  }
  return { profile: found, profileFile: folder, tensorParallel: found.tensorParallel };
}

function ownFile(model: Model, options: PlanningOptions, path: string): ChosenProfile {
  const { tp } = options;
  if (options.sessions !== undefined)
    throw new PlannerError("E_USAGE", "--sessions is for a folder of sessions, not for a file", {
      remedy: "Leave it out, or name the folder with --profile.",
    });
  const loaded = loadProfile(path);
  const { model: profiled } = loaded.profile;
  const tensorParallel = tp ?? profiled.tensorParallel;
  if (tensorParallel !== profiled.tensorParallel) {
    throw mismatch(path, `is of tensor parallelism ${profiled.tensorParallel}, not ${tp}`);
  }
  const profile = covering(loaded, modelKernels(model.shape, tensorParallel, options.norms));
  if (profile === undefined) {
    throw mismatch(path, `is of ${profiled.id}, and lacks kernels of ${modelText(model)}`);
  }
  return { profile, profileFile: path, tensorParallel };
}

function noStore(folder: string): PlannerError {
  const [store] = storesIn(folder);
  return new PlannerError("E_UNREADABLE", `${folder}: no file in it ends in ${SESSION_ENDING}`, {
    remedy:
      store === undefined
        ? "Name a folder of sessions, or measure one with `nanoflow-plan profile --model MODEL`."
        : `Name one of the folders in it: --profile ${store}.`,
  });
}

function modelText({ id, shape }: Model): string {
  const formats = precisionText(shape);
  return formats === undefined ? id : `${id} with ${formats}`;
}

function namedSessions({ sessions }: PlanningOptions): { sessions?: string[] } {
  return sessions === undefined ? {} : { sessions: sessionIds(sessions) };
}

/** Kernels of a model at a parallelism; undefined when it cannot be split that way. */
function kernelsAt(
  { shape }: Model,
  norms: PlanningOptions["norms"],
): (tensorParallel: number) => KernelUse[] | undefined {
  return (size) => (divides(shape, size) ? modelKernels(shape, size, norms) : undefined);
}

function mismatch(path: string, what: string): PlannerError {
  return new PlannerError("E_PROFILE_MISMATCH", `the profile ${path} ${what}`, {
    remedy: "Name another profile, or measure one with `nanoflow-plan profile --model MODEL`.",
  });
}

/** 0 when not even the weights fit. */
function kvCapacity(
  model: Model,
  tensorParallel: number,
  memoryBytes: number,
  batchTokens: number | undefined,
): number {
  try {
    return memoryFootprint(model, tensorParallel, memoryBytes, batchTokens).kvCapacityTokens;
  } catch (error) {
    if (error instanceof PlannerError && error.code === "E_INFEASIBLE") return 0;
    throw error;
  }
}
