import type { GpuSpec } from "../generated/gpu-spec.ts";
import { DATASHEETS } from "./datasheets.ts";

/** Ids of the GPUs whose ceilings are known without a measurement. */
export const DATASHEET_GPUS: readonly string[] = Object.entries(DATASHEETS)
  .filter(([, { teraflops }]) => teraflops !== undefined)
  .map(([id]) => id);

/**
 * The ceilings of a GPU by its datasheet, in plain units.
 *
 * @returns undefined for a GPU that is not in the list
 */
export function datasheetOf(gpuId: string): GpuSpec | undefined {
  const sheet = DATASHEETS[gpuId];
  if (sheet?.teraflops === undefined) return undefined;
  const { name, origin, gigabytes, terabytesPerSecond, linkGbPerSecond, teraflops, watts } = sheet;
  const flops = Object.entries(teraflops).map(([type, value]) => [type, Math.round(value * 1e12)]);
  return {
    schema: "nanoflow-plan/gpu-spec/1",
    ...{ id: gpuId, name, origin },
    memoryBytes: gigabytes * 1e9,
    memoryBytesPerSecond: Math.round(terabytesPerSecond * 1e12),
    denseFlopsPerSecond: Object.fromEntries(flops),
    linkBytesPerSecond: linkGbPerSecond === undefined ? null : linkGbPerSecond * 1e9,
    powerCapW: watts,
  };
}
