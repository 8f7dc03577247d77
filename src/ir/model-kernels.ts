import type { ModelShape } from "../generated/plan.ts";
import type { Norms } from "./fused-norms.ts";
import { buildLayerGraph } from "./layer-graph.ts";
import type { KernelUse } from "./op-graph.ts";
import { stepOperations } from "./step-operations.ts";

/**
 * Kernels of a layer and of a step with decode and prefill tokens, on one GPU of the group.
 *
 * @throws PlannerError `E_INVALID_MODEL` when the model cannot be split that way
 */
export function modelKernels(
  shape: ModelShape,
  tensorParallel: number,
  norms?: Norms,
): KernelUse[] {
  const both = { decodeTokens: 1, prefillTokens: 1 };
  const layer = buildLayerGraph(shape, tensorParallel, both, norms);
  const step = stepOperations(shape, tensorParallel, norms);
  return [...layer.operations, ...step].map(({ kernel }) => kernel);
}
