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
  const { mlp } = model.shape;
  const visited = mlp.kind === "moe" ? mlp.expertsPerToken / mlp.experts : 1;
  const sum = (tensors: WeightTensor[], share: number) =>
    tensors.reduce((total, { elements, routed }) => total + elements * (routed ? share : 1), 0);
  const count = (share: number) =>
    model.layers * sum(layerTensors(model.shape), share) + sum(modelTensors(model), share);
  return { total: count(1), active: Math.round(count(visited)) };
}
