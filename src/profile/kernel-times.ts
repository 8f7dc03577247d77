import type { Profile } from "../generated/profile.ts";
import type { KernelSize } from "../ir/kernel-size.ts";

type Kernel = Profile["kernels"][number];

/** A time of a kernel, and where it stands. */
export interface KernelTime {
  /** From the kernel on. */
  keys: readonly (string | number)[];
  /** Key of the partition that it was measured on. */
  side: string;
  size: KernelSize;
  us: number;
}

/**
 * Those times of a kernel that are wrong, in the order of the file: alone, held out, and at the power
 * cap. There are thousands, and none is wrong as a rule: so nothing is made of those that are right.
 */
export function wrongTimes(
  { solo, heldOut = [], sustained }: Kernel,
  isWrong: (us: number, tokens: number, context: number, side: string) => boolean,
): KernelTime[] {
  const wrong: KernelTime[] = [];
  const look = (list: string, rows: Kernel["solo"]) => {
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as Kernel["solo"][number];
      if (!isWrong(row[4], row[2], row[3], row[1])) continue;
      const [, side, tokens, context, us] = row;
      wrong.push({ keys: [list, at, 4], side, size: { tokens, context }, us });
    }
  };
  look("solo", solo);
  look("heldOut", heldOut);
  for (const [at, [, tokens, context, us]] of sustained.entries())
    if (isWrong(us, tokens, context, "w"))
      wrong.push({ keys: ["sustained", at, 3], side: "w", size: { tokens, context }, us });
  return wrong;
}

/** Remembers what follows from a size: a kernel has hundreds of times at each of its sizes. */
export function bySize(
  of: (size: KernelSize) => number,
): (tokens: number, context: number) => number {
  const known = new Map<number, Map<number, number>>();
  return (tokens, context) => {
    let ofTokens = known.get(tokens);
    if (ofTokens === undefined) {
      ofTokens = new Map();
      known.set(tokens, ofTokens);
    }
    let value = ofTokens.get(context);
    if (value === undefined) {
      value = of({ tokens, context });
      ofTokens.set(context, value);
    }
    return value;
  };
}
