import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { ProgramBatch, TokenRange } from "../../../src/generated/program.ts";
import type { Sequence } from "../../../src/runtime/requests/sequence.ts";
import { mostDecoding, programRows } from "../../../src/runtime/rows/program-rows.ts";
import { shareRows } from "../../../src/runtime/rows/share-rows.ts";
import { layOutServingStep, type StepContent } from "../../../src/runtime/rows/step-layout.ts";
import { LAST_SAMPLED } from "../../../src/step/serving-step.ts";
import { kvSlots } from "../../../src/step/step.ts";
import { sequenceOf } from "../../support/sequences.ts";

const PAGE_TOKENS = 4;

/** Decode rows, then prefill rows, of each nano-batch. */
function batchOf(
  parts: readonly { decode: number; prefill: number }[],
  most: number,
): ProgramBatch {
  let row = 0;
  const decodeRows: TokenRange[] = [];
  const prefillRows: TokenRange[] = [];
  const add = (ranges: TokenRange[], length: number) => {
    if (length > 0) ranges.push([row, row + length]);
    row += length;
  };
  for (const { decode, prefill } of parts) {
    add(decodeRows, decode);
    add(prefillRows, prefill);
  }
  const sum = (ranges: TokenRange[]) => ranges.reduce((total, [a, b]) => total + b - a, 0);
  const prefillChunks = Math.min(sum(prefillRows), most);
  return { decodeRows, prefillRows, prefillChunks, sampledRows: sum(decodeRows) + prefillChunks };
}

const PARTS = fc.array(fc.record({ decode: fc.nat(5), prefill: fc.nat(9) }), {
  minLength: 1,
  maxLength: 4,
});
const CASE = fc.record({
  batch: fc
    .tuple(PARTS, fc.integer({ min: 1, max: 6 }))
    .map(([parts, most]) => batchOf(parts, most)),
  decoding: fc.array(fc.nat(20), { maxLength: 30 }),
  prompts: fc.array(fc.record({ cached: fc.nat(20), left: fc.integer({ min: 1, max: 20 }) }), {
    maxLength: 8,
  }),
});

function withPages(sequence: Sequence, tokens: number, id: number): Sequence {
  sequence.slot = id;
  sequence.pages = Array.from(
    { length: Math.ceil(tokens / PAGE_TOKENS) },
    (_, i) => 1 + id * 99 + i,
  );
  return sequence;
}

/** Decoding sequences with so many cached tokens, and prompts with what is cached and left. */
function contentOf({
  batch,
  decoding,
  prompts,
}: typeof CASE extends fc.Arbitrary<infer T> ? T : never) {
  const rows = programRows(batch);
  const all = decoding.slice(0, mostDecoding(rows, prompts.length > 0)).map((cached, id) => {
    const sequence = withPages(sequenceOf(id), cached + 1, id);
    sequence.cachedTokens = cached;
    sequence.promptTokens = 0;
    return sequence;
  });
  const shares = shareRows(
    prompts.map(({ left }) => left),
    rows.rows - all.length,
  );
  const parts = prompts.map(({ cached, left }, index) => {
    const id = all.length + index;
    const prompt = Int32Array.from({ length: cached + left }, (_, at) => 1000 * id + at);
    const sequence = withPages(sequenceOf(id, { prompt }), prompt.length, id);
    sequence.cachedTokens = cached;
    return { sequence, tokens: shares[index] as number };
  });
  const content: StepContent = {
    decoding: all.slice(0, rows.decodeRows),
    overflow: all.slice(rows.decodeRows),
    prompts: parts,
  };
  return { rows, content };
}

describe("the rows of a serving step", () => {
  it("hold each token once, where the program lets it see the tokens before it", () => {
    fc.assert(
      fc.property(CASE, (random) => {
        const { rows, content } = contentOf(random);
        const { step, sampled, promptRows, use } = layOutServingStep(rows, PAGE_TOKENS, content);
        const segmentOf = (row: number) =>
          rows.segments.findIndex(({ start, end }) => row >= start && row < end);
        const rowsOfId = new Map<number, number[]>();
        const placed = Array.from(step.sequenceOf, (at, row) => ({
          row,
          slot: step.slots[at],
          kind: step.sequences[at]?.kind,
          id: step.sequences[at]?.id ?? null,
        }));
        for (const { row, id } of placed) {
          if (id !== null) rowsOfId.set(id, [...(rowsOfId.get(id) ?? []), row]);
        }
        // One look at all rows: a matcher for each takes most of the time.
        const misplaced = placed.filter(
          ({ row, slot, kind, id }) =>
            kind !== rows.segments[segmentOf(row)]?.kind || slot !== (id ?? -1),
        );
        expect(misplaced).toEqual([]);
        const own = [...kvSlots(step, PAGE_TOKENS).entries()].filter(
          ([row]) => step.sequences[step.sequenceOf[row] as number]?.id !== null,
        );
        expect(new Set(own.map(([, slot]) => slot)).size).toBe(own.length);
        for (const sequence of [...content.decoding, ...content.overflow]) {
          const [row, ...others] = rowsOfId.get(sequence.id) ?? [];
          expect(others).toEqual([]);
          expect(step.tokenIds[row as number]).toBe(LAST_SAMPLED);
          expect(step.positions[row as number]).toBe(sequence.cachedTokens);
        }
        for (const [index, { sequence, tokens }] of content.prompts.entries()) {
          const own = rowsOfId.get(sequence.id) ?? [];
          expect(own.length).toBe(promptRows[index]);
          expect(own.length).toBeLessThanOrEqual(tokens);
          // In the order of rows, so each sees all before it in prefill rows.
          expect(own.map((row) => step.positions[row])).toEqual(
            own.map((_, at) => sequence.cachedTokens + at),
          );
          expect(own.map((row) => step.tokenIds[row])).toEqual(
            own.map((_, at) => 1000 * sequence.id + sequence.cachedTokens + at),
          );
          const inDecode = own.filter((row) => rows.segments[segmentOf(row)]?.kind === "decode");
          expect(new Set(inDecode.map(segmentOf)).size).toBeLessThanOrEqual(1);
          expect(own.slice(0, inDecode.length)).toEqual(inDecode);
        }
        const wanted = [...sampled].map(({ id }) => (rowsOfId.get(id) ?? []).at(-1));
        expect([...step.sampledRows]).toEqual(wanted);
        const ended = content.prompts.filter(
          ({ sequence }, index) => promptRows[index] === sequence.promptLeft,
        );
        expect(sampled.length).toBe(
          content.decoding.length + content.overflow.length + ended.length,
        );
        expect(sampled.length).toBeLessThanOrEqual(random.batch.sampledRows);
        const chunks = step.sequences.filter(({ kind }) => kind === "prefill");
        expect(chunks.length).toBeLessThanOrEqual(rows.chunks);
        expect(use.decode + use.decodeInPrefill + use.prompt + use.padding).toBe(rows.rows);
        expect(use.prompt).toBe(promptRows.reduce((sum, count) => sum + count, 0));
      }),
      { numRuns: 300 },
    );
  });

  it("have prompt tokens and padding of decode rows between the others", () => {
    const rows = programRows(batchOf([{ decode: 12, prefill: 0 }], 64));
    const decoding = Array.from({ length: 8 }, (_, id) => withPages(sequenceOf(id), 4, id));
    for (const sequence of decoding) sequence.cachedTokens = 3;
    const sequence = withPages(sequenceOf(8, { prompt: new Int32Array(3) }), 3, 8);
    const content = { decoding, overflow: [], prompts: [{ sequence, tokens: 3 }] };
    const { step } = layOutServingStep(rows, PAGE_TOKENS, content);
    const ids = Array.from(step.sequenceOf, (at) => step.sequences[at]?.id);
    expect(ids).toEqual([0, 8, 1, 2, 8, 3, 4, 8, 5, 6, null, 7]);
  });

  it("have tokens of the prompt with the least KV in decode rows, as each reads all of it", () => {
    const rows = programRows(batchOf([{ decode: 4, prefill: 8 }], 64));
    const prompt = (id: number, cached: number) => {
      const length = cached + 6;
      const sequence = withPages(sequenceOf(id, { prompt: new Int32Array(length) }), length, id);
      sequence.cachedTokens = cached;
      return { sequence, tokens: 6 };
    };
    const content = { decoding: [], overflow: [], prompts: [prompt(0, 40), prompt(1, 8)] };
    const { step } = layOutServingStep(rows, PAGE_TOKENS, content);
    const ids = Array.from(step.sequenceOf, (at) => step.sequences[at]?.id);
    expect(ids).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1]);
  });

  it("serve decoding sequences in decode rows alone beside prompts, where there are any", () => {
    const mixed = programRows(batchOf([{ decode: 4, prefill: 8 }], 8));
    expect([mostDecoding(mixed, true), mostDecoding(mixed, false)]).toEqual([4, 12]);
    const prefill = programRows(batchOf([{ decode: 0, prefill: 8 }], 8));
    expect([mostDecoding(prefill, true), mostDecoding(prefill, false)]).toEqual([4, 8]);
  });

  it("leave no row empty while a prompt has tokens for it", () => {
    const rows = programRows(
      batchOf(
        [
          { decode: 6, prefill: 0 },
          { decode: 3, prefill: 12 },
        ],
        64,
      ),
    );
    const prompt = (id: number, length: number) => ({
      sequence: withPages(sequenceOf(id, { prompt: new Int32Array(length) }), length, id),
      tokens: length,
    });
    const decoding = [0, 1, 2, 3].map((id) => {
      const sequence = withPages(sequenceOf(id), 5, id);
      sequence.cachedTokens = 4;
      return sequence;
    });
    const content = { decoding, overflow: [], prompts: [prompt(4, 10), prompt(5, 7)] };
    const { use } = layOutServingStep(rows, PAGE_TOKENS, content);
    expect(use).toEqual({
      decode: 4,
      decodeInPrefill: 0,
      prompt: 17,
      promptInDecode: 5,
      redone: 0,
      padding: 0,
    });
  });
});
