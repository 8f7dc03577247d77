import type { ModelShape } from "../generated/plan.ts";

export type ModelFamily = ModelShape["family"];

/** A decoder-only transformer whose layers are all alike. */
export interface Model {
  /** Built-in id, or a name taken from the path of the `config.json`. */
  id: string;
  layers: number;
  shape: ModelShape;
}

/** Weights, activations and KV cache are bf16. */
export const BYTES_PER_ELEMENT = 2;
