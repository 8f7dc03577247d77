import type { ModelShape } from "../generated/plan.ts";

/**
 * Work of a layer that no measured kernel does, so that every time predicted lacks it. Both are
 * small beside the product that they follow.
 *
 * @param names of the kernels that the times come from, as in the store
 */
export function unmeasuredWork(
  { qkvBias, qkNorm }: ModelShape,
  names: readonly string[],
): string[] {
  const done = names.filter((name) => name.startsWith("rope_kv_append "));
  const isDone = (word: string) => done.some((name) => name.split(" ").includes(word));
  return [
    ...(qkvBias && !isDone("bias=true") ? ["the bias of queries, keys and values"] : []),
    ...(qkNorm && !isDone("qkNorm=true") ? ["the norm of queries and keys"] : []),
  ];
}
