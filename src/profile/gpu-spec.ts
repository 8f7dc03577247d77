import { PlannerError } from "../errors.ts";
import { parseText, readText, validated } from "../files/read-document.ts";
import type { GpuSpec } from "../generated/gpu-spec.ts";
import type { Profile } from "../generated/profile.ts";
import { requireRelated } from "./gpu-spec-relations.ts";

/**
 * The ceilings of a GPU from a file of the user's own, YAML or JSON
 * (`docs/reference/gpu-spec.md`).
 *
 * @throws PlannerError `E_UNREADABLE`, or `E_INVALID_FILE` at the first thing wrong
 */
export function readGpuSpec(path: string): GpuSpec {
  const document = parseText(path, readText(path));
  const spec = validated<GpuSpec>(document, "gpu-spec");
  requireRelated(document, spec);
  return spec;
}

/**
 * A profile that knows no kernel: ceilings alone, which no kernel quite reaches. Sizes of the chip that
 * no analysis reads are left at 1.
 *
 * @throws PlannerError `E_PROFILE_MISMATCH` for several GPUs where their links are not known
 */
export function specProfile(spec: GpuSpec, tensorParallel: number): Profile {
  const { id, name, memoryBytes, memoryBytesPerSecond, denseFlopsPerSecond } = spec;
  const networkBytesPerSecond = tensorParallel === 1 ? null : linkOf(spec);
  return {
    schema: "nanoflow-plan/profile/1",
    source: "roofline",
    gpu: {
      ...{ id, name, count: tensorParallel, memoryBytes },
      ...{ smCount: 1, computeCapability: "unknown", boostClockMhz: 1, l2Bytes: 1 },
    },
    model: { id: "none", tensorParallel },
    provenance: { tool: "datasheet", command: "none", measuredAt: "never" },
    ceilings: {
      gemmFlopsPerSecond: denseFlopsPerSecond.bf16,
      ...(denseFlopsPerSecond.fp8 !== undefined && {
        fp8GemmFlopsPerSecond: denseFlopsPerSecond.fp8,
      }),
      copyBytesPerSecond: memoryBytesPerSecond,
      networkBytesPerSecond,
    },
    power: { capW: spec.powerCapW, idleW: 0 },
    splits: [],
    kernels: [],
    pairs: [],
    leftOut: ["Everything: the figures are those of a datasheet."],
  };
}

function linkOf({ id, linkBytesPerSecond }: GpuSpec): number {
  if (linkBytesPerSecond !== null) return linkBytesPerSecond;
  throw new PlannerError(
    "E_PROFILE_MISMATCH",
    `several GPUs need links between them, and \`linkBytesPerSecond\` of ${id} is null`,
    {
      remedy: "Write their speed there, one way; or, where the model fits one GPU, choose --tp 1.",
    },
  );
}
