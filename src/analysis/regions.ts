import { PlannerError } from "../errors.ts";
import type { ResourceClass } from "../ir/op-graph.ts";
import type { Model } from "../model/model-shape.ts";
import { deriveDenseBatch } from "../workload/dense-batch.ts";
import { lengthsOf } from "../workload/request-lengths.ts";
import { analyze, type Ceilings } from "./analyze.ts";
import { rooflineOptimum } from "./optima.ts";

/** What bounds a workload of constant request lengths, and how fast it could be at best. */
export interface Region {
  promptTokens: number;
  outputTokens: number;
  bound: ResourceClass;
  /** Tokens of the dense batch. */
  batchTokens: number;
  /** By the roofline of all resources. */
  tokensPerSecondPerGpu: number;
}

/**
 * Which resource bounds a step, over constant input and output lengths (NanoFlow, arXiv 2408.12757,
 * figure of the workload classification, with batches that the KV memory allows).
 *
 * @param promptLengths tokens of a prompt
 * @param outputLengths generated tokens of a request
 * @param kvCapacityTokens context tokens that the KV cache holds
 * @returns one region for each pair whose requests fit the KV cache
 */
export function mapRegions(
  model: Model,
  tensorParallel: number,
  ceilings: Ceilings,
  kvCapacityTokens: number,
  promptLengths: readonly number[],
  outputLengths: readonly number[],
): Region[] {
  return outputLengths.flatMap((outputTokens) =>
    promptLengths.flatMap((promptTokens): Region[] => {
      const name = `${promptTokens}/${outputTokens}`;
      const lengths = lengthsOf(name, [{ promptTokens, outputTokens }]);
      try {
        const batch = deriveDenseBatch(lengths, kvCapacityTokens);
        const { bound, step } = analyze(model, tensorParallel, batch, ceilings);
        const tokensPerSecondPerGpu = rooflineOptimum({ tensorParallel, batch }, step);
        return [
          { promptTokens, outputTokens, bound, batchTokens: batch.tokens, tokensPerSecondPerGpu },
        ];
      } catch (error) {
        if (error instanceof PlannerError && error.code === "E_INFEASIBLE") return [];
        throw error;
      }
    }),
  );
}
