import type { GpuSpec } from "../generated/gpu-spec.ts";

/** What the vendor says of a GPU, in the units of datasheets. Sources are in docs/datasheets.md. */
export interface Datasheet {
  /** The driver's name for it. */
  name: string;
  origin: string;
  gigabytes: number;
  terabytesPerSecond: number;
  /** To the other GPUs, one way: NVLink, or PCIe 4.0 x16. */
  linkGbPerSecond?: number;
  /** Power limit of the board as it is sold. */
  watts: number;
  /** Dense, sums in float32; given for GPUs that are analysed without a measurement. */
  teraflops?: GpuSpec["denseFlopsPerSecond"];
  /** Given for GPUs whose measurements are held against it. */
  chip?: Chip;
}

/** What bounds a measurement beside memory, links and power. */
export interface Chip {
  computeCapability: string;
  smCount: number;
  /** The highest. */
  clockMhz: number;
  /** Of the model with the most memory, where the card is sold with several sizes. */
  mostGigabytes?: number;
}

const AMPERE: Chip = { computeCapability: "8.0", smCount: 108, clockMhz: 1410 };
const HOPPER: Chip = { computeCapability: "9.0", smCount: 132, clockMhz: 1980 };

const HOPPER_SXM_TERAFLOPS = { bf16: 989.5, fp16: 989.5, fp8: 1979, int8: 1979 };

/** By the ids of GPUs. */
export const DATASHEETS: Readonly<Record<string, Datasheet>> = {
  "a100-pcie": {
    ...{ name: "NVIDIA A100 80GB PCIe", origin: "NVIDIA A100 datasheet" },
    ...{ gigabytes: 80, terabytesPerSecond: 1.935, watts: 300 },
    chip: AMPERE,
  },
  "a100-sxm": {
    ...{ name: "NVIDIA A100-SXM4-80GB", origin: "NVIDIA A100 datasheet" },
    ...{ gigabytes: 80, terabytesPerSecond: 2.039, linkGbPerSecond: 300, watts: 400 },
    teraflops: { bf16: 312, fp16: 312, int8: 624 },
    chip: AMPERE,
  },
  b200: {
    ...{ name: "NVIDIA B200", origin: "NVIDIA Blackwell datasheet, HGX B200" },
    ...{ gigabytes: 180, terabytesPerSecond: 7.7, linkGbPerSecond: 900, watts: 1000 },
    teraflops: { bf16: 2250, fp16: 2250, fp8: 4500, fp4: 9000, int8: 4500 },
  },
  "h100-nvl": {
    ...{ name: "NVIDIA H100 NVL", origin: "NVIDIA H100 datasheet" },
    ...{ gigabytes: 94, terabytesPerSecond: 3.938, watts: 400 },
    chip: HOPPER,
  },
  "h100-pcie": {
    ...{ name: "NVIDIA H100 PCIe", origin: "NVIDIA H100 datasheet" },
    ...{ gigabytes: 80, terabytesPerSecond: 2.039, watts: 350 },
    chip: { ...HOPPER, smCount: 114 },
  },
  "h100-sxm": {
    ...{ name: "NVIDIA H100 80GB HBM3", origin: "NVIDIA H100 datasheet" },
    ...{ gigabytes: 80, terabytesPerSecond: 3.35, linkGbPerSecond: 450, watts: 700 },
    teraflops: HOPPER_SXM_TERAFLOPS,
    chip: { ...HOPPER, mostGigabytes: 96 },
  },
  "h200-nvl": {
    ...{ name: "NVIDIA H200 NVL", origin: "NVIDIA H200 datasheet" },
    ...{ gigabytes: 141, terabytesPerSecond: 4.8, linkGbPerSecond: 450, watts: 600 },
    chip: HOPPER,
  },
  "h200-sxm": {
    ...{ name: "NVIDIA H200", origin: "NVIDIA H200 datasheet" },
    ...{ gigabytes: 141, terabytesPerSecond: 4.8, linkGbPerSecond: 450, watts: 700 },
    teraflops: HOPPER_SXM_TERAFLOPS,
    chip: HOPPER,
  },
  l40s: {
    ...{ name: "NVIDIA L40S", origin: "NVIDIA L40S datasheet" },
    ...{ gigabytes: 48, terabytesPerSecond: 0.864, linkGbPerSecond: 32, watts: 350 },
    teraflops: { bf16: 362.05, fp16: 362.05, fp8: 733, int8: 733 },
  },
  "rtx-4090": {
    ...{ name: "NVIDIA GeForce RTX 4090", origin: "NVIDIA Ada GPU architecture, appendix A" },
    ...{ gigabytes: 24, terabytesPerSecond: 1.008, linkGbPerSecond: 32, watts: 450 },
    teraflops: { bf16: 165.2, fp16: 165.2, fp8: 330.3, int8: 660.6 },
  },
};
