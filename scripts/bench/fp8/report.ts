import { median } from "simple-statistics";
import { renderTable } from "../../../src/text/table.ts";
import { type SideResult, speedUp } from "./turns.ts";

/** Two sides of one row of a table; the first is compared with the second. */
export interface Comparison {
  name: string;
  sides: readonly [SideResult, SideResult];
}

const right = (title: string) => ({ title, align: "right" as const });

/** A row a comparison, and how many times as fast the first sides are, in the median and at least. */
export function comparisonTable(title: string, comparisons: readonly Comparison[]): string {
  const [names] = comparisons;
  const [first, second] = names?.sides.map(({ name }) => name) ?? [];
  const sideColumns = [right("µs"), right("mJ"), right("MHz"), right("W")];
  const table = renderTable(
    [
      { title },
      ...[right(`${first}, µs`), ...sideColumns.slice(1)],
      ...[right(`${second}, µs`), ...sideColumns.slice(1)],
      ...[right("faster"), right("rounds"), right("energy")],
    ],
    comparisons.map(({ name, sides }) => [name, ...sides.flatMap(sideCells), ...ratioCells(sides)]),
  );
  const ratios = comparisons.map(({ sides }) => speedUp(...sides).median);
  if (ratios.length === 0) return table;
  const most = `${median(ratios).toFixed(3)}x in the median, ${Math.min(...ratios).toFixed(3)}x at least`;
  return `${table}\n${first} over ${second}: ${most}`;
}

function sideCells({ us, energyMj, clockMhz, powerW }: SideResult): string[] {
  return [us.toFixed(1), energyMj.toFixed(1), clockMhz.toFixed(0), powerW.toFixed(0)];
}

function ratioCells(sides: Comparison["sides"]): string[] {
  const { median: middle, least, most } = speedUp(...sides);
  const [first, second] = sides;
  return [
    `${middle.toFixed(3)}x`,
    `${least.toFixed(3)} to ${most.toFixed(3)}`,
    `${(first.energyMj / second.energyMj).toFixed(3)}x`,
  ];
}
