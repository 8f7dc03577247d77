import { describe, expect, it } from "@jest/globals";
import { PrefillTime } from "../../src/deploy/prefill-time.ts";
import { readServingSet, type ServableProgram } from "../../src/deploy/serving-set.ts";
import { predictedStepTime } from "../../src/deploy/step-time.ts";
import type { ServingStep } from "../../src/step/serving-step.ts";
import { layOutStep } from "../../src/step/step.ts";

const PAGE_TOKENS = 16;
const set = readServingSet("plans/h200-sxm/llama-3-8b-tp1-1024-512.plan.yaml");
const stepUs = predictedStepTime(set);
const served = set.programs[0] as ServableProgram;
const { plan, program } = served;

/** Of the plan's only program, with a full batch of decode rows; chunks fill the rows of prompts. */
function stepOf(chunks: readonly { cachedTokens: number; newTokens: number }[]): ServingStep {
  const { decodeTokens, decodeContext } = plan.workload;
  const request = (kind: "decode" | "prefill", cachedTokens: number, newTokens: number) => ({
    ...{ id: 0, kind, cachedTokens, sampled: false },
    tokenIds: Array.from({ length: newTokens }, () => 0),
    pages: Array.from({ length: Math.ceil((cachedTokens + newTokens) / PAGE_TOKENS) }, () => 1),
  });
  const step = layOutStep(program.batch, PAGE_TOKENS, [
    ...Array.from({ length: decodeTokens }, () => request("decode", decodeContext - 1, 1)),
    ...chunks.map(({ cachedTokens, newTokens }) => request("prefill", cachedTokens, newTokens)),
  ]);
  return { ...step, slots: new Int32Array(step.sequences.length), pageEntries: [], sampling: [] };
}

const timeOf = (...args: Parameters<typeof stepOf>) => stepUs("d683p1365", stepOf(...args));

/** The plan's prompt rows as a profile measures them. */
const ownChunks = [512, 512, 341].map((newTokens) => ({ cachedTokens: 0, newTokens }));

describe("the predicted time of a step", () => {
  const planned = timeOf(ownChunks);

  it("is the plan's for the plan's own chunks", () => {
    expect(planned / plan.predicted.stepUs).toBeCloseTo(1, 3);
  });

  it("rises with what prompts see before the chunk", () => {
    const deep = timeOf([{ cachedTokens: 4096, newTokens: 1365 }]);
    const deeper = timeOf([{ cachedTokens: 8192, newTokens: 1365 }]);
    const deepest = timeOf([{ cachedTokens: 12_288, newTokens: 1365 }]);
    // 5.6 million pairs more, which the whole GPU takes about 16 µs a million and layer for.
    expect(deep - planned).toBeGreaterThan(2000);
    expect(deep - planned).toBeLessThan(9000);
    expect(deepest - deeper).toBeCloseTo(deeper - deep, 3);
  });

  it("goes by the chunk behind the longest context, not by the mean", () => {
    const even = timeOf([
      { cachedTokens: 1000, newTokens: 683 },
      { cachedTokens: 1000, newTokens: 682 },
    ]);
    const uneven = timeOf([
      { cachedTokens: 0, newTokens: 1237 },
      { cachedTokens: 8000, newTokens: 128 },
    ]);
    // Behind the short chunk lie 1.0 million pairs, behind the even ones 1.4 million.
    expect(uneven).toBeGreaterThan(even);
  });

  it("counts a chunk of one row as a full tile", () => {
    const others = { cachedTokens: 0, newTokens: 640 };
    const whole = timeOf([others, { cachedTokens: 6000, newTokens: 64 }]);
    expect(timeOf([others, { cachedTokens: 6063, newTokens: 1 }])).toBeCloseTo(whole, 6);
  });
});

describe("a program at a step", () => {
  const prefill = new PrefillTime(served, program, set.costs);
  const contextAt = (...args: Parameters<typeof stepOf>) =>
    prefill
      .programAt(stepOf(...args))
      .instructions.find(({ kernel }) => kernel.kind === "prefill_attention")?.size.context;

  it("has the plan's context for its own chunks, and theirs for longer ones", () => {
    expect(contextAt(ownChunks)).toBeCloseTo(plan.workload.prefillContext, 6);
    const later = ownChunks.map((chunk) => ({ ...chunk, cachedTokens: 1024 }));
    expect(contextAt(later)).toBeCloseTo(plan.workload.prefillContext + 1024, 6);
  });

  it("never has less context than none", () => {
    const short = Array.from({ length: 21 }, () => ({ cachedTokens: 0, newTokens: 64 }));
    expect(contextAt(short)).toBe(0);
  });
});
