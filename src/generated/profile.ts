/* Generated from schemas/profile.schema.json by `npm run types`; edit the schema instead. */

/**
 * How a split is made: by a green context, or on ordinary streams, where GEMMs count on the group's SMs and the kernels of the remainder launch no more CTAs than it has SMs.
 */
export type Mechanism = "green-context" | "cta-limit";
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
 * Implementation, SMs and side (w whole, g group, r remainder; cg and cr those of a CTA-limit split), tokens (requests for decode_attention), context tokens (0 where it does not matter), median µs, spread (interquartile range over median), samples.
 *
 * @minItems 7
 * @maxItems 7
 */
export type SoloRow = [
  implementation: number,
  partition: string,
  tokens: number,
  context: number,
  medianUs: number,
  spread: number,
  samples: number
];
/**
 * Group SMs, implementation, tokens and context on the group, implementation, tokens and context on the remainder, slowdown of the group kernel and of the remainder kernel (time in company over time alone on the same partition), samples.
 *
 * @minItems 10
 * @maxItems 10
 */
export type PairRow = [
  groupSms: number,
  groupImplementation: number,
  groupTokens: number,
  groupContext: number,
  remainderImplementation: number,
  remainderTokens: number,
  remainderContext: number,
  groupSlowdown: number,
  remainderSlowdown: number,
  samples: number
];
/**
 * Group SMs, implementation, tokens and context on the group, implementation, tokens and context on the remainder, mean µs from call to call of the group kernel and of the remainder kernel, mean SM clock in MHz, mean board power in W.
 *
 * @minItems 11
 * @maxItems 11
 */
export type SustainedPairRow = [
  groupSms: number,
  groupImplementation: number,
  groupTokens: number,
  groupContext: number,
  remainderImplementation: number,
  remainderTokens: number,
  remainderContext: number,
  groupUs: number,
  remainderUs: number,
  clockMhz: number,
  powerW: number
];

/**
 * What one GPU, or several linked ones, needs for each kernel of a model: alone per SM partition, sustained under the power cap, and in pairs.
 */
export interface Profile {
  schema: "nanoflow-plan/profile/1";
  /**
   * measured: by native-profiler on the GPU; published: figures from a paper; roofline: estimated from a datasheet.
   */
  source: "measured" | "published" | "roofline";
  gpu: {
    /**
     * Name used by --gpu, such as h200-sxm.
     */
    id: string;
    /**
     * Name as the driver gives it.
     */
    name: string;
    /**
     * GPUs measured together; the tensor-parallel size.
     */
    count: number;
    smCount: number;
    computeCapability: string;
    /**
     * Memory of one GPU.
     */
    memoryBytes: number;
    l2Bytes: number;
    /**
     * Highest SM clock of the GPU. Bursts run at it; `notes` says how many did not.
     */
    boostClockMhz: number;
  };
  /**
   * The model whose shapes were measured; another model with the same kernel shapes may use the profile.
   */
  model: {
    id: string;
    tensorParallel: number;
  };
  provenance: {
    /**
     * Name and version of the program that wrote the file.
     */
    tool: string;
    command: string;
    /**
     * ISO 8601.
     */
    measuredAt: string;
    driver?: string;
    cudaRuntime?: string;
    cublasLt?: string;
    nccl?: string | null;
    /**
     * Time that the GPU was held.
     */
    gpuSeconds?: number;
    measurements?: number;
    /**
     * Median over all solo points of interquartile range over median.
     */
    medianSpread?: number;
    p95Spread?: number;
    /**
     * Reasons seen while measuring sustained.
     */
    throttleReasons?: string[];
    /**
     * How pairs under CTA limits begin: on an idle GPU, as in a plan. A measured profile without it tells nothing of such pairs.
     */
    pairStart?: "idle";
    notes?: string[];
  };
  ceilings: {
    /**
     * Best GEMM measured in a burst at boost clock.
     */
    gemmFlopsPerSecond: number;
    sustainedGemmFlopsPerSecond?: number;
    /**
     * Best GEMM of FP8 operands measured in a burst at boost clock.
     */
    fp8GemmFlopsPerSecond?: number;
    /**
     * Device-to-device copy, bytes read plus bytes written.
     */
    copyBytesPerSecond: number;
    /**
     * All-reduce bus bandwidth per GPU (NCCL's busbw); null with one GPU.
     */
    networkBytesPerSecond: number | null;
  };
  power: {
    /**
     * Board power limit; null when unknown, which leaves power out of the model.
     */
    capW: number | null;
    /**
     * Board power with a context alive and nothing running.
     */
    idleW: number;
    /**
     * Mean board power that the card keeps at its limit once its power control has settled; left out where nothing met the limit.
     */
    heldW?: number;
  };
  /**
   * Two-sided SM partitions. The group takes compute, the remainder memory or network work. Of green contexts, sizes are as the driver gave them, and the group keeps whole GPCs.
   */
  splits: {
    mechanism?: Mechanism;
    groupSms: number;
    remainderSms: number;
  }[];
  kernels: {
    kind: KernelKind;
    shape: Shape;
    variant?: Variant;
    /**
     * Kernel choices; rows below refer to them by position.
     */
    implementations: string[];
    /**
     * Alone, in a burst at boost clock.
     */
    solo: SoloRow[];
    /**
     * On the whole GPU, back to back for a second (half a second in a quick profile). Row: implementation, tokens, context, median µs, spread, mean SM clock MHz, mean board W, mJ per call, then from calls spaced by idle gaps: median µs, SM clock MHz, mJ per call (0, 0, 0 when not measured). Both energies include what the idle board takes during the call: idleW x duration.
     */
    sustained: [
      implementation: number,
      tokens: number,
      context: number,
      medianUs: number,
      spread: number,
      clockMhz: number,
      powerW: number,
      energyMj: number,
      spacedUs: number,
      spacedClockMhz: number,
      spacedEnergyMj: number
    ][];
    /**
     * Of matrix products: what cuBLASLt chooses by itself on the whole GPU. Row: implementation, tokens.
     */
    defaults?: [implementation: number, tokens: number][];
    /**
     * Points that the model never sees, as in `solo`: its predictions are judged by them.
     */
    heldOut?: SoloRow[];
  }[];
  /**
   * Two kernels at the same time, the first on the group and the second on the remainder of one split; an entry for each two kernels and mechanism.
   */
  pairs: {
    /**
     * Position in `kernels`.
     */
    group: number;
    remainder: number;
    mechanism?: Mechanism;
    rows: PairRow[];
    /**
     * Points that the model never sees, as in `rows`.
     */
    heldOut?: PairRow[];
    /**
     * Both back to back for seconds, as far as the power cap lets them: what the kernel of the remainder takes of energy in company.
     */
    sustained?: SustainedPairRow[];
  }[];
  /**
   * Kernels one after the other on the whole GPU, over and over: held out from the model of power and clocks, which is judged by them.
   */
  mixes?: {
    name: string;
    /**
     * Row: position in `kernels`, implementation, tokens, context.
     */
    parts: [kernel: number, implementation: number, tokens: number, context: number][];
    /**
     * Mean time of one round.
     */
    periodUs: number;
    clockMhz: number;
    powerW: number;
    /**
     * One round, what the idle board takes meanwhile included.
     */
    energyMj: number;
  }[];
  /**
   * How far predictions are from what was held out, as |predicted / measured - 1|; worked out from the rows above.
   */
  holdOut?: {
    /**
     * A kind of kernel alone; one kind beside another, for their slowdowns; period, power and clock of mixes; times of pairs at the cap; energy in company.
     */
    what: string;
    points: number;
    median: number;
    worst: number;
    worstAt: string;
  }[];
  /**
   * What was not measured, and why, one sentence each.
   */
  leftOut: string[];
}
/**
 * Sizes on one GPU that do not depend on the batch, by the names that the native profiler uses: n, k, qheads, kvheads, head, page, hidden, width, experts, topk, shared (1 with a shared expert, else left out), vocab, ranks.
 */
export interface Shape {
  [k: string]: number;
}
/**
 * What of the kernel is not plain. Plain is bf16 throughout, float32 sums, nothing scaled, added or fused.
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
