/* Generated from schemas/plan.schema.json by `npm run types`; edit the schema instead. */

/**
 * First token and one past the last.
 *
 * @minItems 2
 * @maxItems 2
 */
export type TokenRange = [start: number, end: number];
export type Reference = string;

/**
 * A pipeline plan: which nano-operation runs when, where and by which kernel, in one steady-state period of a layer.
 */
export interface Plan {
  schema: "nanoflow-plan/plan/1";
  kind: "sequential" | "nano-batch-only" | "overlapped";
  /**
   * Why this kind was emitted; always there when the plan is sequential.
   */
  reason?: string;
  model: {
    id: string;
    layers: number;
    tensorParallel: number;
    shape: ModelShape;
  };
  gpu: {
    id: string;
    smCount: number;
  };
  profile: {
    /**
     * Relative to the package's profiles folder when shipped, otherwise as given.
     */
    file: string;
    source: "measured" | "published" | "roofline";
    sha256: string;
  };
  workload: {
    name: string;
    denseBatchTokens: number;
    /**
     * Requests that generate one token in the step.
     */
    decodeTokens: number;
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
  provenance: {
    tool: string;
    command: string;
  };
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
     * No plan in the space searched is shorter.
     */
    lowerBoundUs: number;
    /**
     * periodUs / lowerBoundUs - 1.
     */
    gap: number;
    /**
     * sequentialUs / periodUs.
     */
    speedup: number;
    /**
     * All layers plus embedding, LM head and sampling.
     */
    stepUs: number;
    tokensPerSecondPerGpu: number;
    optimalFraction: number;
    /**
     * SM clock at which the plan's power meets the cap, or boost.
     */
    clockMhz: number;
    powerW: number | null;
  };
  search: {
    solver: "highs" | "glpk";
    method: "branch" | "ilp";
    /**
     * Ways to cut the batch that the space has.
     */
    structures: number;
    /**
     * Those that cheap bounds did not rule out.
     */
    structuresSearched?: number;
    /**
     * No schedule of the structures searched is shorter.
     */
    searchedLowerBoundUs?: number;
    nodes: number;
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
      id: number;
      tokens: TokenRange;
      decodeTokens: number;
      prefillTokens: number;
    },
    ...{
      id: number;
      tokens: TokenRange;
      decodeTokens: number;
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
   * @minItems 1
   */
  nanoOperations: [
    {
      /**
       * operation.nanoBatch
       */
      id: string;
      operation: string;
      nanoBatch: number;
      tokens: TokenRange;
      lane: "compute" | "memory" | "network";
      /**
       * Layers behind the newest layer in the same period.
       */
      stage: number;
      partition: {
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
       * operation.nanoBatch
       */
      id: string;
      operation: string;
      nanoBatch: number;
      tokens: TokenRange;
      lane: "compute" | "memory" | "network";
      /**
       * Layers behind the newest layer in the same period.
       */
      stage: number;
      partition: {
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
    periodUs: number;
    spread: number;
    samples: number;
    gpu: string;
    measuredAt: string;
    command: string;
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
  family: "llama" | "mistral" | "qwen2" | "qwen3" | "mixtral" | "qwen2_moe" | "qwen3_moe";
  hiddenSize: number;
  queryHeads: number;
  kvHeads: number;
  headSize: number;
  vocabularySize: number;
  tiedEmbeddings: boolean;
  qkvBias: boolean;
  qkNorm: boolean;
  mlp:
    | {
        kind: "dense";
        intermediateSize: number;
      }
    | {
        kind: "moe";
        experts: number;
        expertsPerToken: number;
        expertIntermediateSize: number;
        sharedExpertIntermediateSize: number;
      };
}
