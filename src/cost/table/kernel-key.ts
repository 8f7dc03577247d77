import type { KernelUse } from "../../ir/op-graph.ts";

/** Identity of a kernel, such as `gemm k=4096 n=6144`: its kind and its sizes, in a fixed order. */
export function kernelKey({ kind, shape }: KernelUse): string {
  const sizes = Object.keys(shape)
    .sort()
    .map((key) => `${key}=${shape[key]}`);
  return [kind, ...sizes].join(" ");
}
