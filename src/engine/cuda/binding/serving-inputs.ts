import { PlannerError } from "../../../errors.ts";
import type { Program } from "../../../generated/program.ts";
import { LAST_SAMPLED, type ServingStep } from "../../../step/serving-step.ts";
import { SCRAP_PAGE, type StepSequence } from "../../../step/step.ts";
import type { EncodedUpdates, SlotUpdates } from "../sampling/slot-updates.ts";
import type { SlotBook } from "./slot-book.ts";
import {
  encodeConstants,
  type InputLayout,
  layOut,
  rangesOf,
  type StepLimits,
  type TablePlace,
} from "./step-inputs.ts";

/**
 * Inputs of steps whose page tables and last sampled tokens stay on the device, by slot. Behind the
 * last slot's table is one of scrap pages, for padding.
 */
export interface ServingLayout extends InputLayout<Extract<TablePlace, { of: "slots" }>> {
  slotCount: number;
  /** Slot of each sampled row, -1 where there is none. */
  targets: number;
  rowSlots: number;
}

/** A step as it goes to the executor. */
export interface EncodedServingStep {
  /** Inputs, new entries of page tables, updates of slots, and their data. */
  payload: Int32Array;
  /** Slots that are sampled by other parameters from now on, and the words of their data. */
  updates: number;
  dataWords: number;
}

/** The host's copy of what the device keeps by slot. */
export interface SlotState {
  book: SlotBook;
  sampling: SlotUpdates;
}

/** Of an entry of the page tables in a step: its place and its page. */
const WORDS_PER_ENTRY = 2;

/**
 * What a program must be captured for to run any step on contexts of up to so many tokens.
 *
 * @param contextTokens most KV tokens of a sequence
 */
export function servingLimits(program: Program, contextTokens: number): StepLimits {
  const longest = Math.max(
    1,
    ...rangesOf(program, "prefill_attention").map(([start, end]) => end - start),
  );
  const padding = program.batch.prefillRows.reduce((sum, [start, end]) => sum + end - start, 0);
  return {
    // Padding is a chunk of its own, which may fill all prefill rows.
    context: Math.max(contextTokens, padding),
    sequences: Math.max(1, program.batch.prefillChunks),
    longest,
  };
}

export function layOutServingInputs(
  program: Program,
  limits: StepLimits,
  slots: number,
): ServingLayout {
  const layout = layOut(program, limits, (take, sequences) => ({
    of: "slots" as const,
    tables: slots + 1,
    rowsAt: take(sequences),
  }));
  const room = Math.ceil(layout.sampledRows / 4) * 4;
  const targets = layout.length;
  const rowSlots = targets + room;
  return { ...layout, slotCount: slots, targets, rowSlots, length: rowSlots + room };
}

/**
 * A step as the program's kernels read it, with what is new by slot behind. Enters it in the host's
 * copy of that. Takes time in proportion to rows and new pages, and makes no objects for them.
 *
 * @throws PlannerError `E_INTERNAL` when it exceeds the limits of the layout, or names what is not
 *   there; nothing is entered then
 */
export function encodeServingStep(
  layout: ServingLayout,
  step: ServingStep,
  { book, sampling }: SlotState,
  vocabularySize: number,
): EncodedServingStep {
  requireLengths(layout, step);
  const undo = book.enter(step, layout.limits.context);
  try {
    const inputs = new Int32Array(layout.length + step.pageEntries.length * WORDS_PER_ENTRY);
    encodeConstants(layout, inputs);
    encodeRows(layout, step, book, vocabularySize, inputs);
    encodeSampled(layout, step, inputs);
    encodeDecode(layout, step, inputs);
    encodePrefill(layout, step, inputs);
    encodeEntries(layout, step, inputs);
    for (const { slot, id } of book.arrivals) sampling.requireParameters(slot, id, step.sampling);
    const updates = sampling.enter(step.sampling);
    encodeRowSlots(layout, sampling, inputs);
    book.sampled(step);
    return withUpdates(inputs, updates);
  } catch (error) {
    undo();
    throw error;
  }
}

function requireLengths(
  layout: ServingLayout,
  { tokenIds, positions, sequenceOf, sampledRows }: ServingStep,
): void {
  for (const { length } of [tokenIds, positions, sequenceOf]) {
    if (length !== layout.rows) throw refused(`${length} rows where ${layout.rows} are wanted`);
  }
  if (sampledRows.length > layout.sampledRows) {
    throw refused(`${sampledRows.length} sampled rows where ${layout.sampledRows} fit`);
  }
}

/** Tokens, positions and places in the cache. */
function encodeRows(
  layout: ServingLayout,
  { tokenIds, positions, sequenceOf, sequences, slots }: ServingStep,
  book: SlotBook,
  vocabularySize: number,
  inputs: Int32Array,
): void {
  const { pageTokens, rows } = layout;
  const ends = new Int32Array(sequences.length);
  for (let index = 0; index < ends.length; index++) {
    const { cachedTokens, newTokens } = sequences[index] as StepSequence;
    ends[index] = cachedTokens + newTokens;
  }
  for (let row = 0; row < rows; row++) {
    const sequence = sequenceOf[row] as number;
    requireBelow(sequences.length, sequence, "sequence of row", row);
    const slot = slots[sequence] as number;
    const token = tokenIds[row] as number;
    if (token === LAST_SAMPLED) book.requireLast(slot, row);
    else requireBelow(vocabularySize, token, "token id of row", row);
    const position = positions[row] as number;
    requireBelow(ends[sequence] as number, position, "position of row", row);
    const page = slot < 0 ? SCRAP_PAGE : book.page(slot, Math.floor(position / pageTokens));
    inputs[layout.tokenIds + row] = token === LAST_SAMPLED ? -1 - slot : token;
    inputs[layout.positions + row] = position;
    inputs[layout.slots + row] = page * pageTokens + (position % pageTokens);
    inputs[layout.contextLengths + row] = position + 1;
  }
}

function encodeSampled(
  layout: ServingLayout,
  { sampledRows, sequenceOf, slots }: ServingStep,
  inputs: Int32Array,
): void {
  inputs.fill(-1, layout.targets, layout.targets + layout.sampledRows);
  for (let index = 0; index < sampledRows.length; index++) {
    const row = sampledRows[index] as number;
    requireBelow(layout.rows, row, "sampled row", index);
    inputs[layout.sampledRowIds + index] = row;
    inputs[layout.targets + index] = slots[sequenceOf[row] as number] as number;
  }
}

/** By whose parameters each sampled row is sampled. */
function encodeRowSlots(
  { targets, rowSlots, sampledRows }: ServingLayout,
  sampling: SlotUpdates,
  inputs: Int32Array,
): void {
  for (let index = 0; index < sampledRows; index++) {
    inputs[rowSlots + index] = sampling.rowSlot(inputs[targets + index] as number);
  }
}

function withUpdates(
  inputs: Int32Array,
  { count, records, data }: EncodedUpdates,
): EncodedServingStep {
  if (count === 0) return { payload: inputs, updates: 0, dataWords: 0 };
  const payload = new Int32Array(inputs.length + records.length + data.length);
  payload.set(inputs);
  payload.set(records, inputs.length);
  payload.set(data, inputs.length + records.length);
  return { payload, updates: count, dataWords: data.length };
}

/**
 * The page table of each decode row. Padding has no context: many short ones would all fall to one warp of decode
 * attention.
 */
function encodeDecode(
  { decode, contextLengths, slotCount: scrap }: ServingLayout,
  { sequenceOf, slots }: ServingStep,
  inputs: Int32Array,
): void {
  for (const {
    rows: [start, end],
    table: { rowsAt },
  } of decode) {
    for (let row = start; row < end; row++) {
      const slot = slots[sequenceOf[row] as number] as number;
      inputs[rowsAt + row - start] = slot < 0 ? scrap : slot;
      if (slot < 0) inputs[contextLengths + row] = 0;
    }
  }
}

/** Spans of consecutive rows of a sequence, with the tokens before them and their page table. */
function encodePrefill(
  { prefill, limits, slotCount: scrap }: ServingLayout,
  { sequenceOf, positions, slots }: ServingStep,
  inputs: Int32Array,
): void {
  for (const {
    rows: [start, end],
    queryStarts,
    contextBefore,
    table: { rowsAt },
  } of prefill) {
    let spans = 0;
    let spanStart = start;
    for (let row = start; row < end; row++) {
      const sequence = sequenceOf[row] as number;
      if (row === start || sequence !== sequenceOf[row - 1]) {
        if (spans === limits.sequences) throw beyond(`more than ${spans} prefill sequences`);
        const slot = slots[sequence] as number;
        inputs[queryStarts + spans] = row - start;
        inputs[contextBefore + spans] = positions[row] as number;
        inputs[rowsAt + spans] = slot < 0 ? scrap : slot;
        spans++;
        spanStart = row;
      } else if (positions[row] !== (positions[row - 1] as number) + 1) {
        throw refused(`the position of row ${row} does not follow that of the row before`);
      }
      const tokens = row + 1 - spanStart;
      if (tokens > limits.longest) throw beyond(`${tokens} tokens of a chunk`);
    }
    inputs.fill(end - start, queryStarts + spans, queryStarts + limits.sequences + 1);
  }
}

function encodeEntries(
  { length, tableStride }: ServingLayout,
  { pageEntries }: ServingStep,
  inputs: Int32Array,
): void {
  let at = length;
  for (const { slot, index, page } of pageEntries) {
    inputs[at++] = slot * tableStride + index;
    inputs[at++] = page;
  }
}

function requireBelow(bound: number, id: number, what: string, row: number): void {
  if (id >= 0 && id < bound) return;
  throw refused(`the ${what} ${row} is ${id}, and must be from 0 to ${bound - 1}`);
}

function beyond(what: string): PlannerError {
  return refused(`${what} are more than the program was captured for`);
}

function refused(what: string): PlannerError {
  return new PlannerError("E_INTERNAL", `a step that cannot run: ${what}`);
}
