import { MOST_LOGPROBS } from "../../../step/sampling-limits.ts";
import type { RequestWords } from "../process/executor-process.ts";

/** What the device keeps of sampling from step to step (`native-kernels/sampling/slot_tables.h`). */
export interface SlotTables {
  slots: number;
  /** Slots that may have penalties or biases at once. */
  tables: number;
  /** Of such a slot. */
  mostBiases: number;
  /** Logits of a row, padding included. */
  vocabulary: number;
  /** Tokens; what is behind them pads the vocabulary. */
  known: number;
}

/** Offsets in their region, bytes. */
export interface SlotTablesPlaces {
  parameters: number;
  entries: number;
  biases: number;
  bytes: number;
}

/** Of an array's start. */
const ALIGNMENT_BYTES = 256;
/** Of a slot's parameters: 12 words. */
export const PARAMETER_WORDS = 12;
const WORD_BYTES = 4;
const ENTRY_BYTES = 2;
const BIAS_BYTES = 8;
/** A token and a float32. */
const LOGPROB_BYTES = 8;

/**
 * Lays out the tables: 48 bytes a slot, and for each that may have penalties or biases 2 bytes a token
 * of the vocabulary and 8 bytes a bias.
 */
export function placeSlotTables(tables: SlotTables): SlotTablesPlaces {
  let bytes = 0;
  const take = (size: number) => {
    const offset = bytes;
    bytes += Math.ceil(size / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return offset;
  };
  return {
    parameters: take(tables.slots * PARAMETER_WORDS * WORD_BYTES),
    entries: take(tables.tables * tables.vocabulary * ENTRY_BYTES),
    biases: take(tables.tables * tables.mostBiases * BIAS_BYTES),
    get bytes() {
      return bytes;
    },
  };
}

/** Of the log probabilities of a step. */
export function logprobBytes(rows: number): number {
  return rows * (1 + MOST_LOGPROBS) * LOGPROB_BYTES;
}

/** The words of kernels that read or write the tables. */
export function slotTablesWords(
  tables: SlotTables,
  places: SlotTablesPlaces,
  region: string,
): RequestWords {
  const { slots, tables: count, mostBiases } = tables;
  return {
    slots,
    "@parameters": `${region}+${places.parameters}`,
    ...(count > 0 && {
      tables: count,
      biases: mostBiases,
      "@entries": `${region}+${places.entries}`,
      "@biases": `${region}+${places.biases}`,
    }),
  };
}

/** Where the sampling of rows by slots finds what is its own. */
export interface SlotSamplingPlaces {
  /** Slot of each sampled row, -1 for the likeliest token; an address. */
  rowSlots: string;
  /** Rows of the dense batch, to look up positions by. */
  rowIds: string;
  positions: string;
  logprobs: string;
  /** Of the dense batch. */
  inputRows: number;
}

/** What `sampling` needs beside its common words to sample by slots. */
export function slotSamplingWords(
  { known }: SlotTables,
  { rowSlots, rowIds, positions, logprobs, inputRows }: SlotSamplingPlaces,
): RequestWords {
  return {
    known,
    inputs: inputRows,
    "@slots": rowSlots,
    "@rowIds": rowIds,
    "@positions": positions,
    "@logprobs": logprobs,
  };
}
