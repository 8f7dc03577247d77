import type { ModelShape } from "../generated/plan.ts";
import type { Model } from "./model-shape.ts";
import { layerTensors, modelTensors, type WeightTensor } from "./weight-tensors.ts";

export interface ParameterCount {
  total: number;
  /**
   * Parameters that take part in one token: all but the experts that it is not routed to.
   * Embedding and LM head count in full, as in the published figures.
   */
  active: number;
}

/** Exact parameter counts of a model. */
export function countParameters(model: Model): ParameterCount {
  const count = (share: number) =>
    model.layers * sum(layerTensors(model.shape), share) + sum(modelTensors(model), share);
  return { total: count(1), active: Math.round(count(visitedShare(model.shape))) };
}

/** Of the parameters that take part in one token, those that FP8 products multiply. */
export function countActiveFp8({ layers, shape }: Model): number {
  if (shape.precision?.weights === undefined) return 0;
  const products = layerTensors(shape).filter(({ product }) => product === true);
  return Math.round(layers * sum(products, visitedShare(shape)));
}

/** Of the routed experts, those that a token visits. */
function visitedShare({ mlp }: ModelShape): number {
  return mlp.kind === "moe" ? mlp.expertsPerToken / mlp.experts : 1;
}

function sum(tensors: readonly WeightTensor[], routedShare: number): number {
  return tensors.reduce(
    (total, { elements, routed }) => total + elements * (routed ? routedShare : 1),
    0,
  );
}
