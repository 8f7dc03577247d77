import { curveOf, durationUs } from "../cost/curve/interpolate.ts";
import { withoutAdditions } from "../cost/table/kernel-key.ts";
import type { Profile } from "../generated/profile.ts";
import type { KernelUse } from "../ir/op-graph.ts";

type Kernel = Profile["kernels"][number];
type SoloRow = Kernel["solo"][number];

/**
 * A measured kernel as one of other sizes: at the same work it takes as long and as much energy. Rows
 * keep the token counts of the measured grid, and their times are interpolated at the work that so
 * many tokens are there. Those too far beyond what was measured are left out.
 *
 * The work of grouped products is in their weights, whatever the tokens are: at as many tokens they
 * take so many times as long.
 *
 * @param ratio work for a row of the kernel over that of a row of the source
 */
export function scaledKernel(source: Kernel, use: KernelUse, ratio: number): Kernel {
  const { kind, shape, variant } = withoutAdditions(use);
  if (kind === "grouped_gemm") return multipliedKernel(source, use, ratio);
  const { implementations, solo, sustained } = source;
  const lines = new Map<string, SoloRow[]>();
  for (const row of solo) {
    const key = `${row[0]} ${row[1]}`;
    lines.set(key, [...(lines.get(key) ?? []), row]);
  }
  return {
    kind,
    shape,
    ...(variant !== undefined && { variant }),
    implementations,
    solo: [...lines.values()].flatMap((rows) => scaledRows(kind, rows, ratio)),
    sustained: sustained.map((row) => row.with(1, rowsOf(row[1], ratio)) as typeof row),
  };
}

/** A kernel that takes so many times the time and energy of a measured one, at as many tokens. */
export function multipliedKernel(
  { implementations, solo, sustained }: Kernel,
  { kind, shape }: KernelUse,
  factor: number,
): Kernel {
  return {
    kind,
    shape,
    implementations,
    solo: solo.map((row) => row.with(4, row[4] * factor) as typeof row),
    sustained: sustained.map(
      (row) =>
        row.map((value, at) => ([3, 7, 8, 10].includes(at) ? value * factor : value)) as typeof row,
    ),
  };
}

/** Rows of one implementation on one partition. */
function scaledRows(kind: Kernel["kind"], rows: readonly SoloRow[], ratio: number): SoloRow[] {
  const curve = curveOf(
    kind,
    rows.map(([, , tokens, context, us]) => ({ tokens, context, us })),
  );
  return rows.flatMap((row): SoloRow[] => {
    const us = durationUs(curve, { tokens: row[2] * ratio, context: row[3] });
    return us === undefined ? [] : [row.with(4, us) as SoloRow];
  });
}

/** Rows of the kernel with as much work as so many of the source. */
export function rowsOf(tokens: number, ratio: number): number {
  return Math.max(1, Math.round(tokens / ratio));
}
