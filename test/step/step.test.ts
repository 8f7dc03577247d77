import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { ProgramBatch } from "../../src/generated/program.ts";
import {
  attentionSpans,
  kvSlots,
  layOutStep,
  SCRAP_PAGE,
  type StepRequest,
} from "../../src/step/step.ts";
import { plannerError } from "../support/planner-error.ts";

const PAGE = 4;
/** Two nano-batches of two decode and three prefill rows. */
const BATCH: ProgramBatch = {
  decodeRows: [
    [0, 2],
    [5, 7],
  ],
  prefillRows: [
    [2, 5],
    [7, 10],
  ],
  prefillChunks: 3,
  sampledRows: 7,
};

const decode = (id: number, cachedTokens: number, pages: number[]): StepRequest => ({
  id,
  kind: "decode",
  pages,
  cachedTokens,
  tokenIds: [100 + id],
  sampled: true,
});
const chunk = (id: number, tokenIds: number[], pages: number[], sampled = true): StepRequest => ({
  id,
  kind: "prefill",
  pages,
  cachedTokens: 0,
  tokenIds,
  sampled,
});

/** Requests that fit the batch, each on pages of its own. */
const requests = fc
  .record({
    decode: fc.array(fc.nat(9), { maxLength: 4 }),
    chunks: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  })
  .map(({ decode: cached, chunks }): StepRequest[] => {
    let page = SCRAP_PAGE + 1;
    const pages = (tokens: number) =>
      Array.from({ length: Math.ceil(tokens / PAGE) }, () => page++);
    return [
      ...cached.map((tokens, id) => decode(id, tokens, pages(tokens + 1))),
      ...chunks.map((tokens, index) =>
        chunk(
          10 + index,
          Array.from({ length: tokens }, (_, at) => at),
          pages(tokens),
        ),
      ),
    ];
  });

describe("layOutStep", () => {
  it("lets a chunk go on behind the decode rows of the next nano-batch", () => {
    const step = layOutStep(BATCH, PAGE, [
      decode(1, 6, [7, 3]),
      chunk(2, [10, 11, 12, 13, 14], [5, 9]),
    ]);
    expect([...step.tokenIds]).toEqual([101, 0, 10, 11, 12, 0, 0, 13, 14, 0]);
    expect([...step.positions]).toEqual([6, 0, 0, 1, 2, 0, 0, 3, 4, 0]);
    expect([...step.sampledRows]).toEqual([0, 8]);
    expect(attentionSpans(step, [7, 10])).toEqual([
      { sequence: 1, rows: [7, 9], contextBefore: 3 },
      { sequence: 5, rows: [9, 10], contextBefore: 0 },
    ]);
    expect([...kvSlots(step, PAGE)]).toEqual([14, 0, 20, 21, 22, 0, 0, 23, 36, 0]);
  });

  it("leaves no row without a sequence, and no two requests' tokens in one slot", () => {
    fc.assert(
      fc.property(requests, (given) => {
        const step = layOutStep(BATCH, PAGE, given);
        const slots = kvSlots(step, PAGE);
        const own = [...slots].filter((slot) => slot >= (SCRAP_PAGE + 1) * PAGE);
        expect(new Set(own).size).toBe(own.length);
        expect(own).toHaveLength(given.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0));
        for (const [index, { id, kind, newTokens, cachedTokens }] of step.sequences.entries()) {
          const rows = [...step.sequenceOf.keys()].filter((row) => step.sequenceOf[row] === index);
          expect(rows.map((row) => step.positions[row])).toEqual(
            Array.from({ length: newTokens }, (_, at) => cachedTokens + at),
          );
          const ranges = kind === "decode" ? BATCH.decodeRows : BATCH.prefillRows;
          expect(rows.every((row) => ranges.some(([a, b]) => row >= a && row < b))).toBe(true);
          if (id === null)
            expect(rows.map((row) => slots[row]).every((s) => (s ?? PAGE) < PAGE)).toBe(true);
        }
      }),
    );
  });

  it("cuts the rows of a range into the spans of its sequences", () => {
    fc.assert(
      fc.property(requests, (given) => {
        const step = layOutStep(BATCH, PAGE, given);
        for (const range of [...BATCH.decodeRows, ...BATCH.prefillRows]) {
          const spans = attentionSpans(step, range);
          expect(spans[0]?.rows[0]).toBe(range[0]);
          expect(spans.at(-1)?.rows[1]).toBe(range[1]);
          for (const [index, { rows, sequence, contextBefore }] of spans.entries()) {
            expect(rows[0]).toBe(spans[index - 1]?.rows[1] ?? range[0]);
            for (let row = rows[0]; row < rows[1]; row++) {
              expect(step.sequenceOf[row]).toBe(sequence);
              expect(step.positions[row]).toBe(contextBefore + row - rows[0]);
            }
          }
        }
      }),
    );
  });

  it("keeps decode tokens of the scrap page apart from each other", () => {
    const step = layOutStep(BATCH, PAGE, []);
    expect(attentionSpans(step, [0, 2])).toEqual([
      { sequence: 0, rows: [0, 1], contextBefore: 0 },
      { sequence: 1, rows: [1, 2], contextBefore: 0 },
    ]);
  });

  it.each<[string, StepRequest[]]>([
    ["more decode tokens than rows", [1, 2, 3, 4, 5].map((id) => decode(id, 0, [id]))],
    ["too few pages", [decode(1, PAGE, [3])]],
    ["a request on the scrap page", [decode(1, 0, [SCRAP_PAGE])]],
    ["two decode tokens of one request", [{ ...decode(1, 0, [3]), tokenIds: [1, 2] }]],
    ["too many chunks", [1, 2, 3].map((id) => chunk(id, [1], [id]))],
  ])("rejects %s", (_, given) => {
    expect(plannerError(() => layOutStep(BATCH, PAGE, given)).code).toBe("E_INTERNAL");
  });
});
