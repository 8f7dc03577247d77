import { describe, expect, it } from "@jest/globals";
import {
  encodeServingStep,
  layOutServingInputs,
  servingLimits,
} from "../../../../src/engine/cuda/binding/serving-inputs.ts";
import { SlotBook } from "../../../../src/engine/cuda/binding/slot-book.ts";
import { encodeStep, layOutInputs } from "../../../../src/engine/cuda/binding/step-inputs.ts";
import { SlotUpdates, UPDATE_WORDS } from "../../../../src/engine/cuda/sampling/slot-updates.ts";
import { lowerPlan } from "../../../../src/program/lower.ts";
import { pageTokensOf } from "../../../../src/program/page-tokens.ts";
import { LAST_SAMPLED, type ServingStep } from "../../../../src/step/serving-step.ts";
import { planFixture } from "../../../support/plan-fixture.ts";
import { plannerError } from "../../../support/planner-error.ts";
import { PLAIN } from "../../../support/sampling.ts";
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

const TABLES = { slots: SLOTS, tables: 2, mostBiases: 3, vocabulary: 1024, known: VOCABULARY };

const stateFor = () => ({
  book: new SlotBook({ slots: SLOTS, tableStride: layout.tableStride, kvPages, pageTokens }),
  sampling: new SlotUpdates(TABLES),
});

/** What the device holds: the encoded steps, as begin_step and end_step enter them. */
class Device {
  readonly state = stateFor();
  readonly tables = new Int32Array((SLOTS + 1) * layout.tableStride);
  readonly last = new Int32Array(SLOTS);
  inputs = new Int32Array(0);

  run(step: ServingStep): void {
    const { payload: words } = encodeServingStep(layout, step, this.state, VOCABULARY);
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

const span = (start: number, end: number) =>
  Array.from({ length: end - start }, (_, index) => start + index);

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
    let empty = 0;
    for (const scheduled of steps) {
      device.run(servingStepOf(program, scheduled));
      const step = plainStepOf(program, scheduled, last);
      const expected = encodeStep(plain, step, { vocabularySize: VOCABULARY, kvPages });
      // Padding reads no KV.
      for (const row of layout.decode.flatMap(({ rows: [start, end] }) => span(start, end))) {
        if (step.sequences[step.sequenceOf[row] as number]?.id !== null) continue;
        expected[plain.contextLengths + row] = 0;
        empty++;
      }
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
    expect(empty).toBeGreaterThan(0);
    // Several requests had each slot.
    expect(last.size).toBeGreaterThan(2 * SLOTS);
  });

  it("are a few ten bytes a row, whatever the longest context", () => {
    const long = servingLimits(program, 131_072);
    const words = layOutServingInputs(program, long, SLOTS).length;
    expect(words * 4).toBeLessThan(40 * program.tokens);
  });
});

describe("the sampling of a serving step", () => {
  const [step] = steps.map((each) => servingStepOf(program, each)) as [ServingStep];
  const sampling = (changes: object) => [{ slot: 1, parameters: { ...PLAIN, ...changes } }];
  const rowSlots = (payload: Int32Array) =>
    [...payload.subarray(layout.rowSlots, layout.rowSlots + layout.sampledRows)].filter(
      (slot) => slot !== -1,
    );

  it("brings nothing for the likeliest tokens", () => {
    const encoded = encodeServingStep(
      layout,
      { ...step, sampling: sampling({}) },
      stateFor(),
      VOCABULARY,
    );
    expect(encoded).toMatchObject({ updates: 0, dataWords: 0 });
    expect(rowSlots(encoded.payload)).toEqual([]);
  });

  it("brings what is new behind the page entries, and says whose rows have it", () => {
    const logitBias = [{ token: 5, bias: 2 }];
    const { payload, updates, dataWords } = encodeServingStep(
      layout,
      { ...step, sampling: sampling({ temperature: 1, logitBias }) },
      stateFor(),
      VOCABULARY,
    );
    const at = layout.length + 2 * step.pageEntries.length;
    expect([updates, dataWords]).toEqual([1, 4]);
    expect(payload).toHaveLength(at + UPDATE_WORDS + dataWords);
    expect(payload[at]).toBe(1);
    expect(payload[at + UPDATE_WORDS]).toBe(5);
    expect(rowSlots(payload)).toEqual([1]);
  });

  it("is refused when a request would be sampled as the one before it in the slot", () => {
    const state = stateFor();
    const warm = { ...step, sampling: sampling({ temperature: 1 }) };
    encodeServingStep(layout, warm, state, VOCABULARY);
    const next = structuredClone(step);
    const sequence = next.sequences.find((_, index) => next.slots[index] === 1);
    Object.assign(sequence as object, { id: 77 });
    const encode = (changed: ServingStep) => encodeServingStep(layout, changed, state, VOCABULARY);
    const { message } = plannerError(() => encode(next));
    expect(message).toContain("request 77 takes slot 1 without parameters");
    expect(plannerError(() => encode(next)).message).toBe(message);
    encode({ ...next, sampling: sampling({}) });
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
    const state = stateFor();
    for (const step of before) encodeServingStep(layout, step, state, VOCABULARY);
    return { state, step: structuredClone(right) };
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
      "parameters that no kernel takes",
      (step) => Object.assign(step, { sampling: [{ slot: 0, parameters: { ...PLAIN, topP: 2 } }] }),
      "a top-p of 2",
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
    ["a slot for two", (step) => step.slots.copyWithin(1, 0, 1), "two requests in slot"],
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
    const { state, step: wrong } = midst();
    change(wrong);
    const error = plannerError(() => encodeServingStep(layout, wrong, state, VOCABULARY));
    expect(error.code).toBe("E_INTERNAL");
    expect(error.message).toContain(message);
    encodeServingStep(layout, right, state, VOCABULARY);
  });

  it.each([
    ["more sequences", { sequences: 1 }, "prefill sequences are more"],
    ["a longer chunk", { longest: 20 }, "tokens of a chunk are more"],
    ["a longer context", { context: 30 }, "KV tokens where 30 fit"],
  ])("is refused with %s than was planned for", (_, limit, message) => {
    const { state, step } = midst();
    const tight = { ...layout, limits: { ...limits, ...limit } };
    const error = plannerError(() => encodeServingStep(tight, step, state, VOCABULARY));
    expect(error.message).toContain(message);
  });

  it("is one that follows pages of the slot's owner before", () => {
    const { state, step } = midst();
    encodeServingStep(layout, step, state, VOCABULARY);
    // The next request of the slot has as many pages, which its step does not enter.
    const other = structuredClone(step);
    const [sequence] = other.sequences as [(typeof other.sequences)[0]];
    Object.assign(sequence, { id: 999, pages: sequence.pages.toReversed() });
    Object.assign(other, { pageEntries: [] });
    const error = plannerError(() => encodeServingStep(layout, other, state, VOCABULARY));
    expect(error.message).toMatch(/page 0 of request 999 is \d+, and the table of slot \d has \d+/);
  });
});
