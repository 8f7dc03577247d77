import type { ModelShape } from "../generated/plan.ts";
import type { Variant } from "../generated/profile.ts";
import type { Precision } from "../model/precision.ts";
import type { Shard } from "../model/tensor-parallel.ts";
import type { KernelUse } from "./op-graph.ts";

/** Tokens per page of the KV cache. */
const KV_PAGE_TOKENS = 16;

/** Matrix product of tokens x k activations and k x n weights, both in bf16 unless told otherwise. */
export function gemm(n: number, k: number, precision?: Precision): KernelUse {
  return { kind: "gemm", shape: { n, k }, ...variantOf(productFormats(precision)) };
}

/** One GEMM per expert, on the rows that are routed to it. */
export function groupedGemm(
  shape: Record<"n" | "k" | "experts" | "topk", number>,
  precision?: Precision,
): KernelUse {
  return { kind: "grouped_gemm", shape, ...variantOf(productFormats(precision)) };
}

/** @param precision of the product that multiplies its output */
export function rmsNorm(hidden: number, precision?: Precision): KernelUse {
  return { kind: "rms_norm", shape: { hidden }, ...variantOf(quantisedOutput(precision)) };
}

/** @param precision of the product that multiplies its output */
export function siluMul(width: number, precision?: Precision): KernelUse {
  return { kind: "silu_mul", shape: { width }, ...variantOf(quantisedOutput(precision)) };
}

/** Rows of bf16 into what a product multiplies, where no kernel before it gives that. */
export function quantiseRows(width: number, precision: Precision): KernelUse {
  return { kind: "quantise_rows", shape: { width }, ...variantOf(quantisedOutput(precision)) };
}

/** Rows of tokens in the order of their experts. @param precision of the products that multiply them */
export function moePermute(hidden: number, topk: number, precision?: Precision): KernelUse {
  const shape = { hidden, topk };
  return { kind: "moe_permute", shape, ...variantOf(quantisedOutput(precision)) };
}

/** A kernel that works on the heads of one GPU and, except for queries, on the paged KV cache. */
export function attentionKernel(
  kind: "rope_kv_append" | "decode_attention" | "prefill_attention",
  shape: ModelShape,
  shard: Shard,
): KernelUse {
  const { queryHeads: qheads, kvHeads: kvheads } = shard;
  const sizes = { qheads, kvheads, head: shape.headSize, page: KV_PAGE_TOKENS };
  const added = kind === "rope_kv_append" ? beforeRotation(shape) : {};
  return { kind, shape: sizes, ...variantOf({ ...added, ...cacheFormat(shape.precision) }) };
}

function variantOf(variant: Variant): Pick<KernelUse, "variant"> {
  return Object.keys(variant).length > 0 ? { variant } : {};
}

function productFormats({ weights, accumulation }: Precision = {}): Variant {
  if (weights === undefined) return {};
  const { type: operands, scaling } = weights;
  return { operands, scaling, ...(accumulation !== undefined && { accumulation }) };
}

function quantisedOutput({ activations }: Precision = {}): Variant {
  return activations === undefined
    ? {}
    : { output: activations.type, scaling: activations.scaling };
}

function cacheFormat({ kv }: Precision = {}): Variant {
  return kv === undefined ? {} : { kv: kv.type, scaling: kv.scaling };
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
