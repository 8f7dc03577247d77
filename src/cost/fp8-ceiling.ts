import type { Profile } from "../generated/profile.ts";

/**
 * Dense FP8 operations over bf16 operations of tensor cores, by compute capability, from NVIDIA's
 * datasheets (L40S 733 over 362 TFLOP/s, H100 SXM 1979 over 989, B200 4500 over 2250). Older tensor
 * cores have no FP8.
 */
const FP8_OVER_BF16: Readonly<Record<string, number>> = {
  "8.9": 2,
  "9.0": 2,
  "10.0": 2,
  "10.3": 2,
  "12.0": 2,
};

/** Where the rate of FP8 products comes from. */
export function fp8CeilingSource({
  ceilings,
  provenance,
}: Pick<Profile, "ceilings" | "provenance">): "measured" | "datasheet" | "datasheet ratio" {
  if (ceilings.fp8GemmFlopsPerSecond === undefined) return "datasheet ratio";
  return provenance.tool === "datasheet" ? "datasheet" : "measured";
}

/**
 * The ceilings of a profile, with that of FP8 products. Where these were not measured, it is what the
 * datasheet's ratio makes of the one of bf16; it stays away where the GPU has no FP8.
 */
export function ceilingsWithFp8({
  gpu,
  ceilings,
}: Pick<Profile, "gpu" | "ceilings">): Profile["ceilings"] {
  const ratio = FP8_OVER_BF16[gpu.computeCapability];
  if (ceilings.fp8GemmFlopsPerSecond !== undefined || ratio === undefined) return ceilings;
  return { ...ceilings, fp8GemmFlopsPerSecond: ratio * ceilings.gemmFlopsPerSecond };
}
