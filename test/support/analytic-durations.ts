import type { Size } from "../../src/cost/curve/interpolate.ts";
import type { KernelKind } from "../../src/generated/profile.ts";
import type { KernelUse } from "../../src/ir/op-graph.ts";

const FLOPS_PER_SM_US = 5.9e6;
const BYTES_PER_SM_US = 73e3;
const BYTES_PER_US = 3e6;
const NETWORK_BYTES_PER_US = 3.5e5;
const LAUNCH_US = 3;

/** Of GEMMs the first is the fastest alone, the second the better co-running. */
export function syntheticImplementations(kind: KernelKind): string[] {
  if (kind === "gemm" || kind === "grouped_gemm") return ["wide", "narrow"];
  if (kind === "all_reduce") return ["nccl.c8", "nccl.c16"];
  return ["plain"];
}

/** Duration by roofline in µs, with tile quantisation for GEMMs; no measurement. */
export function analyticUs(
  kernel: KernelUse,
  implementation: number,
  size: Size,
  smCount: number,
): number {
  const { flops, bytes, networkBytes } = workOf(kernel, size);
  const computeUs = (flops / (FLOPS_PER_SM_US * smCount)) * (implementation === 0 ? 1 : 1.05);
  const memoryUs = bytes / Math.min(BYTES_PER_US, BYTES_PER_SM_US * smCount);
  const channels = implementation === 0 ? 0.8 : 1;
  const networkUs = networkBytes / (NETWORK_BYTES_PER_US * channels);
  const faster = kernel.variant?.operands === "fp8-e4m3" ? 1.8 : 1;
  return Math.max(computeUs / faster, memoryUs, networkUs) + LAUNCH_US;
}

function workOf({ kind, shape, variant }: KernelUse, { tokens, context }: Size) {
  const of = (key: string) => shape[key] ?? 1;
  const rows = Math.ceil(tokens / 128) * 128;
  const kvBytes = (variant?.kv === "fp8-e4m3" ? 2 : 4) * of("kvheads") * of("head");
  const none = { flops: 0, bytes: 0, networkBytes: 0 };
  switch (kind) {
    case "gemm":
      return { ...none, flops: 2 * rows * of("n") * of("k"), bytes: 2 * of("n") * of("k") };
    case "grouped_gemm":
      return {
        ...none,
        flops: 2 * rows * of("topk") * of("n") * of("k"),
        bytes: 2 * of("experts") * of("n") * of("k"),
      };
    case "decode_attention":
      return { ...none, bytes: tokens * context * kvBytes };
    case "prefill_attention": {
      const area = tokens * (context + tokens / 2);
      return { ...none, flops: 6 * area * of("qheads") * of("head") };
    }
    case "all_reduce":
    case "all_reduce_norm": {
      const ranks = shape.ranks ?? 2;
      return { ...none, networkBytes: (4 * tokens * of("hidden") * (ranks - 1)) / ranks };
    }
    default: {
      const width = shape.hidden ?? shape.width ?? shape.vocab ?? of("qheads") * of("head");
      return { ...none, bytes: 6 * tokens * width };
    }
  }
}
