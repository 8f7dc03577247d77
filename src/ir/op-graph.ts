import type { KernelKind, Shape, Variant } from "../generated/profile.ts";

/** What bounds an operation when it has the GPU to itself. */
export type ResourceClass = "compute" | "memory" | "network";

/**
 * Queue that an operation is issued on; a lane runs one nano-operation at a time. Small
 * memory-bound operations ride in the compute lane, between the GEMMs that they connect.
 */
export type Lane = ResourceClass;

/** The kernel behind an operation, as the profile names it. */
export interface KernelUse {
  kind: KernelKind;
  /** Sizes on one GPU that do not depend on the batch. */
  shape: Shape;
  /** What of it is not plain: it may take longer for that, and is measured apart. */
  variant?: Variant;
}

/** One step of a layer. */
export interface Operation {
  /** Unique in the layer, such as `qkv_proj` or `mlp_all_reduce`. */
  name: string;
  kernel: KernelUse;
  resourceClass: ResourceClass;
  lane: Lane;
  /** The tokens of a nano-batch that it works on. */
  tokens: "all" | "decode" | "prefill";
  /** Kernel rows per token; 1 when left out. Between the experts' GEMMs a token has several. */
  rowsPerToken?: number;
}

/** `to` in layer l needs `from` in layer l - distance. */
export interface Dependence {
  from: string;
  to: string;
  distance: 0 | 1;
  /**
   * `same`: the producer's ranges that intersect the consumer's. `earlier`: also all ranges
   * before them, as causal attention needs the KV of earlier tokens of its request.
   */
  tokens: "same" | "earlier";
}

/** One layer of a model on one GPU of its tensor-parallel group. */
export interface OpGraph {
  operations: readonly Operation[];
  dependences: readonly Dependence[];
}

/** What a step does before and after its layers, once per step, in order. */
export interface StepOperation {
  name: string;
  kernel: KernelUse;
  /** `all`: every token of the dense batch. `sampled`: one row per request that yields a token. */
  rows: "all" | "sampled";
}

/** Tokens of a dense batch or of one nano-batch, with the KV they read. */
export interface BatchPart {
  tokens: number;
  decodeTokens: number;
  prefillTokens: number;
  /** Mean KV tokens read per decode token. */
  decodeContext: number;
  /** Mean KV tokens before a prefill token's chunk. */
  prefillContext: number;
}

/** Work of an operation on one GPU. */
export interface Work {
  flops: number;
  /** Those of FP8 operands among them; left out where there are none. */
  fp8Flops?: number;
  memoryBytes: number;
  /** Bytes that a GPU sends over its links. */
  networkBytes: number;
}
