import type { Plan } from "../generated/plan.ts";
import type { NanoOperation } from "../plan/nano-operation.ts";

/** The nano-batches whose tokens a nano-operation works on. */
export interface NanoBatchSpan {
  /** Ids, ascending and consecutive. */
  nanoBatches: readonly number[];
  /** Whether these are all: the operation is not cut. */
  whole: boolean;
}

/** By tokens, since a plan names a nano-operation by the first nano-batch alone. */
export function spanOf(
  { nanoBatches }: Pick<Plan, "nanoBatches">,
  { tokens: [first, end] }: Pick<NanoOperation, "tokens">,
): NanoBatchSpan {
  const ids = nanoBatches
    .filter(({ tokens: [start, stop] }) => start < end && stop > first)
    .map(({ id }) => id);
  return { nanoBatches: ids, whole: ids.length === nanoBatches.length };
}

/** `whole batch`, `nano-batch 1`, or `nano-batches 0 and 1`. */
export function spanText({ nanoBatches, whole }: NanoBatchSpan): string {
  if (whole) return "whole batch";
  if (nanoBatches.length === 1) return `nano-batch ${nanoBatches[0]}`;
  return `nano-batches ${nanoBatches.slice(0, -1).join(", ")} and ${nanoBatches.at(-1)}`;
}

/** What tells a nano-operation from others of its operation: nothing, `1` or `0+1`. */
export function spanMark({ nanoBatches, whole }: NanoBatchSpan): string {
  return whole ? "" : nanoBatches.join("+");
}

/** The spans that a plan's nano-operations have, those of single nano-batches first. */
export function spansOf(plan: Plan): NanoBatchSpan[] {
  const spans = new Map(
    plan.nanoOperations.map((each) => {
      const span = spanOf(plan, each);
      return [span.nanoBatches.join(), span];
    }),
  );
  return [...spans.values()].sort(
    (a, b) =>
      a.nanoBatches.length - b.nanoBatches.length ||
      (a.nanoBatches[0] ?? 0) - (b.nanoBatches[0] ?? 0),
  );
}

/** A nano-operation's name in charts: `qkv_proj.1`, or `qkv_proj` where it is not cut. */
export function chartName(plan: Pick<Plan, "nanoBatches">, nanoOperation: NanoOperation): string {
  const mark = spanMark(spanOf(plan, nanoOperation));
  return mark === "" ? nanoOperation.operation : `${nanoOperation.operation}.${mark}`;
}
