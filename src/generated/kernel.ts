/* Generated from schemas/kernel.schema.json by `npm run types`; edit the schema instead. */

export type KernelKind =
  | "gemm"
  | "grouped_gemm"
  | "decode_attention"
  | "prefill_attention"
  | "rms_norm"
  | "rope_kv_append"
  | "silu_mul"
  | "quantise_rows"
  | "router"
  | "moe_permute"
  | "moe_combine"
  | "all_reduce"
  | "all_reduce_norm"
  | "embedding"
  | "sampling";
/**
 * Non-negative integers, or one that all rows share.
 */
export type Index = number | number[];
/**
 * Positive integers, or one that all rows share.
 */
export type Count = number | number[];
/**
 * Numbers, or one that all rows share.
 */
export type Amount = number | number[];
/**
 * Positive numbers, one a row.
 */
export type Figures = number[];
/**
 * Positive numbers, or one that all rows share.
 */
export type Positive = number | number[];

/**
 * Line of a session file: the measurements of one kernel.
 */
export interface StoredKernel {
  schema: "nanoflow-plan/kernel/2";
  kind: KernelKind;
  shape: Shape;
  variant?: Variant;
  /**
   * Kernel choices; rows below refer to them by position.
   */
  implementations: string[];
  /**
   * Alone, in a burst at boost clock; a table for each partition.
   */
  solo: SoloTable[];
  sustained?: SustainedTable;
  /**
   * Of matrix products: what cuBLASLt chooses by itself on the whole GPU. Row: implementation, tokens.
   */
  libraryChoices?: [implementation: number, tokens: number][];
  /**
   * Points that the model never sees: its predictions are judged by them.
   */
  heldOut?: SoloTable[];
}
/**
 * Sizes on one GPU that do not depend on the batch, by the names that the native profiler uses: n, k, qheads, kvheads, head, page, hidden, width, experts, topk, shared (1 with a shared expert, else left out), vocab, ranks.
 */
export interface Shape {
  [k: string]: number;
}
/**
 * What of the kernel's key is not as in the session's `defaults`.
 */
export interface Variant {
  /**
   * Type of the operands: weights and activations of a product, queries of attention.
   */
  operands?: "bf16" | "fp16" | "fp32" | "fp8-e4m3" | "fp8-e5m2";
  /**
   * Type of what the kernel writes.
   */
  output?: "bf16" | "fp16" | "fp32" | "fp8-e4m3" | "fp8-e5m2";
  /**
   * Type of the KV cache that the kernel reads or writes.
   */
  kv?: "bf16" | "fp16" | "fp32" | "fp8-e4m3" | "fp8-e5m2";
  /**
   * What shares a scale: nothing is scaled; a tensor; a token and an output channel; blocks of 128.
   */
  scaling?: "none" | "tensor" | "row" | "block-128";
  /**
   * How the scales lie in memory.
   */
  scaleLayout?: "none" | "row-major" | "column-major";
  /**
   * How sums are kept: in float32, or as the tensor cores add up fastest.
   */
  accumulation?: "fp32" | "fast";
  /**
   * Whether a bias is added.
   */
  bias?: boolean;
  /**
   * Whether queries and keys are normalised.
   */
  qkNorm?: boolean;
  /**
   * What is fused behind the kernel.
   */
  epilogue?: "none" | "silu-mul" | "residual-add" | "quantise";
}
/**
 * Times alone on one partition, by columns: `us` holds medians, `spreadPpm` interquartile ranges over medians in millionths. A column is a list, or one value that all rows share; `us` is always a list.
 */
export interface SoloTable {
  implementation: Index;
  /**
   * SMs and side: w whole, g group, r remainder; cg and cr those of a CTA-limit split.
   */
  partition: string;
  tokens: Count;
  context: Amount;
  us: Figures;
  spreadPpm: Amount;
  samples: Count;
}
/**
 * On the whole GPU, back to back, by columns. Columns whose name begins with `spaced` are of the same calls with idle gaps, 0 when not measured. Energies include what the idle board takes meanwhile.
 */
export interface SustainedTable {
  implementation: Index;
  tokens: Count;
  context: Amount;
  us: Figures;
  spreadPpm: Amount;
  clockMhz: Positive;
  powerW: Positive;
  energyMj: Positive;
  spacedUs: Amount;
  spacedClockMhz: Amount;
  spacedEnergyMj: Amount;
}
