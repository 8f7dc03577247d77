import { join } from "node:path";
import { PlannerError } from "../errors.ts";
import type { GpuSpec } from "../generated/gpu-spec.ts";
import type { Profile } from "../generated/profile.ts";
import { DATASHEET_GPUS, datasheetOf } from "../profile/datasheet-gpus.ts";
import { specProfile } from "../profile/gpu-spec.ts";
import { SHIPPED_FOLDER, shippedGpus } from "../profile/shipped.ts";
import { composeWhole } from "../store/compose.ts";
import { readStore } from "../store/store-folder.ts";

/** Where ceilings come from. */
export type CeilingsSource = "measured" | "datasheet";

/** Ceilings of one GPU, and of several of them. */
export interface GpuCeilings {
  /** As reports name where they come from. */
  file: string;
  /** Of one GPU. */
  memoryBytes: number;
  memorySource: CeilingsSource;
  /** @throws PlannerError `E_NO_PROFILE` or `E_PROFILE_MISMATCH` where links are not known */
  at(tensorParallel: number): { profile: Profile; ceilings: CeilingsSource; spec?: GpuSpec };
}

/** Ids of the GPUs whose ceilings are known. */
export function knownGpus(): string[] {
  return [...new Set([...shippedGpus(), ...DATASHEET_GPUS])];
}

export function ceilingsOfSpec(spec: GpuSpec, file: string): GpuCeilings {
  return {
    file,
    memoryBytes: spec.memoryBytes,
    memorySource: "datasheet",
    at: (size) => ({ profile: specProfile(spec, size), ceilings: "datasheet", spec }),
  };
}

/**
 * Measured ones before those of a datasheet; of several GPUs only where their links were measured.
 *
 * @returns undefined for a GPU of which nothing is known
 */
export function ceilingsOfGpu(asked: string | undefined): GpuCeilings | undefined {
  const [gpuId = asked] = asked === undefined ? shippedGpus() : [];
  if (gpuId === undefined) return undefined;
  const spec = datasheetOf(gpuId);
  const sheet = spec && ceilingsOfSpec(spec, gpuId);
  const alone = measuredCeilings(gpuId, 1);
  if (alone === undefined) return sheet;
  return {
    file: gpuId,
    memoryBytes: alone.gpu.memoryBytes,
    memorySource: "measured",
    at: (size) => {
      const profile = size === 1 ? alone : measuredCeilings(gpuId, size);
      if (profile !== undefined) return { profile, ceilings: "measured" };
      if (sheet !== undefined) return sheet.at(size);
      throw new PlannerError("E_NO_PROFILE", `no link between GPUs of ${gpuId} was measured`, {
        remedy: "Give the ceilings in a file with --gpu-spec, with `linkBytesPerSecond`.",
      });
    },
  };
}

/**
 * Of the latest session, but each ceiling the most that any session reached: one that measured few
 * kernels comes less near to them.
 */
function measuredCeilings(gpuId: string, tensorParallel: number): Profile | undefined {
  if (!shippedGpus().includes(gpuId)) return undefined;
  const sessions = readStore(join(SHIPPED_FOLDER, gpuId))
    .filter(({ session }) => session.source === "measured")
    .sort((a, b) => (a.session.provenance.measuredAt < b.session.provenance.measuredAt ? 1 : -1));
  const [latest] = sessions;
  if (latest === undefined) return undefined;
  const ceilings = mostOf(sessions.map(({ session }) => session.ceilings));
  if (tensorParallel > 1 && ceilings.networkBytesPerSecond === null) return undefined;
  const { mixes: _, holdOut: __, ...profile } = composeWhole(latest).profile;
  return {
    ...profile,
    gpu: { ...profile.gpu, count: tensorParallel },
    model: { ...profile.model, tensorParallel },
    ceilings: {
      ...ceilings,
      networkBytesPerSecond: tensorParallel === 1 ? null : ceilings.networkBytesPerSecond,
    },
    kernels: [],
    pairs: [],
  };
}

type Ceilings = Profile["ceilings"];

function mostOf(all: readonly Ceilings[]): Ceilings {
  const most = (key: keyof Ceilings) => Math.max(...all.map((ceilings) => ceilings[key] ?? 0));
  const measured = (["sustainedGemmFlopsPerSecond", "fp8GemmFlopsPerSecond"] as const).filter(
    (key) => most(key) > 0,
  );
  return {
    gemmFlopsPerSecond: most("gemmFlopsPerSecond"),
    ...Object.fromEntries(measured.map((key) => [key, most(key)])),
    copyBytesPerSecond: most("copyBytesPerSecond"),
    networkBytesPerSecond: most("networkBytesPerSecond") || null,
  };
}
