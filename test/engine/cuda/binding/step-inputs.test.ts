import { describe, expect, it } from "@jest/globals";
import {
  encodeStep,
  layOutInputs,
  limitsOf,
} from "../../../../src/engine/cuda/binding/step-inputs.ts";
import { lowerPlan } from "../../../../src/program/lower.ts";
import {
  layOutStep,
  type Step,
  type StepRequest,
  type StepSequence,
} from "../../../../src/step/step.ts";
import { planFixture } from "../../../support/plan-fixture.ts";
import { plannerError } from "../../../support/planner-error.ts";

const PAGE_TOKENS = 16;
/** Nano-batches of 256 tokens, 64 of them decode tokens. */
const program = lowerPlan(planFixture(), 2);

const decode: StepRequest = {
  id: 1,
  kind: "decode",
  cachedTokens: 17,
  tokenIds: [5],
  pages: [7, 3],
  sampled: true,
};
/** Longer than the prefill rows of the first nano-batch. */
const prompt: StepRequest = {
  id: 2,
  kind: "prefill",
  cachedTokens: 32,
  tokenIds: Array.from({ length: 200 }, (_, index) => index),
  pages: Array.from({ length: 15 }, (_, index) => 20 + index),
  sampled: true,
};
const step = layOutStep(program.batch, PAGE_TOKENS, [decode, prompt]);
const DEVICE = { vocabularySize: 1000, kvPages: 40 };

describe("the inputs of a step", () => {
  const layout = layOutInputs(program, limitsOf(program, [step]));
  const inputs = encodeStep(layout, step, DEVICE);

  it("say for each row its token, position and place in the cache", () => {
    const [decodeRow] = program.batch.decodeRows[0] as [number, number];
    expect(inputs[layout.tokenIds + decodeRow]).toBe(5);
    expect(inputs[layout.positions + decodeRow]).toBe(17);
    expect(inputs[layout.slots + decodeRow]).toBe(3 * PAGE_TOKENS + 1);
    expect(inputs[layout.contextLengths + decodeRow]).toBe(18);
  });

  it("give decode attention the pages of each of its requests", () => {
    const [first] = layout.decode;
    const at = first?.table.at ?? 0;
    expect([...inputs.subarray(at, at + 2)]).toEqual([7, 3]);
    // Padding reads one token of the scrap page.
    expect([...inputs.subarray(at + layout.tableStride, at + layout.tableStride + 2)]).toEqual([
      0, 0,
    ]);
  });

  it("cut a chunk where a nano-batch ends, the rest behind what came before", () => {
    const [first, second] = layout.prefill;
    expect(first?.rows).toEqual([64, 256]);
    expect(inputs[(first?.queryStarts ?? 0) + 1]).toBe(192);
    expect(inputs[first?.contextBefore ?? 0]).toBe(32);
    expect(inputs[(second?.queryStarts ?? 0) + 1]).toBe(8);
    expect(inputs[second?.contextBefore ?? 0]).toBe(32 + 192);
    const pages = inputs.subarray(second?.table.at, (second?.table.at ?? 0) + 15);
    expect([...pages]).toEqual(prompt.pages);
  });

  it("leave unused sequences without rows", () => {
    const roomy = layOutInputs(program, { ...layout.limits, sequences: 5 });
    const { queryStarts = 0 } = roomy.prefill[0] ?? {};
    const starts = [...encodeStep(roomy, step, DEVICE).subarray(queryStarts, queryStarts + 6)];
    expect(starts).toEqual([0, 192, 192, 192, 192, 192]);
  });

  it.each([
    ["a longer context", { context: 100 }, "position of row"],
    ["more sequences", { sequences: 1 }, "prefill sequences"],
    ["a longer chunk", { longest: 100 }, "tokens of a chunk"],
  ])("are refused with %s than was planned for", (_, limit, message) => {
    const tight = layOutInputs(program, { ...layout.limits, ...limit });
    expect(plannerError(() => encodeStep(tight, step, DEVICE)).message).toContain(message);
  });

  const [decodeRow] = program.batch.decodeRows[0] as [number, number];
  const changed = (change: (copy: Step) => void): Step => {
    const copy = structuredClone(step) as Step;
    change(copy);
    return copy;
  };
  const withPages = (pages: number[]) => (copy: Step) => {
    (copy.sequences as StepSequence[])[0] = { ...(copy.sequences[0] as StepSequence), pages };
  };

  it.each<[string, (copy: Step) => void, string]>([
    [
      "a token id as NaN gave it",
      (copy) => copy.tokenIds.fill(2147483647, decodeRow),
      "token id of row 0 is 2147483647",
    ],
    [
      "the first token id behind the vocabulary",
      (copy) => copy.tokenIds.fill(1000, 70),
      "token id of row 70 is 1000, and must be from 0 to 999",
    ],
    ["a negative token id", (copy) => copy.tokenIds.fill(-1, 3), "token id of row 3 is -1"],
    ["a negative position", (copy) => copy.positions.fill(-1, 3), "position of row 3 is -1"],
    [
      "a position behind its pages",
      (copy) => copy.positions.fill(32, decodeRow, 1),
      "position of row 0 in its pages is 32",
    ],
    [
      "a page behind the cache",
      withPages([7, 40]),
      "page of request 1 is 40, and must be from 0 to 39",
    ],
    ["a negative page", withPages([-1, 3]), "page of request 1 is -1"],
    ["a page that is no number", withPages([7, Number.NaN]), "page of request 1 is NaN"],
    [
      "too few pages",
      withPages([7]),
      "position of row 0 in its pages is 17, and must be from 0 to 15",
    ],
    ["a sampled row behind the batch", (copy) => copy.sampledRows.fill(512), "sampled row is 512"],
    ["a row of no sequence", (copy) => copy.sequenceOf.fill(9999, 5), "sequence of row 5 is 9999"],
    [
      "rows that are missing",
      (copy) => Object.assign(copy, { positions: copy.positions.subarray(1) }),
      "511 rows where 512",
    ],
    [
      "more sampled rows than fit",
      (copy) => Object.assign(copy, { sampledRows: new Int32Array(500) }),
      "500 sampled rows where",
    ],
  ])("are refused with %s", (_, change, message) => {
    const { code, message: said } = plannerError(() => encodeStep(layout, changed(change), DEVICE));
    expect(code).toBe("E_INTERNAL");
    expect(said).toContain(message);
  });
});
