import type { CostTable } from "../cost/cost-table.ts";
import { energyClocksMhz } from "../cost/layer-power.ts";
import { partitionOf } from "../cost/table/split.ts";
import type { Norms } from "../ir/fused-norms.ts";
import { kernelSize } from "../ir/kernel-size.ts";
import { buildLayerGraph } from "../ir/layer-graph.ts";
import type { BatchPart, Operation } from "../ir/op-graph.ts";
import type { Model } from "../model/model-shape.ts";
import { countActiveFp8, countParameters } from "../model/parameters.ts";
import { fp8Ceiling, longestUs, type ProductCeilings, type ResourceTimes } from "./analyze.ts";

/** Throughputs that no step exceeds by one account each, tokens/s per GPU. */
export interface Optima {
  /** The products of the weights alone, at the GEMM ceiling: the optimum of NanoFlow's paper. */
  compute: number;
  /** All work of the step at the ceilings, with compute, memory and network overlapped perfectly. */
  roofline: number;
  /** The least energy of the layers at the power cap; null where no energy or no cap is known. */
  energy: number | null;
}

interface Step {
  model: Model;
  tensorParallel: number;
  batch: BatchPart;
  norms?: Norms | undefined;
}

/** @param times of the whole step, from the cost analysis */
export function optimaOf(step: Step, times: ResourceTimes, costs: CostTable): Optima {
  const leastUs = leastEnergyUs(step, costs);
  return {
    compute: computeOptimum(step.model, costs.ceilings),
    roofline: rooflineOptimum(step, times),
    energy: leastUs === null ? null : tokensPerSecondPerGpu(step, leastUs),
  };
}

/**
 * GEMM ceiling over twice the active parameters (NanoFlow, arXiv 2408.12757, equation of the optimal
 * throughput). With N GPUs the total is N times as much, so per GPU their number does not matter.
 * Parameters of FP8 products are multiplied at the ceiling of these, the others at that of bf16.
 *
 * @returns tokens/s per GPU
 * @throws PlannerError `E_PROFILE_MISMATCH` when there are FP8 products but no ceiling for them
 */
export function computeOptimum(model: Model, ceilings: ProductCeilings): number {
  const { active } = countParameters(model);
  const fp8 = countActiveFp8(model);
  if (fp8 === 0) return ceilings.gemmFlopsPerSecond / (2 * active);
  return (
    1 / ((2 * (active - fp8)) / ceilings.gemmFlopsPerSecond + (2 * fp8) / fp8Ceiling(ceilings))
  );
}

/**
 * A step takes at least as long as the resource that it needs longest. This can be above the compute
 * optimum, which multiplies the embedding and, for prompt tokens, the LM head: a step does not.
 *
 * @returns tokens/s per GPU
 */
export function rooflineOptimum(
  step: Pick<Step, "tensorParallel" | "batch">,
  times: ResourceTimes,
): number {
  return tokensPerSecondPerGpu(step, longestUs(times));
}

/**
 * Time in which the power cap supplies the least energy that the layers can take: every kernel at the
 * clock at which all take least together, and beside another, where that saves most.
 *
 * @returns µs of a step; null where the profile knows no cap or no energies
 */
function leastEnergyUs(
  { model, tensorParallel, batch, norms }: Step,
  costs: CostTable,
): number | null {
  const { capW, idleW } = costs.power;
  const { operations } = buildLayerGraph(model.shape, tensorParallel, batch, norms);
  const layerMj = Math.min(
    ...energyClocksMhz(costs).map((clockMhz) =>
      operations.reduce(
        (sum, operation) => sum + leastEnergyMj(operation, batch, costs, clockMhz),
        0,
      ),
    ),
  );
  if (capW === null || layerMj === 0) return null;
  return ((model.layers * layerMj) / (capW - idleW)) * 1000;
}

/** Above idle power; 0 where no energy was measured, which keeps the sum a lower bound. */
function leastEnergyMj(
  { kernel, lane, ...operation }: Operation,
  batch: BatchPart,
  costs: CostTable,
  clockMhz: number,
): number {
  const size = kernelSize({ kernel, lane, ...operation }, batch);
  const shares = costs.splits.map((split) =>
    costs.coRunEnergyShare(kernel, partitionOf("remainder", split, costs.smCount), clockMhz),
  );
  // Kernels of the compute lane never run on a remainder.
  const leastShare = lane === "compute" ? 1 : Math.min(1, ...shares);
  return leastShare * (costs.energyMj(kernel, size, clockMhz) ?? 0);
}

function tokensPerSecondPerGpu(
  { batch, tensorParallel }: Pick<Step, "tensorParallel" | "batch">,
  stepUs: number,
): number {
  return (batch.tokens / stepUs / tensorParallel) * 1e6;
}
