import { PlannerError } from "../errors.ts";
import type { ProgramBatch, TokenRange } from "../generated/program.ts";

/**
 * Page of the KV cache that belongs to no request: rows that have nothing to do write there. Page
 * tables of requests never hold it.
 */
export const SCRAP_PAGE = 0;

/** What a step does for one request. */
export interface StepSequence {
  /** The same in each step of a request; null for padding. */
  id: number | null;
  /** A decode sequence has one new token, in a decode row; a chunk has one or more, in prefill rows. */
  kind: "decode" | "prefill";
  /** KV pages in the order of positions, with room for the cached and the new tokens. */
  pages: readonly number[];
  /** Tokens whose KV is in the cache before the step; the position of the first new token. */
  cachedTokens: number;
  newTokens: number;
}

/** A sequence with its tokens, before it has rows. */
export interface StepRequest extends Omit<StepSequence, "newTokens"> {
  tokenIds: readonly number[];
  /** Whether the token after the last of these is wanted: not after a chunk amid a prompt. */
  sampled: boolean;
}

/**
 * What one step of serving gives to an engine besides the program: an entry for each row of the
 * dense batch, and one for each sequence. All rows are in use; where requests leave some empty,
 * padding sequences on the scrap page fill them.
 */
export interface Step {
  /** [tokens] of the program */
  tokenIds: Int32Array;
  /** [tokens]; a token's place in its sequence, from 0 */
  positions: Int32Array;
  /** [tokens]; position in `sequences` */
  sequenceOf: Int32Array;
  sequences: readonly StepSequence[];
  /**
   * Rows whose next token is wanted, in the order of the requests. Row r of logits and sampled
   * tokens is that of row `sampledRows[r]`.
   */
  sampledRows: Int32Array;
}

/** Consecutive rows of one sequence, in consecutive positions. */
export interface AttentionSpan {
  /** Position in `Step.sequences`. */
  sequence: number;
  rows: TokenRange;
  /** Tokens of the sequence before the span, whether of earlier steps or of earlier rows. */
  contextBefore: number;
}

/**
 * Gives the tokens of requests their rows: decode sequences in order to the decode rows, chunks in
 * order to the prefill rows. A chunk may go on behind the decode rows of the next nano-batch, so
 * that its rows are not all consecutive; their positions ascend.
 *
 * @param pageTokens tokens of a KV page
 * @throws PlannerError `E_INTERNAL` when the requests do not fit the batch, or a request its pages
 */
export function layOutStep(
  batch: ProgramBatch,
  pageTokens: number,
  requests: readonly StepRequest[],
): Step {
  for (const request of requests) checkRequest(request, pageTokens);
  const rows = { decode: rowsOf(batch.decodeRows), prefill: rowsOf(batch.prefillRows) };
  const used = { decode: 0, prefill: 0 };
  for (const { kind, tokenIds } of requests) used[kind] += tokenIds.length;
  if (used.decode > rows.decode.length || used.prefill > rows.prefill.length) {
    throw misfit(`${used.decode} decode and ${used.prefill} prefill tokens exceed the dense batch`);
  }
  const padding = paddingFor(rows.decode.length - used.decode, rows.prefill.length - used.prefill);
  const all = [...requests, ...padding.map((request) => withScrapPages(request, pageTokens))];
  const chunks = all.filter(({ kind }) => kind === "prefill").length;
  if (chunks > batch.prefillChunks) {
    throw misfit(`${chunks} chunks, padding included, where ${batch.prefillChunks} may be`);
  }
  return place(all, rows);
}

/** @returns [tokens]; for each row, page x tokens of a page + place in the page of its KV */
export function kvSlots(
  { positions, sequenceOf, sequences }: Step,
  pageTokens: number,
): Int32Array {
  return positions.map((position, row) => {
    const page = sequences[sequenceOf[row] as number]?.pages[Math.floor(position / pageTokens)];
    return (page as number) * pageTokens + (position % pageTokens);
  });
}

/**
 * The work of an attention instruction: its tokens, cut where a sequence ends. Each decode token is
 * a span of its own and sees `contextBefore + 1` tokens.
 */
export function attentionSpans(step: Step, [start, end]: TokenRange): AttentionSpan[] {
  const spans: AttentionSpan[] = [];
  for (let row = start; row < end; row++) {
    const sequence = step.sequenceOf[row] as number;
    const last = spans.at(-1);
    if (last?.sequence === sequence) last.rows[1] = row + 1;
    else
      spans.push({ sequence, rows: [row, row + 1], contextBefore: step.positions[row] as number });
  }
  return spans;
}

function place(
  requests: readonly StepRequest[],
  rows: Record<StepSequence["kind"], readonly number[]>,
): Step {
  const tokens = rows.decode.length + rows.prefill.length;
  const step = {
    tokenIds: new Int32Array(tokens),
    positions: new Int32Array(tokens),
    sequenceOf: new Int32Array(tokens),
  };
  const next = { decode: 0, prefill: 0 };
  const sampledRows: number[] = [];
  for (const [sequence, { kind, tokenIds, cachedTokens, sampled }] of requests.entries()) {
    for (const [index, tokenId] of tokenIds.entries()) {
      const row = rows[kind][next[kind]++] as number;
      step.tokenIds[row] = tokenId;
      step.positions[row] = cachedTokens + index;
      step.sequenceOf[row] = sequence;
      if (sampled && index === tokenIds.length - 1) sampledRows.push(row);
    }
  }
  const sequences = requests.map(({ id, kind, pages, cachedTokens, tokenIds }) => ({
    id,
    kind,
    pages,
    cachedTokens,
    newTokens: tokenIds.length,
  }));
  return { ...step, sequences, sampledRows: Int32Array.from(sampledRows) };
}

function rowsOf(ranges: readonly TokenRange[]): number[] {
  return ranges.flatMap(([start, end]) =>
    Array.from({ length: end - start }, (_, index) => start + index),
  );
}

/** Token 0 in every row that is left: a request for each decode row, one chunk for the others. */
function paddingFor(decodeRows: number, prefillRows: number): Omit<StepRequest, "pages">[] {
  const request = { id: null, cachedTokens: 0, sampled: false };
  const decode = Array.from({ length: decodeRows }, () => ({
    ...request,
    kind: "decode" as const,
    tokenIds: [0],
  }));
  if (prefillRows === 0) return decode;
  const tokenIds = Array.from({ length: prefillRows }, () => 0);
  return [...decode, { ...request, kind: "prefill", tokenIds }];
}

function withScrapPages(request: Omit<StepRequest, "pages">, pageTokens: number): StepRequest {
  const pages = Math.ceil(request.tokenIds.length / pageTokens);
  return { ...request, pages: Array.from({ length: pages }, () => SCRAP_PAGE) };
}

function checkRequest({ kind, tokenIds, pages, cachedTokens }: StepRequest, pageTokens: number) {
  if (tokenIds.length === 0 || (kind === "decode" && tokenIds.length > 1)) {
    throw misfit(`a ${kind} request with ${tokenIds.length} new tokens`);
  }
  if (pages.length * pageTokens < cachedTokens + tokenIds.length) {
    throw misfit(`${pages.length} pages for ${cachedTokens + tokenIds.length} tokens`);
  }
  if (pages.includes(SCRAP_PAGE)) throw misfit("a request on the scrap page");
}

function misfit(what: string): PlannerError {
  return new PlannerError("E_INTERNAL", `a step that does not fit its program: ${what}`);
}
