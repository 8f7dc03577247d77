import { sizesKey } from "../cost/table/kernel-key.ts";
import type { Variant } from "../generated/profile.ts";
import type { Defaults } from "../generated/session.ts";
import type { KernelUse } from "../ir/op-graph.ts";

/** What a kernel is where nothing else is said: bf16 throughout, nothing scaled, added or fused. */
export const PLAIN: Defaults = {
  operands: "bf16",
  output: "bf16",
  kv: "bf16",
  scaling: "none",
  scaleLayout: "none",
  accumulation: "fp32",
  bias: false,
  qkNorm: false,
  epilogue: "none",
};

const FIELDS = Object.keys(PLAIN) as (keyof Defaults)[];

const known = new WeakMap<KernelUse, string>();

/**
 * Name of a kernel in the store, such as `gemm k=4096 n=6144 operands=fp8-e4m3`: kind, sizes, and
 * what of its variant is not plain, each in a fixed order. Equal keys have equal names.
 */
export function kernelName(kernel: KernelUse, variant?: Variant): string {
  if (variant !== undefined) return nameOf(kernel, variant);
  const name = known.get(kernel) ?? nameOf(kernel, kernel.variant ?? {});
  known.set(kernel, name);
  return name;
}

function nameOf(kernel: KernelUse, variant: Variant): string {
  const special = FIELDS.filter((field) => (variant[field] ?? PLAIN[field]) !== PLAIN[field]);
  return [sizesKey(kernel), ...special.map((field) => `${field}=${variant[field]}`)].join(" ");
}
