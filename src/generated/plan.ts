/* Generated from schemas/plan.schema.json by `npm run types`; edit the schema instead. */

/**
 * First token and one past the last.
 *
 * @minItems 2
 * @maxItems 2
 */
export type TokenRange = [start: number, end: number];
/**
 * A nano-operation, in the same layer (`o_proj.0`), the one before (`o_proj.0@-1`) or the one after (`o_proj.0@+1`).
 */
export type Reference = string;

/**
 * A pipeline plan: which nano-operation runs when, where and by which kernel, in one steady-state period of a layer.
 */
export interface Plan {
  /**
   * Name and version of this format.
   */
  schema: "nanoflow-plan/plan/1";
  /**
   * overlapped: nano-operations run side by side; nano-batch-only: a split batch, one nano-operation at a time; sequential: no split.
   */
  kind: "sequential" | "nano-batch-only" | "overlapped";
  /**
   * Why this kind was emitted; always there when the plan is sequential.
   */
  reason?: string;
  /**
   * What is served, and over how many GPUs each layer is spread.
   */
  model: {
    /**
     * Built-in name, or the name of the config.json's folder.
     */
    id: string;
    /**
     * Transformer layers.
     */
    layers: number;
    /**
     * GPUs over which each layer is spread.
     */
    tensorParallel: number;
    /**
     * `fused`: the norms behind all-reduces run within these kernels. Left out: each is a kernel of its own.
     */
    norms?: "fused";
    shape: ModelShape;
  };
  /**
   * The GPU that the plan is made for.
   */
  gpu: {
    /**
     * Name as in --gpu, such as h200-sxm.
     */
    id: string;
    /**
     * Streaming multiprocessors of one GPU.
     */
    smCount: number;
  };
  /**
   * The measurements behind every number of the plan.
   */
  profile: {
    /**
     * A store's folder or a profile's file. Relative to the package's profiles folder when shipped, otherwise as given.
     */
    file: string;
    /**
     * Sessions of the store or file that the measurements are of, in the order in which they were asked.
     */
    sessions?: string[];
    /**
     * What the profile says of itself: measured on the GPU, taken from a publication, or estimated from a datasheet.
     */
    source: "measured" | "published" | "roofline";
    /**
     * SHA-256 of exactly the measurements that the plan's numbers come from, so that it cannot be read with others. What else the store holds, or comes to hold, changes nothing.
     */
    measurements?: string;
    /**
     * Of the profile's file, in plans that were made before there were stores: they have no `measurements`.
     */
    sha256?: string;
    /**
     * Kernels around the layers that the profile has for another vocabulary only, and how they were scaled, one sentence each.
     */
    scaled?: string[];
    /**
     * What the plan rests on that nobody measured, one sentence each: kernels that others stand in for, with how far these may be off. Pairs of kernels too, where the search was asked for a least gain; else such pairs run apart.
     */
    standIns?: string[];
  };
  /**
   * The dense batch of one step.
   */
  workload: {
    /**
     * As given to --workload: IN/OUT, a named distribution or the name of a CSV file; with --batch, decode+prefill x context.
     */
    name: string;
    /**
     * Decode and prefill tokens together: the rows of every GEMM.
     */
    denseBatchTokens: number;
    /**
     * Requests that generate one token in the step.
     */
    decodeTokens: number;
    /**
     * Prompt tokens worked on in the step.
     */
    prefillTokens: number;
    /**
     * Mean KV tokens read per decode token.
     */
    decodeContext: number;
    /**
     * Mean KV tokens before a prefill token.
     */
    prefillContext: number;
  };
  /**
   * How to make this plan again.
   */
  provenance: {
    /**
     * Name and version of the program that wrote the file.
     */
    tool: string;
    /**
     * The command line that makes the plan again; `gate` runs it.
     */
    command: string;
  };
  /**
   * What the simulator predicts for this plan on its profile.
   */
  predicted: {
    /**
     * Initiation interval: from one layer's start to the next in steady state.
     */
    periodUs: number;
    /**
     * Period of the best sequential plan.
     */
    sequentialUs: number;
    /**
     * Period of this plan's split run without overlap.
     */
    nanoBatchOnlyUs: number | null;
    /**
     * No plan in the space searched is shorter; null when the search ended before every structure had a bound.
     */
    lowerBoundUs: number | null;
    /**
     * periodUs / lowerBoundUs - 1; null without a bound.
     */
    gap: number | null;
    /**
     * sequentialUs / periodUs.
     */
    speedup: number;
    /**
     * What to expect on a GPU over the sequential plan, all layers with filling and draining: what the simulator says, less what plans that searches chose fell short by (docs/accuracy.md). Left out of sequential plans, of those that no measurements are behind, and of those made before 2026-12.
     */
    promisedSpeedup?: number;
    /**
     * All layers plus embedding, LM head and sampling.
     */
    stepUs: number;
    /**
     * Tokens of the dense batch over the time of a step, per GPU.
     */
    tokensPerSecondPerGpu: number;
    /**
     * tokensPerSecondPerGpu over the compute optimum: each weight multiplied once a token at the GEMM ceiling. `analyze` gives it beside the optima of roofline and energy.
     */
    optimalFraction: number;
    /**
     * SM clock at which the plan's power meets the cap, or boost.
     */
    clockMhz: number;
    /**
     * Mean board power at that clock; null when the profile knows no power cap.
     */
    powerW: number | null;
  };
  /**
   * How the plan was found, and what the lower bound covers.
   */
  search: {
    /**
     * Linear programming library.
     */
    solver: "highs" | "glpk";
    /**
     * branch: branch and price; ilp: one integer program; none: the plan without overlap, without a search.
     */
    method: "branch" | "ilp" | "none";
    /**
     * Ways to cut the batch that the space has.
     */
    structures: number;
    /**
     * Those that cheap bounds did not rule out.
     */
    structuresSearched?: number;
    /**
     * No schedule of the structures searched is shorter; null where one of them has no bound.
     */
    searchedLowerBoundUs?: number | null;
    /**
     * Search nodes visited, over all structures.
     */
    nodes: number;
    /**
     * Of the local search.
     */
    seed: number;
    /**
     * What the lower bound covers, in words.
     */
    certificate: string;
  };
  /**
   * Consecutive token ranges that cover the dense batch.
   *
   * @minItems 1
   */
  nanoBatches: [
    {
      /**
       * Number of the nano-batch, counted from 0.
       */
      id: number;
      tokens: TokenRange;
      /**
       * Of its tokens; they stand before the prefill tokens.
       */
      decodeTokens: number;
      /**
       * Of its tokens.
       */
      prefillTokens: number;
    },
    ...{
      /**
       * Number of the nano-batch, counted from 0.
       */
      id: number;
      tokens: TokenRange;
      /**
       * Of its tokens; they stand before the prefill tokens.
       */
      decodeTokens: number;
      /**
       * Of its tokens.
       */
      prefillTokens: number;
    }[]
  ];
  /**
   * Issue order in one period. A lane runs one nano-operation at a time.
   */
  lanes: {
    [k: string]: string[];
  };
  /**
   * What runs, in the order of predicted starts.
   *
   * @minItems 1
   */
  nanoOperations: [
    {
      /**
       * Operation and nano-batch, joined by a point, such as o_proj.0.
       */
      id: string;
      /**
       * Operation of the layer, such as o_proj.
       */
      operation: string;
      /**
       * `id` of its nano-batch.
       */
      nanoBatch: number;
      tokens: TokenRange;
      /**
       * Lane whose issue order it follows.
       */
      lane: "compute" | "memory" | "network";
      /**
       * Layers behind the newest layer in the same period.
       */
      stage: number;
      /**
       * Its SM share: the whole GPU, or one side of a two-sided split.
       */
      partition: {
        /**
         * group: takes compute; remainder: takes memory or network work; whole: no split.
         */
        side: "whole" | "group" | "remainder";
        /**
         * SMs of this side: its SM share.
         */
        smCount: number;
        /**
         * How the split is made: by a green context, or by limits on the CTAs of kernels on ordinary streams.
         */
        mechanism?: "green-context" | "cta-limit";
      };
      /**
       * Kernel choice, by the name that the profile gives it.
       */
      implementation: string;
      /**
       * Predicted, from the period's start.
       */
      startUs: number;
      /**
       * Predicted, in the company it keeps.
       */
      durationUs: number;
      /**
       * Producers of its input. `id` is the same layer, `id@-1` the layer before.
       */
      dependsOn: Reference[];
      /**
       * Further nano-operations that must be done first, so that SM shares fit and the order holds.
       */
      waitsFor: Reference[];
    },
    ...{
      /**
       * Operation and nano-batch, joined by a point, such as o_proj.0.
       */
      id: string;
      /**
       * Operation of the layer, such as o_proj.
       */
      operation: string;
      /**
       * `id` of its nano-batch.
       */
      nanoBatch: number;
      tokens: TokenRange;
      /**
       * Lane whose issue order it follows.
       */
      lane: "compute" | "memory" | "network";
      /**
       * Layers behind the newest layer in the same period.
       */
      stage: number;
      /**
       * Its SM share: the whole GPU, or one side of a two-sided split.
       */
      partition: {
        /**
         * group: takes compute; remainder: takes memory or network work; whole: no split.
         */
        side: "whole" | "group" | "remainder";
        /**
         * SMs of this side: its SM share.
         */
        smCount: number;
        /**
         * How the split is made: by a green context, or by limits on the CTAs of kernels on ordinary streams.
         */
        mechanism?: "green-context" | "cta-limit";
      };
      /**
       * Kernel choice, by the name that the profile gives it.
       */
      implementation: string;
      /**
       * Predicted, from the period's start.
       */
      startUs: number;
      /**
       * Predicted, in the company it keeps.
       */
      durationUs: number;
      /**
       * Producers of its input. `id` is the same layer, `id@-1` the layer before.
       */
      dependsOn: Reference[];
      /**
       * Further nano-operations that must be done first, so that SM shares fit and the order holds.
       */
      waitsFor: Reference[];
    }[]
  ];
  /**
   * Written by run --record.
   */
  measured?: {
    /**
     * Time of the layers that ran over their number, under sustained load; median of the rounds.
     */
    periodUs: number;
    /**
     * Largest less smallest of the rounds, over the median.
     */
    spread: number;
    /**
     * Launches timed.
     */
    samples: number;
    /**
     * Layers that ran.
     */
    layers: number;
    /**
     * These layers with embedding, LM head and sampling.
     */
    stepUs: number;
    /**
     * Mean SM clock.
     */
    clockMhz: number | null;
    /**
     * Mean power of the board.
     */
    powerW: number | null;
    gpu: string;
    driverVersion: string;
    cublasLtVersion: string;
    measuredAt: string;
    command: string;
    /**
     * The sequential plan that took turns with it, by `run --compare`.
     */
    sequential?: {
      /**
       * As the plan's own.
       */
      periodUs: number;
      /**
       * Period of the sequential plan over the plan's own; median of the rounds.
       */
      speedup: number;
      /**
       * Of the plan; faster and slower only where every round says so.
       */
      verdict: "faster" | "same" | "slower";
    };
  };
  /**
   * Of the plan's canonical JSON without `hash` and `measured`.
   */
  hash: string;
}
/**
 * Sizes of the model, so that a plan can be checked and run without its config.json.
 */
export interface ModelShape {
  /**
   * Architecture, by the model_type of its config.json.
   */
  family: "llama" | "mistral" | "qwen2" | "qwen3" | "mixtral" | "qwen2_moe" | "qwen3_moe";
  /**
   * Elements of a token's hidden state.
   */
  hiddenSize: number;
  /**
   * Query heads of the whole model.
   */
  queryHeads: number;
  /**
   * Key and value heads of the whole model.
   */
  kvHeads: number;
  /**
   * Elements of a head.
   */
  headSize: number;
  /**
   * Rows of the embedding and of the LM head.
   */
  vocabularySize: number;
  /**
   * Whether the LM head uses the embedding's weights.
   */
  tiedEmbeddings: boolean;
  /**
   * Whether qkv_proj adds a bias.
   */
  qkvBias: boolean;
  /**
   * Whether queries and keys are normalised before RoPE.
   */
  qkNorm: boolean;
  /**
   * Number formats of what the layers hold in fewer than 16 bits. Left out: all is bf16.
   */
  precision?: {
    weights?: NumberFormat;
    activations?: NumberFormat;
    kv?: NumberFormat;
    /**
     * How FP8 products sum: as the tensor cores do fastest, which keeps fewer bits of a sum. Left out: in float32.
     */
    accumulation?: "fast";
  };
  /**
   * The feed-forward part of a layer.
   */
  mlp:
    | {
        /**
         * One MLP for all tokens.
         */
        kind: "dense";
        /**
         * Of a dense MLP: columns of gate_proj, and of up_proj.
         */
        intermediateSize: number;
      }
    | {
        /**
         * A mixture of experts.
         */
        kind: "moe";
        /**
         * Of a mixture: experts of a layer.
         */
        experts: number;
        /**
         * Of a mixture: experts that a token is sent to.
         */
        expertsPerToken: number;
        /**
         * Of a mixture: columns of an expert's gate_proj, and of its up_proj.
         */
        expertIntermediateSize: number;
        /**
         * Of a mixture: the same of the expert that all tokens pass through; 0 without one.
         */
        sharedExpertIntermediateSize: number;
        /**
         * Of a mixture: whether the weights of a token's experts are scaled to sum to one; if not, they are its probabilities among all experts. True when left out.
         */
        renormalizedExpertWeights?: boolean;
      };
}
/**
 * `weights` of the layers' products, `activations` that these multiply, or the `kv` cache. Embedding, LM head, router and norms are bf16 always.
 */
export interface NumberFormat {
  /**
   * Number format of an element.
   */
  type: "fp8-e4m3";
  /**
   * What shares a float32 scale. tensor: all; row: an output channel of weights, a token of activations, a token and KV head of the cache; block-128: blocks of 128.
   */
  scaling: "tensor" | "row" | "block-128";
}
