import type { Dependence, KernelUse, Operation, OpGraph } from "./op-graph.ts";

/** Part of a layer that ends in one operation. */
export interface Block extends OpGraph {
  /** Name of the operation that writes its result. */
  output: string;
}

export function compute(name: string, kernel: KernelUse): Operation {
  return { name, kernel, resourceClass: "compute", lane: "compute", tokens: "all" };
}

/** Short and bound by memory; rides in the compute lane. */
export function small(name: string, kernel: KernelUse): Operation {
  return { name, kernel, resourceClass: "memory", lane: "compute", tokens: "all" };
}

export function network(name: string, kernel: KernelUse): Operation {
  return { name, kernel, resourceClass: "network", lane: "network", tokens: "all" };
}

/** A dependence within the layer on the same tokens, unless told otherwise. */
export function edge(
  from: string,
  to: string,
  options: Partial<Pick<Dependence, "distance" | "tokens">> = {},
): Dependence {
  return { from, to, distance: 0, tokens: "same", ...options };
}

/** Each operation depends on the one before it. */
export function chain(...names: string[]): Dependence[] {
  return names.slice(1).map((name, index) => edge(names[index] as string, name));
}
