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

type Kernel = Profile["kernels"][number];
/** Whether a time in µs cannot be right. */
type IsWrong = (us: number, tokens: number, context: number, side: string) => boolean;

/**
 * Times of a kernel that cannot be right, in the order of the file: alone, held out, and at the power
 * cap. A profile has thousands of rows and hardly one that is wrong. So columns are taken by their
 * index, and nothing is made for a row that is right: that takes a fifth of the time.
 */
export function wrongTimes(kernel: Kernel, isWrong: IsWrong): KernelTime[] {
  const wrong: KernelTime[] = [];
  for (const list of ["solo", "heldOut"] as const) {
    const rows = kernel[list] ?? [];
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as Kernel["solo"][number];
      if (!isWrong(row[4], row[2], row[3], row[1])) continue;
      const size = { tokens: row[2], context: row[3] };
      wrong.push({ keys: [list, at, 4], side: row[1], size, us: row[4] });
    }
  }
  for (const [at, [, tokens, context, us]] of kernel.sustained.entries())
    if (isWrong(us, tokens, context, "w"))
      wrong.push({ keys: ["sustained", at, 3], side: "w", size: { tokens, context }, us });
  return wrong;
}

/** Remembers what follows from a size: a kernel has hundreds of times at each of its sizes. */
export function bySize<Value>(
  of: (size: KernelSize) => Value,
): (tokens: number, context: number) => Value {
  const known = new Map<number, Map<number, Value>>();
  return (tokens, context) => {
    const ofTokens = known.get(tokens) ?? new Map<number, Value>();
    known.set(tokens, ofTokens);
    const value = ofTokens.get(context) ?? of({ tokens, context });
    ofTokens.set(context, value);
    return value;
  };
}
