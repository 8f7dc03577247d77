import { describe, expect, it } from "@jest/globals";
import { readServingSet } from "../../src/deploy/serving-set.ts";
import { predictedStepTime } from "../../src/deploy/step-time.ts";
import type { ServingStep } from "../../src/step/serving-step.ts";

const set = readServingSet("plans/h200-sxm/llama-3-8b-tp1-1024-512.plan.yaml");
const stepUs = predictedStepTime(set);

/** Of the plan's only program, with a full batch of decode rows. */
function timeOf(chunks: readonly { cachedTokens: number; newTokens: number }[]): number {
  const { decodeTokens, decodeContext } = set.programs[0]?.plan.workload ?? { decodeTokens: 0 };
  const decode = { id: 0, kind: "decode" as const, pages: [], newTokens: 1 };
  const cachedTokens = Math.round((decodeContext ?? 0) - 1);
  const sequences = [
    ...Array.from({ length: decodeTokens }, () => ({ ...decode, cachedTokens })),
    ...chunks.map((chunk) => ({ id: 1, kind: "prefill" as const, pages: [], ...chunk })),
  ];
  return stepUs("d683p1365", { sequences } as unknown as ServingStep);
}

describe("the predicted time of a step", () => {
  const { plan } = set.programs[0] ?? {};
  const planned = timeOf([{ cachedTokens: 0, newTokens: 1365 }]);

  it("is the plan's for the plan's own chunk", () => {
    expect(planned / (plan?.predicted.stepUs ?? 0)).toBeCloseTo(1, 3);
  });

  it("rises with what prompts see before the chunk", () => {
    const deep = timeOf([{ cachedTokens: 4000, newTokens: 1365 }]);
    const deeper = timeOf([{ cachedTokens: 8000, newTokens: 1365 }]);
    // 5.5 million pairs more, which the whole GPU takes about 16 µs a million and layer for.
    expect(deep - planned).toBeGreaterThan(2000);
    expect(deep - planned).toBeLessThan(9000);
    expect(deeper - deep).toBeCloseTo(deep - planned, 3);
  });

  it("counts a chunk of one row as a full tile", () => {
    const whole = timeOf([{ cachedTokens: 1000, newTokens: 64 }]);
    const each = { cachedTokens: 1063, newTokens: 1 };
    expect(timeOf([each])).toBeCloseTo(whole, 6);
    const [none, two] = [timeOf([]), timeOf([each, each])];
    expect((two - none) / (whole - none)).toBeCloseTo(2, 6);
  });
});
