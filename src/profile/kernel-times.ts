import type { Profile } from "../generated/profile.ts";
import type { KernelSize } from "../ir/kernel-size.ts";

/** A time of a kernel, and where it stands. */
export interface KernelTime {
  /** From the kernel on. */
  keys: readonly (string | number)[];
  /** Key of the partition that it was measured on. */
  side: string;
  size: KernelSize;
  us: number;
}

/** All times of a kernel, in the order of the file: alone, held out, and at the power cap. */
export function* timesOf({
  solo,
  heldOut = [],
  sustained,
}: Profile["kernels"][number]): Generator<KernelTime> {
  for (const [at, [, side, tokens, context, us]] of solo.entries())
    yield { keys: ["solo", at, 4], side, size: { tokens, context }, us };
  for (const [at, [, side, tokens, context, us]] of heldOut.entries())
    yield { keys: ["heldOut", at, 4], side, size: { tokens, context }, us };
  for (const [at, [, tokens, context, us]] of sustained.entries())
    yield { keys: ["sustained", at, 3], side: "w", size: { tokens, context }, us };
}

/** Remembers what follows from a size: a kernel has hundreds of times at each of its sizes. */
export function bySize<Value>(of: (size: KernelSize) => Value): (size: KernelSize) => Value {
  const known = new Map<number, Map<number, Value>>();
  return (size) => {
    const ofTokens = known.get(size.tokens) ?? new Map<number, Value>();
    known.set(size.tokens, ofTokens);
    if (!ofTokens.has(size.context)) ofTokens.set(size.context, of(size));
    return ofTokens.get(size.context) as Value;
  };
}
