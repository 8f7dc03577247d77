/* Generated from schemas/session.schema.json by `npm run types`; edit the schema instead. */

/**
 * How a split is made: by a green context, or on ordinary streams, where GEMMs count on the group's SMs and the kernels of the remainder launch no more CTAs than it has SMs.
 */
export type Mechanism = "green-context" | "cta-limit";
/**
 * First 16 hex digits of the SHA-256 of the line, without its end.
 */
export type Digest = string;

/**
 * First line of a session file: where and how its kernels and pairs were measured. A line for each kernel follows, then a line for each pair.
 */
export interface Session {
  schema: "nanoflow-plan/session/2";
  /**
   * Name of the session, and of its file: `<id>.session.jsonl`.
   */
  id: string;
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
   * The model that the session was measured for; its kernels serve any other.
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
    /**
     * How many points were measured.
     */
    grid?: "full" | "quick";
    /**
     * State of the SM clock: free up to the boost clock, or locked to so many MHz.
     */
    clocks?: string;
    /**
     * How often each kind of kernel had changed by then so that it takes other times; left out before that was stated, where the date tells.
     */
    revisions?: {
      [k: string]: number;
    };
    /**
     * Lowest and highest temperature of the chip while it was measured; left out where it was not logged.
     *
     * @minItems 2
     * @maxItems 2
     */
    temperatureC?: [lowestC: number, highestC: number];
  };
  defaults: Defaults;
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
  /**
   * The lines that follow, in their order: one a kernel.
   *
   * @minItems 1
   */
  kernels: [
    {
      /**
       * Kind, shape, and what of its variant is not plain, such as `gemm k=4096 n=6144`.
       */
      name: string;
      digest: Digest;
      /**
       * Times alone in that line.
       */
      points: number;
      /**
       * Measured alone only, to compare sessions by. Taken for a profile only where no session has the kernel whole.
       */
      reference?: true;
    },
    ...{
      /**
       * Kind, shape, and what of its variant is not plain, such as `gemm k=4096 n=6144`.
       */
      name: string;
      digest: Digest;
      /**
       * Times alone in that line.
       */
      points: number;
      /**
       * Measured alone only, to compare sessions by. Taken for a profile only where no session has the kernel whole.
       */
      reference?: true;
    }[]
  ];
  /**
   * The lines behind the kernels, in their order: one for two kernels and a mechanism.
   */
  pairs: {
    /**
     * Position in `kernels`.
     */
    group: number;
    remainder: number;
    mechanism?: Mechanism;
    digest: Digest;
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
  /**
   * The file of format 1 that these measurements come from. Plans of that time pin it by its SHA-256.
   */
  convertedFrom?: {
    file: string;
    sha256: string;
  };
  /**
   * SHA-256 of this line's JSON with sorted keys and no white space, without `hash`.
   */
  hash: string;
}
/**
 * Written once: every kernel of the session has these, but for what its own `variant` says.
 */
export interface Defaults {
  /**
   * Type of the operands: weights and activations of a product, queries of attention.
   */
  operands: "bf16" | "fp16" | "fp32" | "fp8-e4m3" | "fp8-e5m2";
  /**
   * Type of what the kernel writes.
   */
  output: "bf16" | "fp16" | "fp32" | "fp8-e4m3" | "fp8-e5m2";
  /**
   * Type of the KV cache that the kernel reads or writes.
   */
  kv: "bf16" | "fp16" | "fp32" | "fp8-e4m3" | "fp8-e5m2";
  /**
   * What shares a scale: nothing is scaled; a tensor; a token and an output channel; blocks of 128.
   */
  scaling: "none" | "tensor" | "row" | "block-128";
  /**
   * How the scales lie in memory.
   */
  scaleLayout: "none" | "row-major" | "column-major";
  /**
   * How sums are kept: in float32, or as the tensor cores add up fastest.
   */
  accumulation: "fp32" | "fast";
  /**
   * Whether a bias is added.
   */
  bias: boolean;
  /**
   * Whether queries and keys are normalised.
   */
  qkNorm: boolean;
  /**
   * What is fused behind the kernel.
   */
  epilogue: "none" | "silu-mul" | "residual-add" | "quantise";
}
