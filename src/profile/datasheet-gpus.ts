import type { GpuSpec } from "../generated/gpu-spec.ts";

/**
 * GPUs whose ceilings are known without a measurement, by the vendor's datasheets. Where each figure
 * stands is in docs/datasheets.md.
 */
const DATASHEETS: readonly GpuSpec[] = [
  sheet(["a100-sxm", "NVIDIA A100-SXM4-80GB"], "NVIDIA A100 datasheet", {
    ...{ gigabytes: 80, terabytesPerSecond: 2.039, linkGbPerSecond: 300, watts: 400 },
    teraflops: { bf16: 312, fp16: 312, int8: 624 },
  }),
  sheet(["b200", "NVIDIA B200"], "NVIDIA Blackwell datasheet, HGX B200", {
    ...{ gigabytes: 180, terabytesPerSecond: 7.7, linkGbPerSecond: 900, watts: 1000 },
    teraflops: { bf16: 2250, fp16: 2250, fp8: 4500, fp4: 9000, int8: 4500 },
  }),
  sheet(["h100-sxm", "NVIDIA H100 80GB HBM3"], "NVIDIA H100 datasheet", {
    ...{ gigabytes: 80, terabytesPerSecond: 3.35, linkGbPerSecond: 450, watts: 700 },
    teraflops: { bf16: 989.5, fp16: 989.5, fp8: 1979, int8: 1979 },
  }),
  sheet(["h200-sxm", "NVIDIA H200"], "NVIDIA H200 datasheet", {
    ...{ gigabytes: 141, terabytesPerSecond: 4.8, linkGbPerSecond: 450, watts: 700 },
    teraflops: { bf16: 989.5, fp16: 989.5, fp8: 1979, int8: 1979 },
  }),
  sheet(["l40s", "NVIDIA L40S"], "NVIDIA L40S datasheet", {
    ...{ gigabytes: 48, terabytesPerSecond: 0.864, linkGbPerSecond: 32, watts: 350 },
    teraflops: { bf16: 362.05, fp16: 362.05, fp8: 733, int8: 733 },
  }),
  sheet(["rtx-4090", "NVIDIA GeForce RTX 4090"], "NVIDIA Ada GPU architecture, appendix A", {
    ...{ gigabytes: 24, terabytesPerSecond: 1.008, linkGbPerSecond: 32, watts: 450 },
    teraflops: { bf16: 165.2, fp16: 165.2, fp8: 330.3, int8: 660.6 },
  }),
];

/** In the units of datasheets. */
interface Figures {
  gigabytes: number;
  terabytesPerSecond: number;
  /** Dense, sums in float32. */
  teraflops: GpuSpec["denseFlopsPerSecond"];
  /** One way: NVLink, or PCIe 4.0 x16. */
  linkGbPerSecond: number;
  watts: number;
}

function sheet(
  [id, name]: readonly [id: string, name: string],
  origin: string,
  { gigabytes, terabytesPerSecond, teraflops, linkGbPerSecond, watts }: Figures,
): GpuSpec {
  const flops = Object.entries(teraflops).map(([type, value]) => [type, Math.round(value * 1e12)]);
  return {
    schema: "nanoflow-plan/gpu-spec/1",
    ...{ id, name, origin },
    memoryBytes: gigabytes * 1e9,
    memoryBytesPerSecond: Math.round(terabytesPerSecond * 1e12),
    denseFlopsPerSecond: Object.fromEntries(flops),
    linkBytesPerSecond: linkGbPerSecond * 1e9,
    powerCapW: watts,
  };
}

/** Ids of these GPUs. */
export const DATASHEET_GPUS: readonly string[] = DATASHEETS.map(({ id }) => id);

/** @returns undefined for a GPU that is not in the list */
export function datasheetOf(gpuId: string): GpuSpec | undefined {
  return DATASHEETS.find(({ id }) => id === gpuId);
}
