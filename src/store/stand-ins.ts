import type { KernelKind } from "../generated/profile.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { kernelName } from "./kernel-name.ts";

/** A kernel that another one stands in for. */
export interface StandIn {
  /** The one that was measured. */
  source: KernelUse;
  /** Work for a row of the kernel over that of a row of the source. */
  ratio: number;
  /** How far times may be off for it. */
  error: number;
}

/** By how much two sizes of a row may differ for one to stand in for the other. */
const MOST_RATIO = 4;
/** Of products, whose tiles fill the SMs in another way at each size. */
const MOST_PRODUCT_RATIO = 2;

/** Work for a row, where a kernel's time hangs on rows x work alone. */
const ROW_WORK: Partial<Record<KernelKind, (shape: KernelUse["shape"]) => number>> = {
  rms_norm: ({ hidden = 0 }) => hidden,
  silu_mul: ({ width = 0 }) => width,
  quantise_rows: ({ width = 0 }) => width,
  moe_permute: ({ hidden = 0 }) => hidden,
  moe_combine: ({ hidden = 0 }) => hidden,
  rope_kv_append: ({ qheads = 0, kvheads = 0 }) => qheads + 2 * kvheads,
  decode_attention: ({ kvheads = 0 }) => kvheads,
  all_reduce: ({ hidden = 0 }) => hidden,
  grouped_gemm: ({ n = 0 }) => n,
};

/**
 * How far times of a stand-in are off: the larger medians between the H200's sessions of 2026-11
 * (docs/kernel-store.md). Of collectives no two widths were measured at the same ranks; theirs is a
 * guess by what is held out of them.
 */
const ERROR: Partial<Record<KernelKind, number>> = {
  rms_norm: 0.035,
  silu_mul: 0.025,
  quantise_rows: 0.025,
  moe_permute: 0.025,
  moe_combine: 0.025,
  rope_kv_append: 0.025,
  decode_attention: 0.01,
  all_reduce: 0.03,
  grouped_gemm: 0.02,
};

/** Sizes that may differ; all others are the same in both. */
const FREE: Partial<Record<KernelKind, readonly string[]>> = {
  rms_norm: ["hidden"],
  silu_mul: ["width"],
  quantise_rows: ["width"],
  moe_permute: ["hidden"],
  moe_combine: ["hidden"],
  rope_kv_append: ["qheads", "kvheads"],
  decode_attention: ["qheads", "kvheads"],
  all_reduce: ["hidden"],
  grouped_gemm: ["n"],
};

/**
 * The measured kernel that a kernel's times can be taken from. Elementwise kernels move bytes, so
 * that their time goes by rows x bytes of a row. Decode attention reads the KV cache, so that at the
 * same number of query heads a KV head its time goes by the bytes of it. That of a collective goes by
 * the bytes of the message, at the same ranks; that of a grouped product by its columns, at the same
 * experts and length of sums. The nearest in size wins.
 *
 * @returns undefined where nothing measured is near, and for other kinds: single products, prefill
 *   attention and the rest are to be measured
 */
export function standInFor(kernel: KernelUse, measured: readonly KernelUse[]): StandIn | undefined {
  const workOf = ROW_WORK[kernel.kind];
  if (workOf === undefined) return undefined;
  const work = workOf(kernel.shape);
  const mostRatio = kernel.kind === "grouped_gemm" ? MOST_PRODUCT_RATIO : MOST_RATIO;
  const farness = (ratio: number) => Math.max(ratio, 1 / ratio);
  return measured
    .filter((other) => likeness(other) === likeness(kernel))
    .map((source) => ({
      source,
      ratio: work / workOf(source.shape),
      error: ERROR[kernel.kind] ?? 0,
    }))
    .filter(({ ratio }) => farness(ratio) <= mostRatio)
    .sort(
      (a, b) =>
        farness(a.ratio) - farness(b.ratio) ||
        (kernelName(a.source) < kernelName(b.source) ? -1 : 1),
    )[0];
}

/** Whether kernels of a kind can stand in for one another. */
export function hasStandIns(kind: KernelKind): boolean {
  return ROW_WORK[kind] !== undefined;
}

const byName = new Map<string, KernelUse>();

/** The kernel that a name in the store stands for; the same object for the same name. */
export function kernelNamed(name: string): KernelUse {
  const known = byName.get(name) ?? readName(name);
  byName.set(name, known);
  return known;
}

function readName(name: string): KernelUse {
  const [kind, ...words] = name.split(" ");
  const pairs = words.map((word) => word.split("=") as [string, string]);
  const sizes = pairs.filter(([, value]) => /^\d+$/.test(value));
  const rest = pairs.filter(([, value]) => !/^\d+$/.test(value));
  const variant = Object.fromEntries(
    rest.map(([key, value]) => [key, value === "true" ? true : value]),
  );
  return {
    kind: kind as KernelKind,
    shape: Object.fromEntries(sizes.map(([key, value]) => [key, Number(value)])),
    ...(rest.length > 0 && { variant }),
  };
}

const likenesses = new WeakMap<KernelUse, string>();

/** The same for kernels that are equal but for the sizes that may differ. */
function likeness(kernel: KernelUse): string {
  let known = likenesses.get(kernel);
  if (known !== undefined) return known;
  const { kind, shape, variant } = kernel;
  const free = FREE[kind] ?? [];
  const fixed = Object.entries(shape).filter(([key]) => !free.includes(key));
  const bare = {
    kind,
    shape: Object.fromEntries(fixed),
    ...(variant !== undefined && { variant }),
  };
  const { qheads = 1, kvheads = 1 } = shape;
  const group = kind === "decode_attention" ? ` group=${qheads / kvheads}` : "";
  known = `${kernelName(bare)}${group}`;
  likenesses.set(kernel, known);
  return known;
}
