import type { LinearProgram } from "./linear-program.ts";

/** A linear program some of whose columns take whole numbers only. */
export interface MixedIntegerProgram extends LinearProgram {
  /** Of each column. */
  integer: readonly boolean[];
}

/** What a solver knows of a mixed-integer program when it ends. */
export interface MipOutcome {
  /** The best solution found; undefined when there is none that can be trusted. */
  values?: Float64Array;
  /** Whether `values` is proven best, within the solver's tolerances. */
  optimal: boolean;
  /** No solution has a lower objective; undefined when the solver does not say. */
  bound?: number;
  /** Nodes of the solver's tree, at least one. */
  nodes: number;
}

/** A column times a number. */
export interface Term {
  column: number;
  coefficient: number;
}

/** States a mixed-integer program row by row. All columns are at least 0. */
export class ProgramBuilder {
  private readonly cost: number[] = [];
  private readonly upper: number[] = [];
  private readonly integer: boolean[] = [];
  private readonly rowLower: number[] = [];
  private readonly rowUpper: number[] = [];
  private readonly columns: { rows: number[]; coefficients: number[] }[] = [];

  /** @returns the position of a column in [0, upper] */
  continuous(upper: number): number {
    return this.add(upper, false);
  }

  /** @returns the position of a column of whole numbers from 0 to upper */
  whole(upper: number): number {
    return this.add(upper, true);
  }

  minimise(terms: readonly Term[]): void {
    for (const { column, coefficient } of terms) this.cost[column] = coefficient;
  }

  atMost(terms: readonly Term[], upper: number): void {
    this.row(terms, Number.NEGATIVE_INFINITY, upper);
  }

  atLeast(terms: readonly Term[], lower: number): void {
    this.row(terms, lower, Number.POSITIVE_INFINITY);
  }

  equal(terms: readonly Term[], value: number): void {
    this.row(terms, value, value);
  }

  build(): MixedIntegerProgram {
    const { cost, upper, integer, rowLower, rowUpper, columns } = this;
    return { cost, upper, integer, rowLower, rowUpper, columns };
  }

  private add(upper: number, integer: boolean): number {
    this.columns.push({ rows: [], coefficients: [] });
    this.upper.push(upper);
    this.cost.push(0);
    this.integer.push(integer);
    return this.columns.length - 1;
  }

  /** Adds a row; terms of the same column are summed. */
  private row(terms: readonly Term[], lower: number, upper: number): void {
    const sums = new Map<number, number>();
    for (const { column, coefficient } of terms) {
      sums.set(column, (sums.get(column) ?? 0) + coefficient);
    }
    for (const [column, coefficient] of sums) {
      if (coefficient === 0) continue;
      this.columns[column]?.rows.push(this.rowLower.length);
      this.columns[column]?.coefficients.push(coefficient);
    }
    this.rowLower.push(lower);
    this.rowUpper.push(upper);
  }
}

/** The columns, each times the same number. */
export function sumOf(columns: readonly number[], coefficient = 1): Term[] {
  return columns.map((column) => ({ column, coefficient }));
}

export function negated(terms: readonly Term[]): Term[] {
  return terms.map(({ column, coefficient }) => ({ column, coefficient: -coefficient }));
}

/** Whether values keep every bound, row and whole number, within a tolerance. */
export function satisfies(
  { columns, upper, integer, rowLower, rowUpper }: MixedIntegerProgram,
  values: Float64Array,
  tolerance: number,
): boolean {
  const activity = new Float64Array(rowLower.length);
  for (const [column, { rows, coefficients }] of columns.entries()) {
    const value = values[column] as number;
    if (!(value >= -tolerance && value <= (upper[column] as number) + tolerance)) return false;
    if (integer[column] && Math.abs(value - Math.round(value)) > tolerance) return false;
    rows.forEach((row, k) => {
      activity[row]! += value * (coefficients[k] as number);
    });
  }
  return activity.every((value, row) => {
    const slack = tolerance * (1 + Math.abs(value));
    return value >= (rowLower[row] as number) - slack && value <= (rowUpper[row] as number) + slack;
  });
}
