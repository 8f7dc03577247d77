import type { KernelUse } from "../../ir/op-graph.ts";

const known = new WeakMap<KernelUse, string>();

/** Identity of a kernel, such as `gemm k=4096 n=6144`: its kind and its sizes, in a fixed order. */
export function kernelKey(kernel: KernelUse): string {
  let key = known.get(kernel);
  if (key !== undefined) return key;
  const { kind, shape } = kernel;
  const sizes = Object.keys(shape)
    .sort()
    .map((name) => `${name}=${shape[name]}`);
  key = [kind, ...sizes].join(" ");
  known.set(kernel, key);
  return key;
}
