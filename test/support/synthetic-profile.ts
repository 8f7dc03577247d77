import { isGemm, type Size } from "../../src/cost/curve/interpolate.ts";
import { kernelKey } from "../../src/cost/table/kernel-key.ts";
import { partitionKey, partitionOf, type Split } from "../../src/cost/table/split.ts";
import type { Profile } from "../../src/generated/profile.ts";
import type { KernelUse, Lane, OpGraph, StepOperation } from "../../src/ir/op-graph.ts";
import { analyticUs, syntheticImplementations } from "./analytic-durations.ts";

/** A kernel to put into a synthetic profile; the lane decides the side that it is timed on. */
export interface SyntheticKernel {
  kernel: KernelUse;
  lane: Lane;
  /** More than 1 for a kernel that has several rows per token of the batch. */
  rowsPerToken?: number;
}

export interface SyntheticOverrides {
  kernels: readonly SyntheticKernel[];
  modelId?: string;
  tensorParallel?: number;
  gpuId?: string;
  smCount?: number;
  /** Group sizes of the splits. */
  groups?: readonly number[];
  /** CTAs of the remainder of splits by CTA limits. */
  ctaLimits?: readonly number[];
  /**
   * Slowdown beyond 1 of a kernel co-running that shares the GPU in halves, for the implementation
   * that is fastest alone; 0 makes overlap free.
   */
  interference?: number;
  capW?: number | null;
  tokens?: readonly number[];
  contexts?: readonly number[];
}

const TOKENS = [128, 256, 384, 512, 640, 768, 896, 1024, 1152, 1280, 1408, 1536, 1664, 1792, 1920];
const BOOST_MHZ = 1980;
const CAPPED_MHZ = 1500;
const IDLE_W = 80;

/** The kernels of a layer and of a step, each once. */
export function kernelsOf(graph: OpGraph, steps: readonly StepOperation[]): SyntheticKernel[] {
  const all: SyntheticKernel[] = [
    ...graph.operations.map(({ kernel, lane, rowsPerToken = 1 }) => ({
      kernel,
      lane,
      rowsPerToken,
    })),
    ...steps.map(({ kernel }) => ({ kernel, lane: "compute" as const })),
  ];
  return [...new Map(all.map((entry) => [kernelKey(entry.kernel), entry])).values()];
}

/**
 * A profile by formula, of a GPU somewhat like an H100: for tests of what stands on profiles.
 * Every number comes from `analytic-durations.ts`; nothing is measured.
 */
export function syntheticProfile(overrides: SyntheticOverrides): Profile {
  const { kernels, smCount = 132, interference = 0.3 } = overrides;
  const groups = overrides.groups ?? [64, 72, 80, 88, 96, 104, 112, 120];
  const splits: Split[] = [
    ...groups.map((groupSms) => ({ groupSms, remainderSms: smCount - groupSms })),
    ...(overrides.ctaLimits ?? []).map((remainderSms) => ({
      mechanism: "cta-limit" as const,
      groupSms: smCount - remainderSms,
      remainderSms,
    })),
  ];
  const sizes = (kernel: KernelUse) => sizesOf(kernel, overrides);
  return {
    schema: "nanoflow-plan/profile/1",
    source: "roofline",
    gpu: {
      id: overrides.gpuId ?? "h100-sxm",
      name: "synthetic",
      count: overrides.tensorParallel ?? 1,
      smCount,
      computeCapability: "9.0",
      memoryBytes: 80 * 2 ** 30,
      l2Bytes: 50 * 2 ** 20,
      boostClockMhz: BOOST_MHZ,
    },
    model: { id: overrides.modelId ?? "synthetic", tensorParallel: overrides.tensorParallel ?? 1 },
    provenance: { tool: "synthetic", command: "none", measuredAt: "2026-01-01T00:00:00Z" },
    ceilings: {
      gemmFlopsPerSecond: 7.8e14,
      copyBytesPerSecond: 3e12,
      networkBytesPerSecond: (overrides.tensorParallel ?? 1) > 1 ? 3.5e11 : null,
    },
    power: { capW: overrides.capW === undefined ? 700 : overrides.capW, idleW: IDLE_W },
    splits,
    kernels: kernels.map(({ kernel, lane }) => ({
      kind: kernel.kind,
      shape: kernel.shape,
      ...(kernel.variant !== undefined && { variant: kernel.variant }),
      implementations: syntheticImplementations(kernel.kind),
      solo: soloRows(kernel, lane, sizes(kernel), smCount, splits),
      sustained: sizes(kernel)
        .filter(({ tokens }) => tokens % 512 === 0)
        .map((size) => sustainedRow(kernel, size, smCount)),
    })),
    pairs: pairsOf(kernels, sizes, splits, smCount, interference),
    leftOut: [],
  };
}

function sizesOf(
  kernel: KernelUse,
  { kernels, tokens = [...TOKENS, 2048], contexts }: SyntheticOverrides,
) {
  if (kernel.kind !== "decode_attention" && kernel.kind !== "prefill_attention")
    return rowsOf(kernel, tokens, kernels).map((count) => ({ tokens: count, context: 0 }));
  const start = kernel.kind === "prefill_attention" ? [0] : [];
  const known = contexts ?? [...start, 256, 1024, 2048, 4096];
  return known.flatMap((context) => tokens.map((count) => ({ tokens: count, context })));
}

/** Token counts and their multiples, for a kernel with several rows per token. */
function rowsOf(
  kernel: KernelUse,
  tokens: readonly number[],
  kernels: readonly SyntheticKernel[],
): number[] {
  const rows = kernels.find((entry) => entry.kernel === kernel)?.rowsPerToken ?? 1;
  const all = new Set([...tokens, ...tokens.map((count) => count * rows)]);
  return [...all].sort((a, b) => a - b);
}

function soloRows(
  kernel: KernelUse,
  lane: Lane,
  sizes: readonly Size[],
  smCount: number,
  splits: Profile["splits"],
): Profile["kernels"][number]["solo"] {
  const side = lane === "compute" ? "group" : "remainder";
  const whole = partitionOf("whole", undefined, smCount);
  const partial = splits.map((split) => partitionOf(side, split, smCount));
  return [whole, ...partial].flatMap((partition) =>
    syntheticImplementations(kernel.kind).flatMap((_, implementation) =>
      sizes.map((size): Profile["kernels"][number]["solo"][number] => {
        const us = round(analyticUs(kernel, implementation, size, partition.smCount));
        return [implementation, partitionKey(partition), size.tokens, size.context, us, 0.005, 20];
      }),
    ),
  );
}

function sustainedRow(
  kernel: KernelUse,
  size: Size,
  smCount: number,
): Profile["kernels"][number]["sustained"][number] {
  const burstUs = analyticUs(kernel, 0, size, smCount);
  const capped = isGemm(kernel.kind);
  const [sustainedUs, clockMhz, powerW] = capped
    ? [burstUs * 1.1, CAPPED_MHZ, 690]
    : [burstUs, BOOST_MHZ, 450];
  const energyMj = (powerW * sustainedUs) / 1000;
  const spacedMj = energyMj * (capped ? 1.15 : 1);
  return [
    0,
    size.tokens,
    size.context,
    round(sustainedUs),
    0.01,
    clockMhz,
    powerW,
    round(energyMj),
    round(burstUs),
    BOOST_MHZ,
    round(spacedMj),
  ];
}

function pairsOf(
  kernels: readonly SyntheticKernel[],
  sizes: (kernel: KernelUse) => readonly Size[],
  splits: Profile["splits"],
  smCount: number,
  interference: number,
): Profile["pairs"] {
  const positions = kernels.map((entry, index) => ({ ...entry, index }));
  const group = positions.filter(({ lane }) => lane === "compute");
  const remainder = positions.filter(({ lane }) => lane !== "compute");
  const byMechanism = [
    { mechanism: {}, alike: splits.filter(({ mechanism }) => mechanism === undefined) },
    {
      mechanism: { mechanism: "cta-limit" as const },
      alike: splits.filter(({ mechanism }) => mechanism === "cta-limit"),
    },
  ].filter(({ alike }) => alike.length > 0);
  const isPairSize = ({ tokens, context }: Size) =>
    (tokens === 512 || tokens === 1024) && (context === 0 || context === 1024);
  return group.flatMap((a) =>
    remainder.flatMap((b) =>
      byMechanism.map(({ mechanism, alike }) => ({
        group: a.index,
        remainder: b.index,
        ...mechanism,
        rows: alike.flatMap(({ groupSms }) =>
          syntheticImplementations(a.kernel.kind).flatMap((_, i) =>
            syntheticImplementations(b.kernel.kind).flatMap((__, j) =>
              sizes(a.kernel)
                .filter(isPairSize)
                .flatMap((sizeA) =>
                  sizes(b.kernel)
                    .filter(isPairSize)
                    .map((sizeB): Profile["pairs"][number]["rows"][number] => {
                      const share = (2 * groupSms) / smCount;
                      const harm = interference * (i === 0 ? 1 : 0.25);
                      return [
                        groupSms,
                        i,
                        sizeA.tokens,
                        sizeA.context,
                        j,
                        sizeB.tokens,
                        sizeB.context,
                        round(1 + harm * (2 - share)),
                        round(1 + 0.4 * harm * share),
                        20,
                      ];
                    }),
                ),
            ),
          ),
        ),
      })),
    ),
  );
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
