import { PlannerError } from "../errors.ts";
import type { Norms } from "../ir/fused-norms.ts";
import { buildLayerGraph } from "../ir/layer-graph.ts";
import type { BatchPart, ResourceClass, Work } from "../ir/op-graph.ts";
import { stepOperations } from "../ir/step-operations.ts";
import { stepWorkOf, workOf } from "../ir/work.ts";
import type { Model } from "../model/model-shape.ts";

/** Rates of matrix products. */
export interface ProductCeilings {
  gemmFlopsPerSecond: number;
  /** Of FP8 operands; left out where the GPU has none. */
  fp8GemmFlopsPerSecond?: number;
}

/** What one GPU reaches at best, as a profile measured it. */
export interface Ceilings extends ProductCeilings {
  copyBytesPerSecond: number;
  /** All-reduce bus bandwidth; null with one GPU. */
  networkBytesPerSecond: number | null;
}

/** Time that a piece of work needs of each resource, if it had that resource at its ceiling. */
export interface ResourceTimes {
  computeUs: number;
  memoryUs: number;
  networkUs: number;
}

export interface OperationCost extends Work, ResourceTimes {
  name: string;
  /** The resource that it needs longest. */
  boundBy: ResourceClass;
}

export interface Analysis {
  /** Of one layer, on one GPU. */
  operations: OperationCost[];
  /** Of what a step does before and after its layers, on one GPU. */
  stepOperations: OperationCost[];
  layer: ResourceTimes;
  /** All layers and what is around them. */
  step: ResourceTimes;
  /** The resource that a step needs longest: no order of operations can be faster. */
  bound: ResourceClass;
}

/**
 * Cost analysis of a workload (NanoFlow, arXiv 2408.12757, section 3): what each operation needs of
 * compute, memory and network, and which of them bounds the whole.
 *
 * @param batch the dense batch of a step
 * @throws PlannerError `E_INVALID_MODEL` when the tensor parallelism does not divide the model
 * @throws PlannerError `E_PROFILE_MISMATCH` when there is an all-reduce but no network ceiling, or an
 *   FP8 product on a GPU that has none
 */
export function analyze(
  model: Model,
  tensorParallel: number,
  batch: BatchPart,
  ceilings: Ceilings,
  norms?: Norms,
): Analysis {
  const graph = buildLayerGraph(model.shape, tensorParallel, batch, norms);
  if (tensorParallel > 1 && ceilings.networkBytesPerSecond === null) {
    throw new PlannerError(
      "E_PROFILE_MISMATCH",
      `tensor parallelism ${tensorParallel} needs the network, but the profile has no ceiling for it`,
      { remedy: "Use a profile that was measured on as many GPUs." },
    );
  }
  const cost = (name: string, work: Work): OperationCost => {
    const times = resourceTimes(work, ceilings);
    return { name, ...work, ...times, boundBy: longest(times) };
  };
  const operations = graph.operations.map((operation) =>
    cost(operation.name, workOf(operation, batch)),
  );
  const around = stepOperations(model.shape, tensorParallel, norms).map((operation) =>
    cost(operation.name, stepWorkOf(operation, batch)),
  );
  const layer = sum(operations);
  const step = sum([...around, scaled(layer, model.layers)]);
  return {
    operations,
    stepOperations: around,
    layer,
    step,
    bound: longest(step),
  };
}

/** Time of the resource that is needed longest, µs: perfect overlap takes no less. */
export function longestUs({ computeUs, memoryUs, networkUs }: ResourceTimes): number {
  return Math.max(computeUs, memoryUs, networkUs);
}

function resourceTimes(work: Work, ceilings: Ceilings): ResourceTimes {
  const { networkBytesPerSecond } = ceilings;
  return {
    computeUs: computeSeconds(work, ceilings) * 1e6,
    memoryUs: (work.memoryBytes / ceilings.copyBytesPerSecond) * 1e6,
    networkUs:
      networkBytesPerSecond === null ? 0 : (work.networkBytes / networkBytesPerSecond) * 1e6,
  };
}

/** FP8 products and the rest each at their own rate. */
function computeSeconds({ flops, fp8Flops = 0 }: Work, ceilings: ProductCeilings): number {
  const seconds = (flops - fp8Flops) / ceilings.gemmFlopsPerSecond;
  return fp8Flops === 0 ? seconds : seconds + fp8Flops / fp8Ceiling(ceilings);
}

/** @throws PlannerError `E_PROFILE_MISMATCH` when the GPU has no FP8 products */
export function fp8Ceiling({ fp8GemmFlopsPerSecond }: ProductCeilings): number {
  if (fp8GemmFlopsPerSecond !== undefined) return fp8GemmFlopsPerSecond;
  throw new PlannerError("E_PROFILE_MISMATCH", "the GPU has no tensor cores for FP8", {
    remedy: "Use --precision bf16, or another GPU.",
  });
}

function longest({ computeUs, memoryUs, networkUs }: ResourceTimes): ResourceClass {
  if (computeUs >= memoryUs && computeUs >= networkUs) return "compute";
  return memoryUs >= networkUs ? "memory" : "network";
}

function scaled(times: ResourceTimes, factor: number): ResourceTimes {
  return {
    computeUs: times.computeUs * factor,
    memoryUs: times.memoryUs * factor,
    networkUs: times.networkUs * factor,
  };
}

function sum(parts: readonly ResourceTimes[]): ResourceTimes {
  return parts.reduce<ResourceTimes>(
    (total, part) => ({
      computeUs: total.computeUs + part.computeUs,
      memoryUs: total.memoryUs + part.memoryUs,
      networkUs: total.networkUs + part.networkUs,
    }),
    { computeUs: 0, memoryUs: 0, networkUs: 0 },
  );
}
