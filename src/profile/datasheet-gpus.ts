import type { Profile } from "../generated/profile.ts";

/** What NVIDIA's datasheet and architecture paper of a card say that it reaches at best. */
interface Datasheet {
  name: string;
  smCount: number;
  computeCapability: string;
  boostClockMhz: number;
  /** Of one GPU. */
  memoryGb: number;
  l2Mb: number;
  /** Dense bf16 with float32 sums. */
  teraflops: number;
  terabytesPerSecond: number;
  /** To the other GPUs, one way: NVLink, or PCIe 4.0 x16. */
  linkGbPerSecond: number;
}

const DATASHEETS: Readonly<Record<string, Datasheet>> = {
  "a100-sxm": card("NVIDIA A100-SXM4-80GB", "8.0", [108, 1410], [80, 40], [312, 2.039, 300]),
  b200: card("NVIDIA B200", "10.0", [148, 1850], [180, 126], [2250, 7.7, 900]),
  "h100-sxm": card("NVIDIA H100 80GB HBM3", "9.0", [132, 1980], [80, 50], [989, 3.35, 450]),
  "h200-sxm": card("NVIDIA H200", "9.0", [132, 1980], [141, 50], [989, 4.8, 450]),
  l40s: card("NVIDIA L40S", "8.9", [142, 2520], [48, 96], [362, 0.864, 32]),
  "rtx-4090": card("NVIDIA GeForce RTX 4090", "8.9", [128, 2520], [24, 72], [165, 1.008, 32]),
};

function card(
  name: string,
  computeCapability: string,
  [smCount, boostClockMhz]: readonly [number, number],
  [memoryGb, l2Mb]: readonly [number, number],
  [teraflops, terabytesPerSecond, linkGbPerSecond]: readonly [number, number, number],
): Datasheet {
  return {
    ...{ name, computeCapability, smCount, boostClockMhz, memoryGb, l2Mb },
    ...{ teraflops, terabytesPerSecond, linkGbPerSecond },
  };
}

/** GPUs whose ceilings are known without a measurement. */
export const DATASHEET_GPUS: readonly string[] = Object.keys(DATASHEETS);

/**
 * A profile that knows no kernel: the ceilings of a datasheet, which no kernel quite reaches.
 *
 * @returns undefined for a GPU that is not in the list
 */
export function datasheetProfile(gpuId: string, tensorParallel: number): Profile | undefined {
  const sheet = DATASHEETS[gpuId];
  if (sheet === undefined) return undefined;
  const { name, smCount, computeCapability, boostClockMhz } = sheet;
  return {
    schema: "nanoflow-plan/profile/1",
    source: "roofline",
    gpu: {
      ...{ id: gpuId, name, count: tensorParallel, smCount, computeCapability, boostClockMhz },
      memoryBytes: sheet.memoryGb * 1e9,
      l2Bytes: sheet.l2Mb * 2 ** 20,
    },
    model: { id: "none", tensorParallel },
    provenance: { tool: "datasheet", command: "none", measuredAt: "never" },
    ceilings: {
      gemmFlopsPerSecond: sheet.teraflops * 1e12,
      copyBytesPerSecond: sheet.terabytesPerSecond * 1e12,
      networkBytesPerSecond: tensorParallel === 1 ? null : sheet.linkGbPerSecond * 1e9,
    },
    power: { capW: null, idleW: 0 },
    splits: [],
    kernels: [],
    pairs: [],
    leftOut: ["Everything: the figures are those of a datasheet."],
  };
}
