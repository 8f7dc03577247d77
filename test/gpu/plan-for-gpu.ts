import type { Plan } from "../../src/generated/plan.ts";
import { planFixture } from "../support/plan-fixture.ts";

/**
 * Unsplit; two nano-batches on the sides of green contexts, or under CTA limits; or two up to their
 * attention, and all tokens at once after it.
 */
export const PLAN_KINDS = [
  "sequential",
  "overlapped",
  "overlapped by CTA limits",
  "cut up to attention",
] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];

/** Of the SMs; groups come in multiples of the step. */
const GROUP_SHARE = 0.8;
const SPLIT_STEP = 8;

const IMPLEMENTATIONS: Readonly<Record<string, string>> = {
  grouped_gemm: "own.m64",
  decode_attention: "bulk.c1",
  all_reduce: "peer.c8",
  all_reduce_norm: "peer.c8",
};

/** The fixture's plan, with the SMs and kernels of a GPU that is there. */
export function planForGpu(
  kind: PlanKind,
  gpu: {
    shape: Plan["model"]["shape"];
    layers: number;
    smCount: number;
    tensorParallel?: 1 | 2;
    norms?: Plan["model"]["norms"];
  },
): Plan {
  const { shape, layers, smCount, tensorParallel = 1, norms } = gpu;
  const plan = planFixture({
    kind: kind === "sequential" ? kind : "overlapped",
    cutsAttentionOnly: kind === "cut up to attention",
    shape,
    layers,
    tensorParallel,
    ...(norms !== undefined && { norms }),
    implementationOf: ({ kernel }) => IMPLEMENTATIONS[kernel.kind] ?? "default",
  });
  const group = Math.floor((GROUP_SHARE * smCount) / SPLIT_STEP) * SPLIT_STEP;
  const sizes = { whole: smCount, group, remainder: smCount - group };
  for (const { partition } of plan.nanoOperations) {
    partition.smCount = sizes[partition.side];
    if (kind === "overlapped by CTA limits") partition.mechanism = "cta-limit";
  }
  return plan;
}
