import type { ModelShape } from "../generated/plan.ts";

export type ModelFamily = ModelShape["family"];

/** The MLP of a mixture of experts. */
export type ExpertMlp = Extract<ModelShape["mlp"], { kind: "moe" }>;

/** A decoder-only transformer whose layers are all alike. */
export interface Model {
  /** Built-in id, or a name taken from the path of the `config.json`. */
  id: string;
  layers: number;
  shape: ModelShape;
  /** What in its configuration was not understood or is not planned; missing when there is nothing. */
  warnings?: readonly string[];
  /** Tokens of the longest request that it has positions for; undefined where that is not known. */
  maxPositions?: number;
}

/** Whether the weights of a token's experts sum to one. */
export function renormalizesExperts(mlp: ModelShape["mlp"]): boolean {
  return mlp.kind === "moe" && (mlp.renormalizedExpertWeights ?? true);
}

/** Weights, activations and KV cache are bf16. */
export const BYTES_PER_ELEMENT = 2;
