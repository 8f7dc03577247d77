import type { ChartLayout } from "./chart-layout.ts";

/** What a number in a chart stands for. */
export interface KeyEntry {
  number: number;
  name: string;
}

/** What the numbers in a chart stand for. */
export interface ChartKey {
  /** By id of the nano-operation. */
  numbers: ReadonlyMap<string, number>;
  entries: readonly KeyEntry[];
  /** Bars of the period that the chart has no room to label. */
  unlabelled: number;
}

/** Numbers, in order of start, for the bars of the period that a chart cannot name. */
export function keyOf({ lanes }: ChartLayout): ChartKey {
  const shown = lanes
    .flatMap(({ bars }) => bars)
    .filter(({ bar }) => bar.period === 0)
    .toSorted((a, b) => a.bar.startUs - b.bar.startUs);
  const numbered = shown
    .filter(({ label }) => label?.kind === "number")
    .map(({ bar, name }, index) => ({ id: bar.nanoOperation.id, number: index + 1, name }));
  return {
    numbers: new Map(numbered.map(({ id, number }) => [id, number])),
    entries: numbered.map(({ number, name }) => ({ number, name })),
    unlabelled: shown.filter(({ label }) => label === undefined).length,
  };
}
