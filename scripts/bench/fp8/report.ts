import { median } from "simple-statistics";
import { PlannerError } from "../../../src/errors.ts";
import { renderTable } from "../../../src/text/table.ts";
import { note } from "../benchmark.ts";
import { type Side, type SideResult, speedUp, takeTurns } from "./turns.ts";

/** Two sides of one row of a table, of which the first is compared with the second; or why there are none. */
export type Comparison = Compared | { name: string; failure: string };

export interface Compared {
  name: string;
  sides: readonly [SideResult, SideResult];
  /** How many times as fast the first is. */
  ratio: ReturnType<typeof speedUp>;
  failure?: undefined;
}

/** Columns beside the first. */
const CELLS = 11;

/**
 * Lets two sides take turns, and says what came out. What one of them cannot do is said in their row.
 *
 * @throws PlannerError `E_INTERRUPTED`, `E_NO_GPU`
 */
export async function compare(
  name: string,
  sides: () => Promise<readonly [Side, Side]>,
  rounds: number,
): Promise<Comparison> {
  try {
    const [first, second] = await takeTurns(await sides(), rounds);
    if (first === undefined || second === undefined) throw new Error("two sides give two results");
    const ratio = speedUp(first, second);
    note(`${name}: ${sideText(first)} against ${sideText(second)}, ${ratioText(ratio)}`);
    return { name, sides: [first, second], ratio };
  } catch (error) {
    if (!(error instanceof PlannerError) || error.code !== "E_NATIVE") throw error;
    note(`${name}: ${error.message}`);
    return { name, failure: error.message };
  }
}

function sideText({ us, energyMj, clockMhz, implementation }: SideResult): string {
  const figures = `${us.toFixed(1)} µs, ${energyMj.toFixed(1)} mJ, ${clockMhz.toFixed(0)} MHz`;
  return implementation === undefined ? figures : `${figures} by ${implementation}`;
}

function ratioText({ median: middle, least, most }: Compared["ratio"]): string {
  return `${middle.toFixed(3)}x (${least.toFixed(3)}x to ${most.toFixed(3)}x)`;
}

const right = (title: string) => ({ title, align: "right" as const });

/** A row a comparison, and how many times as fast the first sides are, in the median and at least. */
export function comparisonTable(title: string, comparisons: readonly Comparison[]): string {
  const compared = comparisons.filter((each): each is Compared => each.failure === undefined);
  const [first, second] = compared[0]?.sides.map(({ name }) => name) ?? [];
  const sideColumns = [right("µs"), right("mJ"), right("MHz"), right("W")];
  const table = renderTable(
    [
      { title },
      ...[right(`${first}, µs`), ...sideColumns.slice(1)],
      ...[right(`${second}, µs`), ...sideColumns.slice(1)],
      ...[right("faster"), right("rounds"), right("energy")],
    ],
    comparisons.map((each) =>
      each.failure === undefined
        ? [each.name, ...each.sides.flatMap(sideCells), ...ratioCells(each)]
        : [each.name, each.failure, ...Array(CELLS - 1).fill("")],
    ),
  );
  const ratios = compared.map(({ ratio }) => ratio.median);
  if (ratios.length === 0) return table;
  const most = `${median(ratios).toFixed(3)}x in the median, ${Math.min(...ratios).toFixed(3)}x at least`;
  return `${table}\n${first} over ${second}: ${most}`;
}

function sideCells({ us, energyMj, clockMhz, powerW }: SideResult): string[] {
  return [us.toFixed(1), energyMj.toFixed(1), clockMhz.toFixed(0), powerW.toFixed(0)];
}

function ratioCells({ sides: [first, second], ratio }: Compared): string[] {
  return [
    `${ratio.median.toFixed(3)}x`,
    `${ratio.least.toFixed(3)} to ${ratio.most.toFixed(3)}`,
    `${(first.energyMj / second.energyMj).toFixed(3)}x`,
  ];
}
