/* Generated from schemas/program.schema.json by `npm run types`; edit the schema instead. */

/**
 * A plan lowered for some layers: streams on SM partitions, buffers, and instructions with their event waits. Engines carry it out without further thought.
 */
export interface Program {
  schema: "nanoflow-plan/program/1";
  planHash: string;
  layers: number;
  /**
   * Dense batch.
   */
  tokens: number;
  /**
   * SM partitions in use. A group and a remainder that fill the GPU together are the two sides of one split.
   */
  partitions: ProgramPartition[];
  /**
   * In-order queues, one for each lane and partition that it uses.
   */
  streams: ProgramStream[];
  /**
   * Size of the arena that holds all activations.
   */
  arenaBytes: number;
  buffers: ProgramBuffer[];
  /**
   * In an order in which every wait points to an earlier instruction; the order within each stream is the issue order.
   */
  instructions: Instruction[];
}
export interface ProgramPartition {
  side: "whole" | "group" | "remainder";
  smCount: number;
  /**
   * How the split is made. Sides of a CTA limit are ordinary streams: GEMMs of the group count on smCount SMs, other kernels of the remainder launch at most smCount CTAs.
   */
  mechanism?: "green-context" | "cta-limit";
}
export interface ProgramStream {
  lane: "compute" | "memory" | "network";
  /**
   * Position in `partitions`.
   */
  partition: number;
}
export interface ProgramBuffer {
  /**
   * `residual`, `kv.<layer>`, or the nano-operation that writes it.
   */
  id: string;
  bytes: number;
  /**
   * Null for the KV of a layer, which lies in the paged KV cache; its bytes stand for the rows that this step appends, in token order.
   */
  arenaOffset: number | null;
}
export interface Instruction {
  nanoOperation: string;
  layer: number;
  /**
   * Position in `streams`.
   */
  stream: number;
  kernel: {
    kind:
      | "gemm"
      | "grouped_gemm"
      | "decode_attention"
      | "prefill_attention"
      | "rms_norm"
      | "rope_kv_append"
      | "silu_mul"
      | "router"
      | "moe_permute"
      | "moe_combine"
      | "all_reduce"
      | "embedding"
      | "sampling";
    shape: {
      [k: string]: number;
    };
  };
  implementation: string;
  /**
   * First token and one past the last.
   *
   * @minItems 2
   * @maxItems 2
   */
  tokens: [start: number, end: number];
  /**
   * What the profile's rows ask for: tokens, and KV tokens of each (0 where it does not matter).
   */
  size: {
    tokens: number;
    context: number;
  };
  reads: BufferAccess[];
  writes: BufferAccess[];
  /**
   * Positions of instructions of other streams whose end it awaits; none can be spared.
   */
  waits: number[];
}
/**
 * Bytes of a buffer: position in `buffers`, first byte, one past the last.
 */
export interface BufferAccess {
  buffer: number;
  start: number;
  end: number;
}
