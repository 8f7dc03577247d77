import { describe, expect, it } from "@jest/globals";
import {
  encodeStep,
  layOutInputs,
  limitsOf,
} from "../../../../src/engine/cuda/binding/step-inputs.ts";
import { lowerPlan } from "../../../../src/program/lower.ts";
import { layOutStep, type StepRequest } from "../../../../src/step/step.ts";
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

describe("the inputs of a step", () => {
  const layout = layOutInputs(program, limitsOf(program, [step]));
  const inputs = encodeStep(layout, step);

  it("say for each row its token, position and place in the cache", () => {
    const [decodeRow] = program.batch.decodeRows[0] as [number, number];
    expect(inputs[layout.tokenIds + decodeRow]).toBe(5);
    expect(inputs[layout.positions + decodeRow]).toBe(17);
    expect(inputs[layout.slots + decodeRow]).toBe(3 * PAGE_TOKENS + 1);
    expect(inputs[layout.contextLengths + decodeRow]).toBe(18);
  });

  it("give decode attention the pages of each of its requests", () => {
    const [first] = layout.decode;
    const at = first?.pageTable ?? 0;
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
    const pages = inputs.subarray(second?.pageTable, (second?.pageTable ?? 0) + 15);
    expect([...pages]).toEqual(prompt.pages);
  });

  it("leave unused sequences without rows", () => {
    const roomy = layOutInputs(program, { ...layout.limits, sequences: 5 });
    const { queryStarts = 0 } = roomy.prefill[0] ?? {};
    const starts = [...encodeStep(roomy, step).subarray(queryStarts, queryStarts + 6)];
    expect(starts).toEqual([0, 192, 192, 192, 192, 192]);
  });

  it.each([
    ["a longer context", { context: 100 }, "KV tokens of a sequence"],
    ["more sequences", { sequences: 1 }, "prefill sequences"],
    ["a longer chunk", { longest: 100 }, "tokens of a chunk"],
  ])("are refused with %s than was planned for", (_, limit, message) => {
    const tight = layOutInputs(program, { ...layout.limits, ...limit });
    expect(plannerError(() => encodeStep(tight, step)).message).toContain(message);
  });
});
