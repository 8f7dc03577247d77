import { PlannerError } from "../../../errors.ts";
import type { Instruction, Program, TokenRange } from "../../../generated/program.ts";
import { pageTokensOf } from "../../../program/page-tokens.ts";
import { attentionSpans, kvSlots, type Step } from "../../../step/step.ts";
import { type IdBounds, requireIds } from "./step-ids.ts";

/** Capacities that a captured program has, whatever the step. */
export interface StepLimits {
  /** Most KV tokens of a sequence, the new ones included. */
  context: number;
  /** Most sequences in the rows of a prefill attention. */
  sequences: number;
  /** Most consecutive tokens of a sequence there. */
  longest: number;
}

/**
 * Where attention finds the pages of its sequences: in a table of each step for each of them, in
 * order; or in one of the tables that stay on the device, of which the step's inputs say each one's.
 */
export type TablePlace =
  | { of: "sequences"; at: number }
  | { of: "slots"; tables: number; rowsAt: number };

/** Offsets of the inputs of decode attention on some rows. */
interface DecodeInputs<Table extends TablePlace> {
  rows: TokenRange;
  table: Table;
}

/** Offsets of the inputs of prefill attention on some rows. */
export interface PrefillInputs<Table extends TablePlace = TablePlace> {
  rows: TokenRange;
  queryStarts: number;
  contextBefore: number;
  table: Table;
}

/** What ids of a step may name beside the program's own. */
export type DeviceBounds = Pick<IdBounds, "vocabularySize" | "kvPages">;

/** Where a step's inputs lie, in int32 from the start of the program's block. */
export interface InputLayout<Table extends TablePlace = TablePlace> {
  limits: StepLimits;
  pageTokens: number;
  /** Of the dense batch. */
  rows: number;
  /** Pages per row of a page table. */
  tableStride: number;
  tokenIds: number;
  positions: number;
  slots: number;
  /** By row; that of decode rows is read. */
  contextLengths: number;
  sampledRowIds: number;
  /** How many fit. */
  sampledRows: number;
  /** Slot whose parameters a sampled row has, -1: the likeliest token; null where all take that. */
  rowSlots: number | null;
  /** First and last row by their number, for our own products. */
  rowRanges: ReadonlyMap<number, number>;
  decode: readonly DecodeInputs<Table>[];
  prefill: readonly PrefillInputs<Table>[];
  length: number;
}

/** That of a step that brings all page tables. */
export type StepLayout = InputLayout<Extract<TablePlace, { of: "sequences" }>>;

/** Takes room for so many int32, and returns its offset. */
type Take = (count: number) => number;

/** Capacities that hold all of the steps. */
export function limitsOf(program: Program, steps: readonly Step[]): StepLimits {
  const limits = { context: 1, sequences: 1, longest: 1 };
  for (const step of steps) {
    for (const { cachedTokens, newTokens } of step.sequences) {
      limits.context = Math.max(limits.context, cachedTokens + newTokens);
    }
    for (const rows of rangesOf(program, "prefill_attention")) {
      const spans = attentionSpans(step, rows);
      limits.sequences = Math.max(limits.sequences, spans.length);
      for (const span of spans) {
        limits.longest = Math.max(limits.longest, span.rows[1] - span.rows[0]);
      }
    }
  }
  return limits;
}

/** Inputs of steps that bring their page tables. */
export function layOutInputs(program: Program, limits: StepLimits): StepLayout {
  return layOut(program, limits, (take, sequences, stride) => ({
    of: "sequences",
    at: take(sequences * stride),
  }));
}

/** @param place takes room for what says the pages of so many sequences */
export function layOut<Table extends TablePlace>(
  program: Program,
  limits: StepLimits,
  place: (take: Take, sequences: number, stride: number) => Table,
): InputLayout<Table> {
  let length = 0;
  const take = (count: number) => {
    const offset = length;
    length += Math.ceil(count / 4) * 4;
    return offset;
  };
  const { tokens, batch } = program;
  const pageTokens = pageTokensOf(program);
  const tableStride = Math.ceil(limits.context / pageTokens);
  const layout = {
    limits,
    pageTokens,
    rows: tokens,
    tableStride,
    tokenIds: take(tokens),
    positions: take(tokens),
    slots: take(tokens),
    contextLengths: take(tokens),
    sampledRowIds: take(batch.sampledRows),
    sampledRows: batch.sampledRows,
    rowSlots: null,
    rowRanges: new Map(ownProductRows(program).map((rows) => [rows, take(2)])),
    decode: rangesOf(program, "decode_attention").map((rows) => ({
      rows,
      table: place(take, rows[1] - rows[0], tableStride),
    })),
    prefill: rangesOf(program, "prefill_attention").map((rows) => ({
      rows,
      queryStarts: take(limits.sequences + 1),
      contextBefore: take(limits.sequences),
      table: place(take, limits.sequences, tableStride),
    })),
  };
  return { ...layout, length };
}

/** Writes what is the same in each step. */
export function encodeConstants({ rowRanges }: InputLayout, inputs: Int32Array): void {
  for (const [rows, at] of rowRanges) inputs[at + 1] = rows;
}

/**
 * A step as the program's kernels read it.
 *
 * @throws PlannerError `E_INTERNAL` when it exceeds the limits of the layout, or names what is not
 *   there
 */
export function encodeStep(layout: StepLayout, step: Step, device: DeviceBounds): Int32Array {
  requireIds(step, { ...layout, ...device, positions: layout.limits.context });
  const inputs = new Int32Array(layout.length);
  encodeConstants(layout, inputs);
  const { limits, tableStride, pageTokens } = layout;
  inputs.set(step.tokenIds, layout.tokenIds);
  inputs.set(step.positions, layout.positions);
  inputs.set(kvSlots(step, pageTokens), layout.slots);
  inputs.set(
    step.positions.map((position) => position + 1),
    layout.contextLengths,
  );
  inputs.set(step.sampledRows, layout.sampledRowIds);
  const setPages = (at: number, sequence: number, tokens: number) => {
    if (tokens > limits.context) throw beyond(`${tokens} KV tokens of a sequence`);
    const pages = step.sequences[sequence]?.pages ?? [];
    inputs.set(pages.slice(0, Math.ceil(tokens / pageTokens)), at);
  };
  for (const { rows, table } of layout.decode) {
    for (const [index, { sequence, contextBefore }] of attentionSpans(step, rows).entries()) {
      setPages(table.at + index * tableStride, sequence, contextBefore + 1);
    }
  }
  for (const { rows, queryStarts, contextBefore, table } of layout.prefill) {
    const spans = attentionSpans(step, rows);
    if (spans.length > limits.sequences) throw beyond(`${spans.length} prefill sequences`);
    inputs.fill(rows[1] - rows[0], queryStarts, queryStarts + limits.sequences + 1);
    for (const [index, span] of spans.entries()) {
      const tokens = span.rows[1] - span.rows[0];
      if (tokens > limits.longest) throw beyond(`${tokens} tokens of a chunk`);
      inputs[queryStarts + index] = span.rows[0] - rows[0];
      inputs[contextBefore + index] = span.contextBefore;
      setPages(table.at + index * tableStride, span.sequence, span.contextBefore + tokens);
    }
  }
  return inputs;
}

/** The rows that attention works on, each range once. */
export function rangesOf(
  { instructions }: Program,
  kind: Instruction["kernel"]["kind"],
): readonly TokenRange[] {
  const ranges = instructions.filter(({ kernel }) => kernel.kind === kind);
  return [...new Map(ranges.map(({ tokens }) => [tokens[0], tokens])).values()];
}

/** Rows of the GEMMs that our own products do. */
function ownProductRows({ instructions }: Program): number[] {
  const own = instructions.filter(
    ({ kernel, implementation }) => kernel.kind === "gemm" && implementation.startsWith("own."),
  );
  return [...new Set(own.map(({ size }) => size.tokens))];
}

function beyond(what: string): PlannerError {
  return new PlannerError("E_INTERNAL", `${what} are more than the program was captured for`);
}
