import type { KernelKind, Profile } from "../generated/profile.ts";
import { KernelTable, type ProfileKernel } from "./kernel-table.ts";
import { parsePartition } from "./split.ts";

/** How well interpolation tells points that were left out, as |predicted / measured - 1|. */
export interface HoldOutError {
  kind: KernelKind;
  /** Points that lie between others and could be predicted from them. */
  points: number;
  median: number;
  worst: number;
  /** Where the worst error is, such as `gemm n=4096 k=4096, g96, 640 tokens`. */
  worstAt: string;
}

/**
 * Leaves every solo point out in turn and predicts it from the rest. Points at the rim of the
 * measured sizes are passed over: nothing lies beyond them to interpolate from.
 */
export function holdOutErrors(profile: Profile): HoldOutError[] {
  const byKind = new Map<KernelKind, { error: number; at: string }[]>();
  for (const kernel of profile.kernels) {
    const errors = byKind.get(kernel.kind) ?? [];
    byKind.set(kernel.kind, errors);
    for (const row of kernel.solo) {
      const error = errorWithout(kernel, row, profile.gpu.smCount);
      if (error === undefined) continue;
      const sizes = Object.entries(kernel.shape).map(([key, value]) => `${key}=${value}`);
      errors.push({
        error,
        at: `${[kernel.kind, ...sizes].join(" ")}, ${row[1]}, ${row[2]} tokens`,
      });
    }
  }
  return [...byKind].flatMap(([kind, errors]) => {
    const sorted = errors.toSorted((a, b) => a.error - b.error);
    const [median, worst] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    if (median === undefined || worst === undefined) return [];
    const { length: points } = sorted;
    return [{ kind, points, median: median.error, worst: worst.error, worstAt: worst.at }];
  });
}

function errorWithout(
  kernel: ProfileKernel,
  row: ProfileKernel["solo"][number],
  smCount: number,
): number | undefined {
  const [implementation, partition, tokens, context, us] = row;
  const line = kernel.solo.filter(
    (other) => other[0] === implementation && other[1] === partition && other[3] === context,
  );
  const counts = line.map((other) => other[2]);
  if (tokens <= Math.min(...counts) || tokens >= Math.max(...counts)) return undefined;

  const rest = kernel.solo.filter(
    (other) => other[0] === implementation && other[1] === partition && other !== row,
  );
  const table = new KernelTable({ ...kernel, solo: rest }, smCount);
  const name = kernel.implementations[implementation] ?? "";
  const place = parsePartition(partition, smCount);
  const predictedUs = table.soloUs(name, place, { tokens, context });
  return predictedUs === undefined ? undefined : Math.abs(predictedUs / us - 1);
}
