import type { ModelShape } from "../generated/plan.ts";

/**
 * Work of a layer that no kernel of a profile does, so that every time predicted lacks it. Both are
 * small beside the product that they follow.
 */
export function unmeasuredWork({ qkvBias, qkNorm }: ModelShape): string[] {
  return [
    ...(qkvBias ? ["the bias of queries, keys and values"] : []),
    ...(qkNorm ? ["the norm of queries and keys"] : []),
  ];
}
