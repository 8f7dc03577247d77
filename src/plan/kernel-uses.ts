import type { Plan } from "../generated/plan.ts";
import { type KernelSize, kernelSize, stepKernelSize } from "../ir/kernel-size.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { stepOperations } from "../ir/step-operations.ts";
import { batchPartOf, layerOf, workOf } from "./plan-graph.ts";

/** A kernel at one size of work. */
export interface SizedKernel {
  kernel: KernelUse;
  size: KernelSize;
}

/**
 * The kernels of a step by a plan, each at the size at which it runs: those of a layer, and those
 * around the layers.
 *
 * @throws PlannerError `E_UNSOUND_PLAN` or `E_INVALID_MODEL` on a plan that does not fit its layer
 */
export function kernelUsesOf(plan: Plan): SizedKernel[] {
  const { model, workload } = plan;
  const batch = { tokens: workload.denseBatchTokens, ...workload };
  const inLayer = workOf(plan, layerOf(plan)).map(({ operation, nanoBatch }) => ({
    kernel: operation.kernel,
    size: kernelSize(operation, batchPartOf(plan, nanoBatch)),
  }));
  const around = stepOperations(model.shape, model.tensorParallel, model.norms).map(
    (operation) => ({
      kernel: operation.kernel,
      size: stepKernelSize(operation, batch),
    }),
  );
  return [...inLayer, ...around];
}
