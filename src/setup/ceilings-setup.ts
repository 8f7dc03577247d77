import { join } from "node:path";
import { PlannerError } from "../errors.ts";
import type { Profile } from "../generated/profile.ts";
import { memoryFootprint, smallestTensorParallel } from "../model/footprint.ts";
import type { Model } from "../model/model-shape.ts";
import { DATASHEET_GPUS, datasheetProfile } from "../profile/datasheet-gpus.ts";
import { SHIPPED_FOLDER, shippedGpus } from "../profile/shipped.ts";
import { composeWhole } from "../store/compose.ts";
import { readStore } from "../store/store-folder.ts";
import type { PlanningOptions } from "./planning-options.ts";
import { requestedBatch } from "./requested-batch.ts";
import { type Setup, setUp } from "./setup.ts";

/** What an analysis is made for and from. */
export interface AnalysisSetup extends Setup {
  /** Where the ceilings come from, when no kernel of the model was measured. */
  ceilings?: "measured" | "datasheet";
}

/**
 * Like `setUp`, for what needs no more than ceilings: any model, on GPUs with a store or a datasheet.
 *
 * @throws PlannerError as `setUp`; `E_NO_PROFILE` only for a GPU of which nothing is known
 */
export async function setUpAnalysis(
  options: PlanningOptions,
  model: Model,
): Promise<AnalysisSetup> {
  try {
    return await setUp(options, model);
  } catch (error) {
    const isMissing = error instanceof PlannerError && error.code === "E_NO_PROFILE";
    if (!isMissing || options.sessions !== undefined) throw error;
    const found = await ceilingsSetup(options, model);
    if (found !== undefined) return found;
    throw new PlannerError(error.code, error.message, {
      remedy: `${error.remedy} By their ceilings, ${[...knownGpus()].join(", ")} can be analysed.`,
    });
  }
}

function knownGpus(): Set<string> {
  return new Set([...shippedGpus(), ...DATASHEET_GPUS]);
}

async function ceilingsSetup(
  options: PlanningOptions,
  model: Model,
): Promise<AnalysisSetup | undefined> {
  const [gpuId = options.gpu] = options.gpu === undefined ? shippedGpus() : [];
  if (gpuId === undefined || !knownGpus().has(gpuId)) return undefined;
  const requested = await requestedBatch(options, model.maxPositions);
  const { memoryBytes } = ceilingsOf(gpuId, 1)?.profile.gpu ?? {};
  if (memoryBytes === undefined) return undefined;
  const tensorParallel =
    options.tp ??
    smallestTensorParallel(model, memoryBytes, requested.usefulKvTokens, options.batch);
  const found = ceilingsOf(gpuId, tensorParallel);
  if (found === undefined) return undefined;
  const { profile, ceilings } = found;
  const footprint = memoryFootprint(model, tensorParallel, memoryBytes, options.batch);
  const batches = requested.choices(footprint.kvCapacityTokens);
  const { name: workload, requests, lengths } = requested;
  return {
    ...{ model, tensorParallel, workload, batch: batches[0], batches, footprint, requests },
    lengths,
    ...{ profile: { profile, path: gpuId }, profileFile: gpuId, ceilings },
  };
}

/** Measured ones before those of a datasheet; of several GPUs only where their links were measured. */
function ceilingsOf(
  gpuId: string,
  tensorParallel: number,
): { profile: Profile; ceilings: "measured" | "datasheet" } | undefined {
  const measured = measuredCeilings(gpuId, tensorParallel);
  if (measured !== undefined) return { profile: measured, ceilings: "measured" };
  const profile = datasheetProfile(gpuId, tensorParallel);
  return profile && { profile, ceilings: "datasheet" };
}

/** Of the latest session; the speed of links from the latest that has it. */
function measuredCeilings(gpuId: string, tensorParallel: number): Profile | undefined {
  if (!shippedGpus().includes(gpuId)) return undefined;
  const sessions = readStore(join(SHIPPED_FOLDER, gpuId))
    .filter(({ session }) => session.source === "measured")
    .sort((a, b) => (a.session.provenance.measuredAt < b.session.provenance.measuredAt ? 1 : -1));
  const [latest] = sessions;
  if (latest === undefined) return undefined;
  const networks = sessions.flatMap(({ session }) => session.ceilings.networkBytesPerSecond ?? []);
  const [networkBytesPerSecond = null] = tensorParallel === 1 ? [] : networks;
  if (tensorParallel > 1 && networkBytesPerSecond === null) return undefined;
  const { mixes: _, holdOut: __, ...profile } = composeWhole(latest).profile;
  return {
    ...profile,
    gpu: { ...profile.gpu, count: tensorParallel },
    model: { ...profile.model, tensorParallel },
    ceilings: { ...profile.ceilings, networkBytesPerSecond },
    kernels: [],
    pairs: [],
  };
}
