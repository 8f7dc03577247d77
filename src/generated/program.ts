/* Generated from schemas/program.schema.json by `npm run types`; edit the schema instead. */

/**
 * First token and one past the last.
 *
 * @minItems 2
 * @maxItems 2
 */
export type TokenRange = [start: number, end: number];

/**
 * A plan lowered for some layers: streams on SM partitions, buffers, and instructions with their event waits. Engines carry it out without further thought. With tensor parallelism each GPU carries out the whole program on its own shard, with streams, arena and KV cache of its own.
 */
export interface Program {
  /**
   * Name and version of this format.
   */
  schema: "nanoflow-plan/program/1";
  /**
   * `hash` of the plan that was lowered.
   */
  planHash: string;
  /**
   * Layers that the program runs, counted from 0.
   */
  layers: number;
  /**
   * GPUs that carry it out together.
   */
  tensorParallel: number;
  /**
   * Dense batch.
   */
  tokens: number;
  batch: ProgramBatch;
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
  /**
   * Tensors, or blocks of their rows, that instructions read and write.
   */
  buffers: ProgramBuffer[];
  /**
   * What the step does before its layers, in order, each on the whole GPU after the end of the last; the instructions start when all have ended.
   */
  before: StepInstruction[];
  /**
   * In an order in which every wait points to an earlier instruction; the order within each stream is the issue order.
   */
  instructions: Instruction[];
  /**
   * What the step does after its layers, likewise.
   */
  after: StepInstruction[];
}
/**
 * Which rows of the dense batch hold what, and what a step may ask for at most.
 */
export interface ProgramBatch {
  /**
   * One row for each request that generates a token; in row order.
   */
  decodeRows: TokenRange[];
  /**
   * Rows of prompt tokens; in row order.
   */
  prefillRows: TokenRange[];
  /**
   * Most sequences in the prefill rows of a step, padding included.
   */
  prefillChunks: number;
  /**
   * Most rows of a step whose next token is wanted.
   */
  sampledRows: number;
}
export interface ProgramPartition {
  /**
   * group and remainder: the two sides of a split; whole: the whole GPU.
   */
  side: "whole" | "group" | "remainder";
  /**
   * Its SM share.
   */
  smCount: number;
  /**
   * How the split is made. Sides of a CTA limit are ordinary streams: GEMMs of the group count on smCount SMs, other kernels of the remainder launch at most smCount CTAs.
   */
  mechanism?: "green-context" | "cta-limit";
}
export interface ProgramStream {
  /**
   * Lane whose issue order the stream carries.
   */
  lane: "compute" | "memory" | "network";
  /**
   * Position in `partitions`.
   */
  partition: number;
}
export interface ProgramBuffer {
  /**
   * `residual`, `kv.<layer>`, the tensor that goes to the next layer, such as `down_proj`, or another tensor and the number of a block of its rows, such as `gate_up_proj.0`.
   */
  id: string;
  /**
   * Size of the buffer.
   */
  bytes: number;
  /**
   * Null for the KV of a layer, which lies in the paged KV cache; its bytes stand for the rows that this step appends, in token order.
   */
  arenaOffset: number | null;
}
/**
 * An operation before or after the layers, on the whole GPU.
 */
export interface StepInstruction {
  /**
   * Such as embedding, lm_head or sampling.
   */
  operation: string;
  kernel: ProgramKernel;
  /**
   * `default`: what the kernel library would choose by itself.
   */
  implementation: string;
  /**
   * Rows of the dense batch, or as many as `batch.sampledRows`.
   */
  rows: "all" | "sampled";
  size: ProgramKernelSize;
  /**
   * Bytes that it reads, operand by operand; weights are not listed.
   */
  reads: BufferAccess[];
  /**
   * Bytes that it writes; an operand changed in place stands in both lists.
   */
  writes: BufferAccess[];
}
/**
 * A kind of kernel with the sizes that do not depend on the batch.
 */
export interface ProgramKernel {
  /**
   * As in the profile's `kernels`.
   */
  kind:
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
   * Sizes on one GPU, by the names that the profile uses: n, k, qheads, kvheads, ...
   */
  shape: {
    [k: string]: number;
  };
  /**
   * Number formats that are not bf16, as in the profile.
   */
  variant?: {
    /**
     * Type of a product's activations and weights, each with its scales.
     */
    operands?: "fp8-e4m3";
    /**
     * Type of what the kernel writes, beside its scales.
     */
    output?: "fp8-e4m3";
    /**
     * Type of the KV cache, which holds its scales too.
     */
    kv?: "fp8-e4m3";
    /**
     * How a product sums: as the tensor cores do fastest; in float32 when left out.
     */
    accumulation?: "fast";
    /**
     * What shares a scale: a token and an output channel, in the cache a token and KV head.
     */
    scaling?: "row";
  };
}
/**
 * What the profile's rows ask for: tokens, and KV tokens of each (0 where it does not matter).
 */
export interface ProgramKernelSize {
  /**
   * Rows of the kernel; requests for decode attention.
   */
  tokens: number;
  /**
   * KV tokens per request (decode) or before the chunk (prefill); otherwise 0.
   */
  context: number;
}
/**
 * Bytes of a buffer that a kernel takes as one operand.
 */
export interface BufferAccess {
  /**
   * Role in the kernel, by the name of the field in its parameters (native-kernels); `cache` is the KV of the layer.
   */
  operand: string;
  /**
   * Position in `buffers`.
   */
  buffer: number;
  /**
   * First byte.
   */
  start: number;
  /**
   * One past the last byte.
   */
  end: number;
}
export interface Instruction {
  /**
   * `id` of the plan's nano-operation.
   */
  nanoOperation: string;
  /**
   * Operation of the layer; with `layer`, it says which weights are read.
   */
  operation: string;
  /**
   * Layer, counted from 0.
   */
  layer: number;
  /**
   * Position in `streams`.
   */
  stream: number;
  kernel: ProgramKernel;
  /**
   * Kernel choice, by the name that the profile gives it.
   */
  implementation: string;
  tokens: TokenRange;
  size: ProgramKernelSize;
  /**
   * Bytes that it reads, operand by operand; weights are not listed.
   */
  reads: BufferAccess[];
  /**
   * Bytes that it writes; an operand changed in place stands in both lists.
   */
  writes: BufferAccess[];
  /**
   * Positions of instructions of other streams whose end it awaits; none can be spared.
   */
  waits: number[];
}
