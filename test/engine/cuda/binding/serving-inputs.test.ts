import { describe, expect, it } from "@jest/globals";
import {
  encodeServingStep,
  layOutServingInputs,
  servingLimits,
} from "../../../../src/engine/cuda/binding/serving-inputs.ts";
import { SlotBook } from "../../../../src/engine/cuda/binding/slot-book.ts";
import { encodeStep, layOutInputs } from "../../../../src/engine/cuda/binding/step-inputs.ts";
import { lowerPlan } from "../../../../src/program/lower.ts";
import { pageTokensOf } from "../../../../src/program/page-tokens.ts";
import { LAST_SAMPLED, type ServingStep } from "../../../../src/step/serving-step.ts";
import { planFixture } from "../../../support/plan-fixture.ts";
import { plannerError } from "../../../support/planner-error.ts";
import {
  plainStepOf,
  type ScheduledStep,
  servingSchedule,
  servingStepOf,
} from "../../../support/serving-schedule.ts";

/** Nano-batches of 256 tokens, 64 of them decode tokens. */
const program = lowerPlan(planFixture(), 2);
const pageTokens = pageTokensOf(program);
const SLOTS = 5;
const VOCABULARY = 1000;
const CONTEXT = 400;
const limits = servingLimits(program, CONTEXT);
const layout = layOutServingInputs(program, limits, SLOTS);
const { steps, kvPages } = servingSchedule({
  ...{ steps: 24, slots: SLOTS, chunkTokens: 60, pageTokens, vocabularySize: VOCABULARY },
  lengths: (id) => ({ prompt: 20 + ((id * 37) % 90), output: 2 + (id % 7) }),
});

const bookFor = () =>
  new SlotBook({ slots: SLOTS, tableStride: layout.tableStride, kvPages, pageTokens });

/** What the device holds: the encoded steps, as begin_step and end_step enter them. */
class Device {
  readonly book = bookFor();
  readonly tables = new Int32Array((SLOTS + 1) * layout.tableStride);
  readonly last = new Int32Array(SLOTS);
  inputs = new Int32Array(0);

  run(step: ServingStep): void {
    const words = encodeServingStep(layout, step, this.book, VOCABULARY);
    this.inputs = words.slice(0, layout.length);
    for (let at = layout.length; at < words.length; at += 2)
      this.tables[words[at] as number] = words[at + 1] as number;
    for (let row = 0; row < layout.rows; row++) {
      const id = this.inputs[layout.tokenIds + row] as number;
      if (id < 0) this.inputs[layout.tokenIds + row] = this.last[-1 - id] as number;
    }
  }

  /** @param tokens of the sampled rows */
  sample(tokens: Int32Array): void {
    for (const [row, token] of tokens.entries()) {
      const slot = this.inputs[layout.targets + row] as number;
      if (slot >= 0) this.last[slot] = token;
    }
  }

  table(slot: number, pages: number): number[] {
    const start = slot * layout.tableStride;
    return [...this.tables.subarray(start, start + pages)];
  }
}

const tokenOf = (id: number, position: number) => (id * 101 + position * 13) % VOCABULARY;

/** A token for each sampled row, which only its request and position decide. */
function tokensFor({ requests }: ScheduledStep): Int32Array {
  const sampled = requests.filter((request) => request.sampled);
  return Int32Array.from(sampled, ({ id, cachedTokens, tokenIds }) =>
    tokenOf(id as number, cachedTokens + tokenIds.length),
  );
}

describe("the inputs of a serving step", () => {
  it("are on the device what a step that brings everything would write there", () => {
    const plain = layOutInputs(program, limits);
    const device = new Device();
    const last = new Map<number, number>();
    for (const scheduled of steps) {
      device.run(servingStepOf(program, scheduled));
      const step = plainStepOf(program, scheduled, last);
      const expected = encodeStep(plain, step, { vocabularySize: VOCABULARY, kvPages });
      const { inputs } = device;
      for (const key of ["tokenIds", "positions", "slots", "contextLengths"] as const) {
        expect(inputs.slice(layout[key], layout[key] + layout.rows)).toEqual(
          expected.slice(plain[key], plain[key] + plain.rows),
        );
      }
      const pagesOf = (tokens: number) => Math.ceil(tokens / pageTokens);
      for (const [index, { rows, table }] of layout.decode.entries()) {
        for (let row = rows[0]; row < rows[1]; row++) {
          const pages = pagesOf(inputs[layout.contextLengths + row] as number);
          const slot = inputs[table.rowsAt + row - rows[0]] as number;
          const at = (plain.decode[index]?.table.at ?? 0) + (row - rows[0]) * plain.tableStride;
          expect(device.table(slot, pages)).toEqual([...expected.subarray(at, at + pages)]);
        }
      }
      for (const [index, { queryStarts, contextBefore, table }] of layout.prefill.entries()) {
        const other = plain.prefill[index] as (typeof plain.prefill)[0];
        const starts = inputs.subarray(queryStarts, queryStarts + limits.sequences + 1);
        expect(starts).toEqual(
          expected.subarray(other.queryStarts, other.queryStarts + limits.sequences + 1),
        );
        for (let each = 0; each < limits.sequences; each++) {
          const tokens = (starts[each + 1] as number) - (starts[each] as number);
          if (tokens === 0) continue;
          const before = inputs[contextBefore + each] as number;
          expect(before).toBe(expected[other.contextBefore + each]);
          const pages = pagesOf(before + tokens);
          const at = other.table.at + each * plain.tableStride;
          expect(device.table(inputs[table.rowsAt + each] as number, pages)).toEqual([
            ...expected.subarray(at, at + pages),
          ]);
        }
      }
      const sampled = layout.sampledRowIds;
      expect(inputs.slice(sampled, sampled + layout.sampledRows)).toEqual(
        expected.slice(plain.sampledRowIds, plain.sampledRowIds + plain.sampledRows),
      );
      const tokens = tokensFor(scheduled);
      device.sample(tokens);
      for (const [row, { id }] of scheduled.requests.filter((each) => each.sampled).entries())
        last.set(id as number, tokens[row] as number);
    }
    // Several requests had each slot.
    expect(last.size).toBeGreaterThan(2 * SLOTS);
  });

  it("are a few ten bytes a row, whatever the longest context", () => {
    const long = servingLimits(program, 131_072);
    const words = layOutServingInputs(program, long, SLOTS).length;
    expect(words * 4).toBeLessThan(40 * program.tokens);
  });
});

describe("a serving step that cannot run", () => {
  /** In the midst: some decode, others begin. */
  const index = steps.findIndex(({ requests }) =>
    ["decode", "prefill"].every((kind) => requests.some((each) => each.kind === kind)),
  );
  const right = servingStepOf(program, steps[index] as ScheduledStep);
  const before = steps.slice(0, index).map((step) => servingStepOf(program, step));

  /** A book that has seen the steps before, and a copy of the step. */
  function midst() {
    const book = bookFor();
    for (const step of before) encodeServingStep(layout, step, book, VOCABULARY);
    return { book, step: structuredClone(right) };
  }
  type Change = (step: ServingStep) => void;
  const entries = (change: (entry: { slot: number; index: number; page: number }) => object) =>
    ((step) => {
      const [first, ...others] = step.pageEntries;
      if (first === undefined) throw new Error("the step has no new page");
      Object.assign(step, { pageEntries: [{ ...first, ...change(first) }, ...others] });
    }) satisfies Change;
  const rowOf = (step: ServingStep, kind: "decode" | "prefill") =>
    step.sequenceOf.findIndex((sequence) => {
      const { id, kind: its } = step.sequences[sequence] as (typeof step.sequences)[0];
      return id !== null && its === kind;
    });

  it.each<[string, Change, string]>([
    [
      "a token behind the vocabulary",
      (step) => step.tokenIds.fill(VOCABULARY, 3, 4),
      "token id of row 3 is 1000",
    ],
    ["a negative token", (step) => step.tokenIds.fill(-2, 3, 4), "token id of row 3 is -2"],
    [
      "a row of no sequence",
      (step) => step.sequenceOf.fill(9999, 5, 6),
      "sequence of row 5 is 9999",
    ],
    ["a negative position", (step) => step.positions.fill(-1, 2, 3), "position of row 2 is -1"],
    [
      "a position behind its sequence",
      (step) => step.positions.fill(300, rowOf(step, "decode"), rowOf(step, "decode") + 1),
      "position of row 0 is 300, and must be from 0 to",
    ],
    [
      "positions of a chunk that do not ascend",
      (step) => step.positions.fill(0, rowOf(step, "prefill") + 1, rowOf(step, "prefill") + 2),
      "does not follow that of the row before",
    ],
    [
      "a sampled row behind the batch",
      (step) => step.sampledRows.fill(512, 0, 1),
      "sampled row 0 is 512",
    ],
    [
      "more sampled rows than fit",
      (step) => Object.assign(step, { sampledRows: new Int32Array(500) }),
      "500 sampled rows where",
    ],
    [
      "rows that are missing",
      (step) => Object.assign(step, { tokenIds: step.tokenIds.subarray(1) }),
      "511 rows where 512",
    ],
    [
      "slots that are missing",
      (step) => Object.assign(step, { slots: step.slots.subarray(1) }),
      "slots of",
    ],
    ["a slot that is not there", (step) => step.slots.fill(SLOTS, 0, 1), `slot of request`],
    ["a slot for two", (step) => step.slots.copyWithin(1, 0, 1), "two sequences in slot"],
    ["a request without a slot", (step) => step.slots.fill(-1, 0, 1), "has pages and no slot"],
    [
      "a page behind the cache",
      entries(() => ({ page: kvPages })),
      `, and must be from 0 to ${kvPages - 1}`,
    ],
    ["a page that is no number", entries(() => ({ page: Number.NaN })), "is NaN"],
    ["the scrap page for a request", entries(() => ({ page: 0 })), "is to have the scrap page"],
    ["an entry of no slot", entries(() => ({ slot: SLOTS })), `slot of a page entry is ${SLOTS}`],
    [
      "an entry behind the table",
      entries(() => ({ index: layout.tableStride })),
      "index of a page entry",
    ],
    ["a page that was not entered", (step) => Object.assign(step, { pageEntries: [] }), "has -1"],
    [
      "two pages for one place",
      (step) => {
        const [first] = step.pageEntries as [ServingStep["pageEntries"][0]];
        const other = { ...first, page: first.page === 1 ? 2 : 1 };
        Object.assign(step, { pageEntries: [other, ...step.pageEntries] });
      },
      "two pages for slot",
    ],
    [
      "the last token of a request that has sampled none",
      (step) =>
        step.tokenIds.fill(LAST_SAMPLED, rowOf(step, "prefill"), rowOf(step, "prefill") + 1),
      "and none was sampled",
    ],
    [
      "the last token of padding",
      (step) => step.tokenIds.fill(LAST_SAMPLED, 511),
      "row 511 asks for the last sampled token without a slot",
    ],
  ])("is refused for %s, and leaves the book as it was", (_, change, message) => {
    const { book, step: wrong } = midst();
    change(wrong);
    const error = plannerError(() => encodeServingStep(layout, wrong, book, VOCABULARY));
    expect(error.code).toBe("E_INTERNAL");
    expect(error.message).toContain(message);
    encodeServingStep(layout, right, book, VOCABULARY);
  });

  it.each([
    ["more sequences", { sequences: 1 }, "prefill sequences are more"],
    ["a longer chunk", { longest: 20 }, "tokens of a chunk are more"],
    ["a longer context", { context: 30 }, "KV tokens where 30 fit"],
  ])("is refused with %s than was planned for", (_, limit, message) => {
    const { book, step } = midst();
    const tight = { ...layout, limits: { ...limits, ...limit } };
    const error = plannerError(() => encodeServingStep(tight, step, book, VOCABULARY));
    expect(error.message).toContain(message);
  });

  it("is one that follows pages of the slot's owner before", () => {
    const { book, step } = midst();
    encodeServingStep(layout, step, book, VOCABULARY);
    // The next request of the slot has as many pages, which its step does not enter.
    const other = structuredClone(step);
    const [sequence] = other.sequences as [(typeof other.sequences)[0]];
    Object.assign(sequence, { id: 999, pages: sequence.pages.toReversed() });
    Object.assign(other, { pageEntries: [] });
    const error = plannerError(() => encodeServingStep(layout, other, book, VOCABULARY));
    expect(error.message).toMatch(/page 0 of request 999 is \d+, and the table of slot \d has \d+/);
  });
});
