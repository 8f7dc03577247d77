import type { KernelUse, Lane } from "../../src/ir/op-graph.ts";

const gemm = (n: number, k: number): KernelUse => ({ kind: "gemm", shape: { n, k } });
const compute: Lane = "compute";

/** Kernels of a llama-3-8b layer on one GPU. */
export const QKV = gemm(6144, 4096);
export const O_PROJ = gemm(4096, 4096);
export const GATE_UP = gemm(28672, 4096);
export const DOWN = gemm(4096, 14336);
export const DECODE: KernelUse = {
  kind: "decode_attention",
  shape: { qheads: 32, kvheads: 8, head: 128, page: 16 },
};
export const PREFILL: KernelUse = {
  kind: "prefill_attention",
  shape: { qheads: 32, kvheads: 8, head: 128, page: 16 },
};
export const NORM: KernelUse = { kind: "rms_norm", shape: { hidden: 4096 } };
export const ALL_REDUCE: KernelUse = { kind: "all_reduce", shape: { hidden: 4096, ranks: 2 } };
export const LM_HEAD = gemm(128256, 4096);

export const LAYER_KERNELS: readonly { kernel: KernelUse; lane: Lane }[] = [
  ...[QKV, O_PROJ, GATE_UP, DOWN, PREFILL, NORM].map((kernel) => ({ kernel, lane: compute })),
  { kernel: DECODE, lane: "memory" },
  { kernel: ALL_REDUCE, lane: "network" },
];
