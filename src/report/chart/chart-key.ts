import type { Plan } from "../../generated/plan.ts";
import { chartName } from "../nano-batch-span.ts";
import type { ChartLayout } from "./chart-layout.ts";
import type { KeyEntry } from "./legend.ts";

/** What the numbers in charts of a plan stand for. */
export interface ChartKey {
  /** By id of the nano-operation. */
  numbers: ReadonlyMap<string, number>;
  entries: readonly KeyEntry[];
  /** Bars of the period that no chart has room to label. */
  unlabelled: number;
}

/** Numbers, in order of start, for the bars that some of the charts cannot name. */
export function keyOf(plan: Plan, charts: readonly ChartLayout[]): ChartKey {
  const bars = charts.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.bars));
  const shown = bars.filter(({ bar }) => bar.period === 0);
  const numbered = new Set(
    shown.filter(({ label }) => label?.kind === "number").map(({ bar }) => bar.nanoOperation.id),
  );
  const labelled = new Set(
    shown.filter(({ label }) => label !== undefined).map(({ bar }) => bar.nanoOperation.id),
  );
  const entries = plan.nanoOperations
    .filter(({ id }) => numbered.has(id))
    .toSorted((a, b) => a.startUs - b.startUs)
    .map((nanoOperation, index) => ({
      id: nanoOperation.id,
      number: index + 1,
      name: chartName(plan, nanoOperation),
    }));
  return {
    numbers: new Map(entries.map(({ id, number }) => [id, number])),
    entries,
    unlabelled: plan.nanoOperations.length - labelled.size,
  };
}
