import type { ProgramBatch, TokenRange } from "../../generated/program.ts";

/** A program that steps can run. */
export interface ServingProgram {
  name: string;
  batch: ProgramBatch;
  /** Time of a full step, µs; left out where nothing is predicted. */
  predictedUs?: number;
}

/** Consecutive rows for one kind of attention. */
export interface RowSegment {
  kind: "decode" | "prefill";
  start: number;
  end: number;
}

/** Rows of a program's dense batch, in the order of rows. */
export interface ProgramRows {
  segments: readonly RowSegment[];
  rows: number;
  decodeRows: number;
  prefillRows: number;
  /** Sequences that may have prefill rows in one step, padding included. */
  chunks: number;
}

/** Of the chunks of a step without decode rows, what decoding sequences may take beside prompts. */
const OVERFLOW_SHARE = 0.5;

export function programRows({ decodeRows, prefillRows, prefillChunks }: ProgramBatch): ProgramRows {
  const segmentsOf = (kind: RowSegment["kind"], ranges: readonly TokenRange[]) =>
    ranges.map(([start, end]): RowSegment => ({ kind, start, end }));
  const segments = [
    ...segmentsOf("decode", decodeRows),
    ...segmentsOf("prefill", prefillRows),
  ].sort((a, b) => a.start - b.start);
  const decode = lengthOf(decodeRows);
  const prefill = lengthOf(prefillRows);
  return {
    segments,
    rows: decode + prefill,
    decodeRows: decode,
    prefillRows: prefill,
    chunks: prefillChunks,
  };
}

/**
 * Decoding sequences that a step serves: one in each decode row, and some as chunks of one prefill
 * row. Such a chunk takes a tile of prefill attention as long as one of many rows. So beside prompts,
 * which fill the rows anyway, only a program without decode rows has any. A chunk is left for padding
 * unless each row may be a chunk.
 */
export function mostDecoding(rows: ProgramRows, hasPrompts: boolean): number {
  const { decodeRows, prefillRows, chunks } = rows;
  const overflow = prefillRows <= chunks ? prefillRows : chunks - 1;
  if (!hasPrompts) return decodeRows + overflow;
  return decodeRows > 0 ? decodeRows : Math.ceil(overflow * OVERFLOW_SHARE);
}

/** Rows that prompts may fill beside so many decoding sequences. */
export function promptRowsBeside(rows: ProgramRows, decoding: number): number {
  return rows.rows - Math.min(decoding, mostDecoding(rows, true));
}

function lengthOf(ranges: readonly TokenRange[]): number {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
}
