import type { SplitId } from "../../cost/table/split.ts";
import type { Configuration } from "../problem/configurations.ts";
import { clockedUs, type Mode, type SearchProblem } from "../problem/problem.ts";
import type { LinearProgram } from "../solver/linear-program.ts";

/** The column for the share of a unit that runs on a split, and its entries. */
export interface ShareColumn {
  unit: number;
  split: SplitId;
  column: number;
  rows: readonly number[];
  coefficients: readonly number[];
}

/**
 * The program that {@link ConfigurationLp} states, at a clock; splits without open modes are left
 * out.
 */
export function formulate(
  problem: SearchProblem,
  configurations: readonly Configuration[],
  stretch: number,
  allowed: Uint8Array | undefined,
) {
  const { formUs, formMode, formNanoOperation, slowdown, modes, units } = problem;
  const forms = formUs.length;
  const rowLower: number[] = [];
  const rowUpper: number[] = [];
  const newRow = (lower: number, upper: number): number => {
    rowLower.push(lower);
    rowUpper.push(upper);
    return rowLower.length - 1;
  };
  const splits = new Map([...new Set(modes.map(({ split }) => split))].map((id, s) => [id, s]));
  const position = (split: SplitId) => splits.get(split) as number;
  const covers = new Map<number, number>();
  const coverRow = (operation: number, split: SplitId): number => {
    const key = operation * splits.size + position(split);
    const row = covers.get(key) ?? newRow(0, Number.POSITIVE_INFINITY);
    covers.set(key, row);
    return row;
  };
  /** For each unit and split, the rows of the nano-operations beside the unit there. */
  const besides = units.map(() => Array.from(splits, () => new Map<number, number>()));
  const besideRow = (operation: number, unit: number, split: SplitId): number => {
    const there = besides[unit]?.[position(split)] as Map<number, number>;
    const row = there.get(operation) ?? newRow(Number.NEGATIVE_INFINITY, 0);
    there.set(operation, row);
    return row;
  };

  const columns = configurations.map(({ formA, formB }) => {
    const entries: { rows: number[]; coefficients: number[] } = { rows: [], coefficients: [] };
    const enter = (form: number, other: number) => {
      const operation = formNanoOperation[form] as number;
      const { split } = modes[formMode[form] as number] as Mode;
      const slower = other < 0 ? 1 : (slowdown[form * forms + other] as number);
      const speed = 1 / (clockedUs(problem, form, stretch) * slower);
      entries.rows.push(coverRow(operation, split));
      entries.coefficients.push(speed);
      if (other < 0) return;
      const { unit } = modes[formMode[other] as number] as Mode;
      entries.rows.push(besideRow(operation, unit, split));
      entries.coefficients.push(speed);
    };
    enter(formA, formB);
    if (formB >= 0) enter(formB, formA);
    return entries;
  });

  const shareColumns: ShareColumn[] = [];
  units.forEach((unit, u) => {
    const chosen = newRow(1, 1);
    const open = unit.modes.filter((mode) => allowed?.[mode] !== 0);
    for (const split of new Set(open.map((mode) => (modes[mode] as Mode).split))) {
      const limited = [...(besides[u]?.[position(split)]?.values() ?? [])];
      const covered = unit.members.map((operation) => coverRow(operation, split));
      const entries = {
        rows: [chosen, ...covered, ...limited],
        coefficients: [1, ...covered.map(() => -1), ...limited.map(() => -1)],
      };
      shareColumns.push({ unit: u, split, column: columns.length, ...entries });
      columns.push(entries);
    }
  });
  const program: LinearProgram = {
    cost: columns.map((_, column) => (column < configurations.length ? 1 : 0)),
    upper: columns.map((_, column) =>
      column < configurations.length ? Number.POSITIVE_INFINITY : 1,
    ),
    rowLower,
    rowUpper,
    columns,
  };
  return { program, shareColumns };
}
