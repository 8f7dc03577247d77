import { describe, expect, it } from "@jest/globals";
import { placeSlotTables } from "../../../../src/engine/cuda/sampling/slot-tables.ts";
import { SlotUpdates, UPDATE_WORDS } from "../../../../src/engine/cuda/sampling/slot-updates.ts";
import type { SamplingParameters, SlotSampling } from "../../../../src/step/serving-step.ts";
import { plannerError } from "../../../support/planner-error.ts";
import { PLAIN } from "../../../support/sampling.ts";

const TABLES = { slots: 4, tables: 2, mostBiases: 3, vocabulary: 64, known: 60 };
const TABLE_WORD = 14;

const taken = (slot: number, changes: Partial<SamplingParameters> = {}): SlotSampling => ({
  slot,
  parameters: { ...PLAIN, ...changes },
});

const tablesOf = ({ records }: { records: Int32Array }) =>
  Array.from({ length: records.length / UPDATE_WORDS }, (_, i) => [
    records[i * UPDATE_WORDS],
    records[i * UPDATE_WORDS + TABLE_WORD],
  ]);

describe("updates of slots", () => {
  it("are none for greedy requests, whose rows keep the fast path", () => {
    const updates = new SlotUpdates(TABLES);
    expect(updates.enter([taken(0), taken(3, { temperature: 1e-9 })]).count).toBe(0);
    expect([updates.rowSlot(0), updates.rowSlot(3), updates.rowSlot(-1)]).toEqual([-1, -1, -1]);
  });

  it("give a row its slot while the request samples otherwise", () => {
    const updates = new SlotUpdates(TABLES);
    updates.enter([taken(1, { temperature: 1 }), taken(2, { logprobs: 1 })]);
    expect([updates.rowSlot(1), updates.rowSlot(2)]).toEqual([1, 2]);
    updates.enter([taken(1)]);
    expect(updates.rowSlot(1)).toBe(-1);
  });

  it("give tables to those that have penalties or biases, and take them back", () => {
    const updates = new SlotUpdates(TABLES);
    const first = updates.enter([
      taken(0, { temperature: 1 }),
      taken(1, { presencePenalty: 1 }),
      taken(2, { logitBias: [{ token: 5, bias: 1 }] }),
    ]);
    expect(tablesOf(first)).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    const third = () => updates.enter([taken(3, { repetitionPenalty: 2 })]);
    expect(plannerError(third).message).toMatch(/1 more slots .* where 0 are left/);
    // Slot 1 goes to a request without, and its table to slot 3.
    const next = updates.enter([taken(1, { temperature: 1 }), taken(3, { repetitionPenalty: 2 })]);
    expect(tablesOf(next)).toEqual([
      [1, 0],
      [3, 1],
    ]);
  });

  it("count the tokens of a request that has some, each once", () => {
    const parameters = { ...PLAIN, frequencyPenalty: 1, logitBias: [{ token: 9, bias: -2.5 }] };
    const history = { prompt: [7, 9, 7], output: [7, 8, 8] };
    const updates = new SlotUpdates(TABLES);
    updates.enter([taken(0, { temperature: 1 })]);
    const { records, data } = updates.enter([{ slot: 3, parameters, history }]);
    expect([...records.slice(0, 3)]).toEqual([3, 0, 3]);
    const bias = new Float32Array(Int32Array.of(data[1] as number).buffer)[0];
    expect([data[0], bias]).toEqual([9, -2.5]);
    const entries = Array.from({ length: 3 }, (_, i) => [data[2 + 2 * i], data[3 + 2 * i]]);
    expect(Object.fromEntries(entries)).toEqual({ 7: 0x8001, 8: 2, 9: 0xc000 });
  });

  it("write the parameters as the kernel reads them", () => {
    const changes = { temperature: 0.5, topK: 40, topP: 0.75, minP: 0.125, seed: 2 ** 33 + 5 };
    const { records } = new SlotUpdates(TABLES).enter([taken(2, { ...changes, logprobs: 7 })]);
    const floats = new Float32Array(records.buffer, records.byteOffset);
    expect([...floats.slice(4, 7)]).toEqual([0.5, 0.75, 0.125]);
    expect([...records.slice(7, 10)]).toEqual([40, 5, 2]);
    expect([...floats.slice(10, 13)]).toEqual([1, 0, 0]);
    expect([...records.slice(13, 16)]).toEqual([7, 0, 0]);
  });

  it.each<[string, Partial<SamplingParameters>]>([
    ["a temperature of NaN", { temperature: Number.NaN }],
    ["a temperature of -1", { temperature: -1 }],
    ["a top-p of 0", { topP: 0 }],
    ["a min-p of 1.5", { minP: 1.5 }],
    ["a top-k of -1", { topK: -1 }],
    ["a seed of 0.5", { seed: 0.5 }],
    ["a repetition penalty of 0", { repetitionPenalty: 0 }],
    ["a presence penalty of Infinity", { presencePenalty: Number.POSITIVE_INFINITY }],
    ["a number of log probabilities of 33", { logprobs: 33 }],
    ["a biased token of 60", { logitBias: [{ token: 60, bias: 1 }] }],
  ])("refuse %s", (message, changes) => {
    const updates = new SlotUpdates(TABLES);
    const error = plannerError(() => updates.enter([taken(0, changes)]));
    expect(error.code).toBe("E_INTERNAL");
    expect(error.message).toContain(message);
    expect(updates.rowSlot(0)).toBe(-1);
  });
});

describe("the tables of slots", () => {
  it("take 48 bytes a slot, and 2 bytes a token where there may be penalties", () => {
    const tables = { ...TABLES, slots: 2048, mostBiases: 512, vocabulary: 128_256, known: 128_256 };
    expect(placeSlotTables({ ...tables, tables: 0 }).bytes).toBe(2048 * 48);
    const per = 2 * 128_256 + 8 * 512;
    expect(placeSlotTables({ ...tables, tables: 64 }).bytes).toBe(2048 * 48 + 64 * per);
  });
});
