import type { ModelShape } from "../generated/plan.ts";
import type { Norms } from "../ir/fused-norms.ts";
import { stepKernelSize } from "../ir/kernel-size.ts";
import type { BatchPart } from "../ir/op-graph.ts";
import { stepOperations } from "../ir/step-operations.ts";
import type { CostTable } from "./cost-table.ts";

/** Time of what a step does before and after its layers at a clock, µs. */
export function aroundLayersUs(
  {
    shape,
    tensorParallel,
    norms,
  }: { shape: ModelShape; tensorParallel: number; norms?: Norms | undefined },
  batch: BatchPart,
  costs: CostTable,
  stretch: number,
): number {
  return stepOperations(shape, tensorParallel, norms).reduce((sum, operation) => {
    const size = stepKernelSize(operation, batch);
    const { soloUs, clockSensitivity } = costs.wholeGpu(operation.kernel, size);
    return sum + soloUs * (1 + clockSensitivity * stretch);
  }, 0);
}
