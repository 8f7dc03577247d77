import { LAST_SAMPLED, type ServingStep } from "../../step/serving-step.ts";
import { SCRAP_PAGE, type StepSequence } from "../../step/step.ts";
import type { Sequence } from "../requests/sequence.ts";
import { type DecodeRange, dealDecoding } from "./deal-decoding.ts";
import type { ProgramRows, RowSegment } from "./program-rows.ts";

/** Prompt tokens that a step may take of a sequence. */
export interface PromptPart {
  sequence: Sequence;
  tokens: number;
}

/** What goes into a step. */
export interface StepContent {
  /** Each gets a decode row. */
  decoding: readonly Sequence[];
  /** Decoding sequences that get prefill rows. */
  overflow: readonly Sequence[];
  /** In their turn. */
  prompts: readonly PromptPart[];
}

/** What became of a program's rows. */
export interface RowUse {
  decode: number;
  /** Decoding sequences in prefill rows. */
  decodeInPrefill: number;
  prompt: number;
  /** Prompt tokens in decode rows. */
  promptInDecode: number;
  /** Of the prompt tokens, those whose KV was there before a preemption. */
  redone: number;
  padding: number;
}

export interface StepLayout {
  step: Omit<ServingStep, "pageEntries" | "sampling">;
  /** Whose next token each of the step's `sampledRows` gives. */
  sampled: Sequence[];
  /** Rows that each prompt got, by its position among the prompts. */
  promptRows: Int32Array;
  use: RowUse;
}

const PADDING_SLOT = -1;
const PADDING_DECODE: StepSequence = {
  id: null,
  kind: "decode",
  pages: [SCRAP_PAGE],
  cachedTokens: 0,
  newTokens: 1,
};

/**
 * Gives the tokens of sequences their rows. Decode rows and prefill rows have kernels of their own,
 * but a token may go to either:
 *
 * - Decode rows without a decoding sequence take prompt tokens, each as a sequence of one new token.
 *   They stand between the others at even distances: the warps of decode attention share its KV in
 *   the order of rows, and many rows with little of it would take one of them longer than the rest.
 * - A decoding sequence may be a chunk of one prefill row.
 *
 * In one step a row may read KV that another appends. The kernels of a program wait for no more than
 * this: decode attention for the rows of its own range, prefill attention for all rows before its
 * end. So the decode rows of a prompt lie in one range, and its prefill rows behind them.
 */
export function layOutServingStep(
  rows: ProgramRows,
  pageTokens: number,
  content: StepContent,
): StepLayout {
  return new Layout(rows, pageTokens, content).fill();
}

class Layout {
  readonly #rows: ProgramRows;
  readonly #pageTokens: number;
  readonly #content: StepContent;
  readonly #tokenIds: Int32Array;
  readonly #positions: Int32Array;
  readonly #sequenceOf: Int32Array;
  /** With room for all there may be: growing lists by thousands in each step is most of its garbage. */
  readonly #sequences: StepSequence[];
  readonly #slots: number[];
  #sequenceCount = 0;
  readonly #sampledRows: number[];
  readonly #sampled: Sequence[];
  #sampledCount = 0;
  readonly #promptRows: Int32Array;
  /** By prompt: its chunk in the step. */
  readonly #chunkOf: (StepSequence | undefined)[];
  readonly #chunkIndex: Int32Array;
  readonly #use: RowUse = {
    decode: 0,
    decodeInPrefill: 0,
    prompt: 0,
    promptInDecode: 0,
    redone: 0,
    padding: 0,
  };
  readonly #lastPrefillRow: number;
  #chunksLeft: number;
  /** In the order of rows. */
  #decoding: readonly Sequence[] = [];
  #decoded = 0;
  #overflowed = 0;
  /** First prompt that may have tokens left. */
  #firstPrompt = 0;
  #paddingChunk = -1;
  #paddingChunkTokens = 0;

  constructor(rows: ProgramRows, pageTokens: number, content: StepContent) {
    this.#rows = rows;
    this.#pageTokens = pageTokens;
    this.#content = content;
    this.#tokenIds = new Int32Array(rows.rows);
    this.#positions = new Int32Array(rows.rows);
    this.#sequenceOf = new Int32Array(rows.rows);
    const mostSequences = rows.decodeRows + rows.chunks;
    this.#sequences = new Array(mostSequences);
    this.#slots = new Array(mostSequences);
    const mostSampled = content.decoding.length + content.overflow.length + content.prompts.length;
    this.#sampledRows = new Array(mostSampled);
    this.#sampled = new Array(mostSampled);
    this.#promptRows = new Int32Array(content.prompts.length);
    this.#chunkOf = new Array(content.prompts.length).fill(undefined);
    this.#chunkIndex = new Int32Array(content.prompts.length);
    this.#chunksLeft = rows.chunks - content.overflow.length;
    this.#lastPrefillRow = rows.segments.findLast(({ kind }) => kind === "prefill")?.end ?? 0;
  }

  fill(): StepLayout {
    const spare = this.#spareRows();
    for (const segment of this.#rows.segments) {
      const rows = spare.get(segment);
      if (rows === undefined) this.#fillPrefill(segment);
      else {
        this.#fillSpare(rows);
        this.#fillDecode(segment, rows);
      }
    }
    for (const list of [this.#sequences, this.#slots]) list.length = this.#sequenceCount;
    for (const list of [this.#sampled, this.#sampledRows]) list.length = this.#sampledCount;
    return {
      step: {
        tokenIds: this.#tokenIds,
        positions: this.#positions,
        sequenceOf: this.#sequenceOf,
        sequences: this.#sequences,
        sampledRows: new Int32Array(this.#sampledRows),
        slots: new Int32Array(this.#slots),
      },
      sampled: this.#sampled,
      promptRows: this.#promptRows,
      use: this.#use,
    };
  }

  /** Of each decode range, the rows without a decoding sequence; and deals these sequences to the ranges. */
  #spareRows(): Map<RowSegment, Int32Array> {
    const { decoding } = this.#content;
    let left = this.#rows.decodeRows - decoding.length;
    const spare = new Map<RowSegment, Int32Array>();
    const ranges: DecodeRange[] = [];
    for (const segment of this.#rows.segments) {
      if (segment.kind === "prefill") continue;
      const rows = segment.end - segment.start;
      const own = spareRows(segment, Math.min(left, rows));
      left -= own.length;
      spare.set(segment, own);
      ranges.push({ rows, decoding: rows - own.length });
    }
    this.#decoding = dealDecoding(decoding, ranges);
    return spare;
  }

  /**
   * Prompt tokens in decode rows: of prompts without rows elsewhere, those first that have the least
   * KV, since each of these rows reads all of it.
   */
  #fillSpare(rows: Int32Array): void {
    let filled = 0;
    const { prompts } = this.#content;
    for (const index of rows.length === 0 ? [] : this.#untouchedPrompts()) {
      if (filled === rows.length) break;
      const { sequence, tokens } = prompts[index] as PromptPart;
      for (let left = Math.min(tokens, rows.length - filled); left > 0; left--) {
        const position = this.#nextPosition(index);
        const at = this.#addSequence(sequence, "decode", position, 1);
        this.#placePrompt(index, rows[filled++] as number, at, position);
        this.#use.promptInDecode++;
      }
    }
    for (; filled < rows.length; filled++) {
      this.#sequenceOf[rows[filled] as number] = this.#enter(PADDING_DECODE, PADDING_SLOT);
      this.#use.padding++;
    }
  }

  /** Prompts that have no rows yet, by their KV. */
  #untouchedPrompts(): number[] {
    const { prompts } = this.#content;
    const untouched = [...prompts.keys()].filter((index) => this.#promptRows[index] === 0);
    const cachedOf = (index: number) => (prompts[index] as PromptPart).sequence.cachedTokens;
    return untouched.sort((a, b) => cachedOf(a) - cachedOf(b));
  }

  /** @param spare rows that have no decoding sequence, rising */
  #fillDecode({ start, end }: RowSegment, spare: Int32Array): void {
    let skipped = 0;
    for (let row = start; row < end; row++) {
      if (spare[skipped] === row) {
        skipped++;
        continue;
      }
      const sequence = this.#decoding[this.#decoded++] as Sequence;
      this.#placeDecode(sequence, "decode", row);
      this.#use.decode++;
    }
  }

  #fillPrefill({ start, end }: RowSegment): void {
    let row = start;
    const { overflow, prompts } = this.#content;
    while (row < end && this.#overflowed < overflow.length) {
      this.#placeDecode(overflow[this.#overflowed++] as Sequence, "prefill", row++);
      this.#use.decodeInPrefill++;
    }
    for (let index = this.#firstPrompt; index < prompts.length && row < end; index++) {
      row = this.#fillChunk(index, row, end);
      const { tokens } = prompts[index] as PromptPart;
      if (index === this.#firstPrompt && this.#promptRows[index] === tokens) this.#firstPrompt++;
    }
    if (row < end) this.#padChunk(row, end);
  }

  /** @returns the row behind the chunk */
  #fillChunk(index: number, start: number, end: number): number {
    const { sequence, tokens } = this.#content.prompts[index] as PromptPart;
    const length = Math.min(tokens - (this.#promptRows[index] as number), end - start);
    const endsStep = start + length === this.#lastPrefillRow;
    if (length === 0 || !this.#hasChunk(index, endsStep)) return start;
    let chunk = this.#chunkOf[index];
    if (chunk === undefined) {
      this.#chunksLeft--;
      this.#chunkIndex[index] = this.#addSequence(
        sequence,
        "prefill",
        this.#nextPosition(index),
        0,
      );
      chunk = this.#sequences[this.#chunkIndex[index] as number] as StepSequence;
      this.#chunkOf[index] = chunk;
    }
    chunk.newTokens += length;
    for (let row = start; row < start + length; row++) {
      this.#placePrompt(index, row, this.#chunkIndex[index] as number, this.#nextPosition(index));
    }
    return start + length;
  }

  /** The last chunk is left for padding, unless this one leaves nothing to pad. */
  #hasChunk(index: number, endsStep: boolean): boolean {
    if (this.#chunkOf[index] !== undefined) return true;
    const reserved = endsStep || this.#paddingChunk !== -1 ? 0 : 1;
    return this.#chunksLeft > reserved;
  }

  #padChunk(start: number, end: number): void {
    if (this.#paddingChunk === -1) {
      this.#chunksLeft--;
      const pages: number[] = [];
      this.#paddingChunk = this.#enter(
        { id: null, kind: "prefill", pages, cachedTokens: 0, newTokens: 0 },
        PADDING_SLOT,
      );
    }
    const chunk = this.#sequences[this.#paddingChunk] as StepSequence & { pages: number[] };
    for (let row = start; row < end; row++) {
      this.#positions[row] = this.#paddingChunkTokens++;
      this.#sequenceOf[row] = this.#paddingChunk;
    }
    chunk.newTokens = this.#paddingChunkTokens;
    while (chunk.pages.length * this.#pageTokens < chunk.newTokens) chunk.pages.push(SCRAP_PAGE);
    this.#use.padding += end - start;
  }

  #placeDecode(sequence: Sequence, kind: StepSequence["kind"], row: number): void {
    const at = this.#addSequence(sequence, kind, sequence.cachedTokens, 1);
    this.#place(row, at, LAST_SAMPLED, sequence.cachedTokens);
    this.#sample(row, sequence);
  }

  #placePrompt(index: number, row: number, at: number, position: number): void {
    const { sequence } = this.#content.prompts[index] as PromptPart;
    this.#place(row, at, sequence.tokenAt(position), position);
    this.#promptRows[index] = (this.#promptRows[index] as number) + 1;
    this.#use.prompt++;
    if (position < sequence.mostCachedTokens) this.#use.redone++;
    if (position === sequence.promptTokens - 1) this.#sample(row, sequence);
  }

  #place(row: number, sequence: number, token: number, position: number): void {
    this.#tokenIds[row] = token;
    this.#positions[row] = position;
    this.#sequenceOf[row] = sequence;
  }

  #sample(row: number, sequence: Sequence): void {
    this.#sampledRows[this.#sampledCount] = row;
    this.#sampled[this.#sampledCount++] = sequence;
  }

  #addSequence(
    { id, slot, pages }: Sequence,
    kind: StepSequence["kind"],
    cachedTokens: number,
    newTokens: number,
  ): number {
    return this.#enter({ id, kind, pages, cachedTokens, newTokens }, slot);
  }

  #enter(sequence: StepSequence, slot: number): number {
    this.#slots[this.#sequenceCount] = slot;
    this.#sequences[this.#sequenceCount] = sequence;
    return this.#sequenceCount++;
  }

  #nextPosition(index: number): number {
    const { sequence } = this.#content.prompts[index] as PromptPart;
    return sequence.cachedTokens + (this.#promptRows[index] as number);
  }
}

/** So many rows of a segment, at even distances. */
function spareRows({ start, end }: RowSegment, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => {
    return start + Math.floor(((index + 0.5) * (end - start)) / count);
  });
}
