import type { KernelKind } from "../generated/profile.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { formatInteger } from "../text/units.ts";
import type { CostTable } from "./cost-table.ts";
import type { Size } from "./curve/interpolate.ts";

/** The least sizes of a kind of kernel that were measured, where a kernel is smaller. */
export interface LeastMeasured {
  kind: KernelKind;
  tokens: number;
  context: number;
}

/**
 * Kernels that are smaller than any that the profile measured. Their times are upper bounds, from the
 * least measured sizes (`durationUs`, `gemmUs`).
 *
 * @returns one entry a kind, by the largest of its least sizes
 */
export function smallerThanMeasured(
  uses: readonly { kernel: KernelUse; size: Size }[],
  costs: CostTable,
): LeastMeasured[] {
  const found = new Map<KernelKind, LeastMeasured>();
  for (const { kernel, size } of uses) {
    const least = costs.measuredSizes(kernel)?.least;
    if (least === undefined || size.tokens === 0) continue;
    if (size.tokens >= least.tokens && size.context >= least.context) continue;
    const { kind } = kernel;
    const { tokens = 0, context = 0 } = found.get(kind) ?? {};
    found.set(kind, {
      kind,
      tokens: Math.max(tokens, least.tokens),
      context: Math.max(context, least.context),
    });
  }
  return [...found.values()];
}

/** The same in a sentence; undefined where every kernel is as large as some that was measured. */
export function smallerThanMeasuredText(found: readonly LeastMeasured[]): string | undefined {
  if (found.length === 0) return undefined;
  const sizes = found.map(({ kind, tokens, context }) => {
    const at = context > 0 ? `, context ${formatInteger(context)}` : "";
    return `${kind} ${formatInteger(tokens)}${at}`;
  });
  return `some kernels are smaller than the profile measured; their times are upper bounds, from the least sizes that it did (tokens): ${sizes.join("; ")}`;
}
