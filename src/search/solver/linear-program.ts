/** A linear program in plain data: minimise cost x, row bounds on A x, 0 <= x <= upper. */
export interface LinearProgram {
  cost: readonly number[];
  upper: readonly number[];
  rowLower: readonly number[];
  rowUpper: readonly number[];
  /** Entries of A by column: rows and coefficients, in step. */
  columns: readonly { rows: readonly number[]; coefficients: readonly number[] }[];
}
