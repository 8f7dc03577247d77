import type { Variant } from "../../generated/profile.ts";
import type { KernelUse } from "../../ir/op-graph.ts";

/**
 * Number formats of a kernel that is plain, in the order in which keys name them. A bias or norms are
 * no format: a kernel with them stands for one without, and the other way round.
 */
const PLAIN_FORMATS = {
  operands: "bf16",
  output: "bf16",
  kv: "bf16",
  scaling: "none",
  scaleLayout: "none",
  accumulation: "fp32",
  epilogue: "none",
} as const satisfies Variant;

const FORMATS = Object.keys(PLAIN_FORMATS) as (keyof typeof PLAIN_FORMATS)[];

const known = new WeakMap<KernelUse, string>();

/**
 * Identity of a kernel, such as `gemm k=4096 n=6144 operands=fp8-e4m3 scaling=row`: its kind, its sizes
 * and the number formats that are not plain, in a fixed order.
 */
export function kernelKey(kernel: KernelUse): string {
  let key = known.get(kernel);
  if (key !== undefined) return key;
  const formats = Object.entries(formatsOf(kernel)).map(([name, value]) => `${name}=${value}`);
  key = [sizesKey(kernel), ...formats].join(" ");
  known.set(kernel, key);
  return key;
}

/** Kind and sizes alone. */
export function sizesKey({ kind, shape }: KernelUse): string {
  const sizes = Object.keys(shape)
    .sort()
    .map((name) => `${name}=${shape[name]}`);
  return [kind, ...sizes].join(" ");
}

/** What of a kernel's variant is a number format that is not plain. */
export function formatsOf({ variant = {} }: KernelUse): Variant {
  return Object.fromEntries(
    FORMATS.filter((name) => (variant[name] ?? PLAIN_FORMATS[name]) !== PLAIN_FORMATS[name]).map(
      (name) => [name, variant[name]],
    ),
  );
}

/** The kernel without bias and norms, in its own number formats. */
export function withoutAdditions<Kernel extends KernelUse>(kernel: Kernel): Kernel {
  const { variant: _, ...rest } = kernel;
  const formats = formatsOf(kernel);
  return { ...rest, ...(Object.keys(formats).length > 0 && { variant: formats }) } as Kernel;
}
