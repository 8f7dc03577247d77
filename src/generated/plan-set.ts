/* Generated from schemas/plan-set.schema.json by `npm run types`; edit the schema instead. */
import type {Plan} from "./plan.ts";

/**
 * Plans for the steps that a stream of requests meets: while it begins, flows, ebbs and ends. One of them is chosen for each step.
 */
export interface PlanSet {
  /**
   * Name and version of this format.
   */
  schema: "nanoflow-plan/plan-set/1";
  /**
   * `model.id` of every plan.
   */
  model: string;
  /**
   * `gpu.id` of every plan.
   */
  gpu: string;
  /**
   * What the stream asks for, and the steps that follow from it.
   */
  workload: {
    /**
     * `workload.name` of every plan.
     */
    name: string;
    /**
     * Of the steady state; no step has more.
     */
    denseBatchTokens: number;
    /**
     * Of the steady state.
     */
    decodeTokens: number;
    /**
     * Requests that generate at a time at most, which is while the stream begins.
     */
    mostDecodeTokens: number;
    /**
     * Context that the KV cache of the profile's GPU holds beside the weights.
     */
    kvCapacityTokens: number;
  };
  /**
   * How to make this set again.
   */
  provenance: {
    /**
     * Name and version of the program that wrote the file.
     */
    tool: string;
    /**
     * The command line that makes the set again.
     */
    command: string;
  };
  /**
   * The budget of the set's search. Programs that are not searched need none.
   */
  search: {
    /**
     * Programs whose plan was searched; the others run one kernel after the other.
     */
    searched: number;
    /**
     * At which the search of a plan is content.
     */
    gap: number;
    /**
     * Search nodes that a plan may take.
     */
    nodesEach: number;
    /**
     * That a plan may take; null where only nodes are counted, so that every machine finds the same.
     */
    timeEachSeconds: number | null;
  };
  /**
   * Batches whose kernels the profile measured at their size or below and above it.
   */
  coverage: {
    /**
     * Of a batch. Times of smaller ones are upper bounds, from the least sizes measured.
     */
    leastTokens: number;
    /**
     * Of a batch.
     */
    mostTokens: number;
    /**
     * Of them, for decode attention.
     */
    leastDecodeTokens: number;
    /**
     * Of them, for decode attention.
     */
    mostDecodeTokens: number;
  };
  /**
   * From few tokens to many, and at equal tokens by decode tokens.
   *
   * @minItems 1
   */
  programs: [
    {
      /**
       * Decode and prefill tokens, such as d512p1536; d8 without prefill, p2048 without decode tokens.
       */
      name: string;
      /**
       * steady: the stream flows; ramp-up: it begins, and steps are full of prompts; part-filled: it ebbs; drain: no prompts come any more.
       */
      phase: "steady" | "ramp-up" | "part-filled" | "drain";
      /**
       * Predicted time of a step by the KV tokens that its decode tokens read, rising; linear between and beyond, and no less below the first.
       *
       * @minItems 1
       */
      steps: [[kvTokens: number, stepUs: number], ...[kvTokens: number, stepUs: number][]];
      /**
       * Kernels of the plan that are smaller than the profile measured, with the least size measured: their times are upper bounds.
       *
       * @minItems 1
       */
      smallerThanMeasured?: [
        {
          /**
           * Of the kernel.
           */
          kind: string;
          /**
           * Least that were measured.
           */
          tokens: number;
          /**
           * Least that was measured; 0 where it does not matter.
           */
          context: number;
        },
        ...{
          /**
           * Of the kernel.
           */
          kind: string;
          /**
           * Least that were measured.
           */
          tokens: number;
          /**
           * Least that was measured; 0 where it does not matter.
           */
          context: number;
        }[]
      ];
      plan: Plan;
    },
    ...{
      /**
       * Decode and prefill tokens, such as d512p1536; d8 without prefill, p2048 without decode tokens.
       */
      name: string;
      /**
       * steady: the stream flows; ramp-up: it begins, and steps are full of prompts; part-filled: it ebbs; drain: no prompts come any more.
       */
      phase: "steady" | "ramp-up" | "part-filled" | "drain";
      /**
       * Predicted time of a step by the KV tokens that its decode tokens read, rising; linear between and beyond, and no less below the first.
       *
       * @minItems 1
       */
      steps: [[kvTokens: number, stepUs: number], ...[kvTokens: number, stepUs: number][]];
      /**
       * Kernels of the plan that are smaller than the profile measured, with the least size measured: their times are upper bounds.
       *
       * @minItems 1
       */
      smallerThanMeasured?: [
        {
          /**
           * Of the kernel.
           */
          kind: string;
          /**
           * Least that were measured.
           */
          tokens: number;
          /**
           * Least that was measured; 0 where it does not matter.
           */
          context: number;
        },
        ...{
          /**
           * Of the kernel.
           */
          kind: string;
          /**
           * Least that were measured.
           */
          tokens: number;
          /**
           * Least that was measured; 0 where it does not matter.
           */
          context: number;
        }[]
      ];
      plan: Plan;
    }[]
  ];
  /**
   * SHA-256 of the set's JSON with sorted keys and no white space, without `hash`, and of each plan without `measured`.
   */
  hash: string;
}
