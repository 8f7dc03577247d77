import { PlannerError } from "../../../errors.ts";
import type { Step } from "../../../step/step.ts";

/** What the ids of a step may name; each is below its bound. */
export interface IdBounds {
  vocabularySize: number;
  /** Pages of the KV cache, the scrap page included. */
  kvPages: number;
  /** Positions that have a rotation. */
  positions: number;
  /** Rows of the dense batch. */
  rows: number;
  /** Rows that the program samples at most. */
  sampledRows: number;
  pageTokens: number;
}

/**
 * Kernels follow token ids, positions, pages and sampled rows without looking: one that names
 * nothing would read or write anywhere in the GPU's memory. Takes time in proportion to rows and
 * pages.
 *
 * @throws PlannerError `E_INTERNAL` naming the first id that is out of bounds, and its row
 */
export function requireIds(step: Step, bounds: IdBounds): void {
  requireLengths(step, bounds);
  const { tokenIds, positions, sequenceOf, sequences, sampledRows } = step;
  for (const [index, { id, pages }] of sequences.entries()) {
    const name = id === null ? `padding sequence ${index}` : `request ${id}`;
    for (const page of pages) requireBelow(bounds.kvPages, page, `page of ${name}`);
  }
  for (const [row, tokenId] of tokenIds.entries()) {
    requireBelow(bounds.vocabularySize, tokenId, `token id of row ${row}`);
    const position = positions[row] as number;
    requireBelow(bounds.positions, position, `position of row ${row}`);
    const sequence = sequenceOf[row] as number;
    requireBelow(sequences.length, sequence, `sequence of row ${row}`);
    const pages = sequences[sequence]?.pages.length ?? 0;
    requireBelow(pages * bounds.pageTokens, position, `position of row ${row} in its pages`);
  }
  for (const row of sampledRows) requireBelow(bounds.rows, row, "sampled row");
}

function requireLengths({ tokenIds, positions, sequenceOf, sampledRows }: Step, bounds: IdBounds) {
  for (const { length } of [tokenIds, positions, sequenceOf]) {
    if (length !== bounds.rows) throw refused(`${length} rows where ${bounds.rows} are wanted`);
  }
  if (sampledRows.length > bounds.sampledRows) {
    throw refused(`${sampledRows.length} sampled rows where ${bounds.sampledRows} fit`);
  }
}

function requireBelow(bound: number, id: number, what: string): void {
  if (Number.isInteger(id) && id >= 0 && id < bound) return;
  throw refused(`the ${what} is ${id}, and must be from 0 to ${bound - 1}`);
}

function refused(what: string): PlannerError {
  return new PlannerError("E_INTERNAL", `a step that cannot run: ${what}`);
}
