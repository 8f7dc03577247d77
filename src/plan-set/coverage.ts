import type { CostTable } from "../cost/cost-table.ts";
import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { buildLayerGraph } from "../ir/layer-graph.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { stepOperations } from "../ir/step-operations.ts";

/**
 * Batches for which the profile measured every kernel at their size, or below and above it.
 * Prefill attention and the kernels of sampled rows have sizes of their own, and do not count.
 *
 * @throws PlannerError `E_INVALID_MODEL` when the tensor parallelism does not divide the model
 */
export function coverageOf(
  { shape, tensorParallel, norms }: Pick<Plan["model"], "shape" | "tensorParallel" | "norms">,
  costs: CostTable,
): PlanSet["coverage"] {
  const layer = buildLayerGraph(
    shape,
    tensorParallel,
    { decodeTokens: 1, prefillTokens: 1 },
    norms,
  );
  const all = layer.operations.filter(({ tokens }) => tokens === "all");
  const around = stepOperations(shape, tensorParallel, norms).filter(({ rows }) => rows === "all");
  const decode = layer.operations.filter(({ tokens }) => tokens === "decode");
  const tokens = rangeOf([...all, ...around], costs);
  const decodeTokens = rangeOf(decode, costs);
  return {
    leastTokens: tokens.least,
    mostTokens: tokens.most,
    leastDecodeTokens: decodeTokens.least,
    mostDecodeTokens: decodeTokens.most,
  };
}

function rangeOf(
  operations: readonly { kernel: KernelUse; rowsPerToken?: number }[],
  costs: CostTable,
): { least: number; most: number } {
  const sizes = operations.flatMap(({ kernel, rowsPerToken = 1 }) => {
    const measured = costs.measuredSizes(kernel);
    return measured === undefined ? [] : [{ ...measured, rowsPerToken }];
  });
  return {
    least: Math.max(
      ...sizes.map(({ least, rowsPerToken }) => Math.ceil(least.tokens / rowsPerToken)),
    ),
    most: Math.min(
      ...sizes.map(({ most, rowsPerToken }) => Math.floor(most.tokens / rowsPerToken)),
    ),
  };
}
