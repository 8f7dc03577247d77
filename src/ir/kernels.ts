import type { ModelShape } from "../generated/plan.ts";
import type { Variant } from "../generated/profile.ts";
import type { Shard } from "../model/tensor-parallel.ts";
import type { KernelUse } from "./op-graph.ts";

/** Tokens per page of the KV cache. */
const KV_PAGE_TOKENS = 16;

/** Matrix product of tokens x k activations and k x n weights. */
export function gemm(n: number, k: number): KernelUse {
  return { kind: "gemm", shape: { n, k } };
}

/** One GEMM per expert, on the rows that are routed to it. */
export function groupedGemm(n: number, k: number, experts: number, topk: number): KernelUse {
  return { kind: "grouped_gemm", shape: { n, k, experts, topk } };
}

export function rmsNorm(hidden: number): KernelUse {
  return { kind: "rms_norm", shape: { hidden } };
}

export function siluMul(width: number): KernelUse {
  return { kind: "silu_mul", shape: { width } };
}

/** A kernel that works on the heads of one GPU and, except for queries, on the paged KV cache. */
export function attentionKernel(
  kind: "rope_kv_append" | "decode_attention" | "prefill_attention",
  shape: ModelShape,
  shard: Shard,
): KernelUse {
  const { queryHeads: qheads, kvHeads: kvheads } = shard;
  const sizes = { qheads, kvheads, head: shape.headSize, page: KV_PAGE_TOKENS };
  const variant = kind === "rope_kv_append" ? beforeRotation(shape) : {};
  return { kind, shape: sizes, ...(Object.keys(variant).length > 0 && { variant }) };
}

/** The rotary embedding adds the bias of queries, keys and values, and normalises queries and keys. */
function beforeRotation({ qkvBias, qkNorm }: ModelShape): Variant {
  return { ...(qkvBias && { bias: true }), ...(qkNorm && { qkNorm: true }) };
}

export function allReduce(hidden: number, ranks: number): KernelUse {
  return { kind: "all_reduce", shape: { hidden, ranks } };
}

/** An all-reduce with the residual add and the norm that follow it, in one kernel. */
export function allReduceNorm(hidden: number, ranks: number): KernelUse {
  return { kind: "all_reduce_norm", shape: { hidden, ranks } };
}
