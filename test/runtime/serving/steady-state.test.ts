import { describe, expect, it } from "@jest/globals";
import type { RequestInput } from "../../../src/runtime/requests/request.ts";
import { onlyProgram } from "../../../src/runtime/rows/choose-program.ts";
import { Runtime, type RuntimeOptions } from "../../../src/runtime/serving/runtime.ts";
import type { StepRecord } from "../../../src/runtime/serving/step-record.ts";
import type { ServingEngine, ServingStep } from "../../../src/step/serving-step.ts";

/**
 * The shipped plan of llama-3-8b for 1024/512 on an H200, with half of its rows, for requests a
 * quarter as long: so with an eighth of its KV, in pages of
 * a quarter.
 */
const BATCH = {
  decodeRows: [
    [0, 256],
    [256, 341],
  ] as [number, number][],
  prefillRows: [[341, 1024]] as [number, number][],
  prefillChunks: 64,
  sampledRows: 405,
};
const ROWS = 1024;
const KV_TOKENS = 900_086 / 8;
const PAGE_TOKENS = 4;
const [PROMPT, OUTPUT] = [256, 128];

const END = 1;
const MEAN_OUTPUT = 32;

/** Computes nothing; one of so many tokens ends its request. */
function engine(): ServingEngine {
  let tokens = 0;
  return {
    depth: 2,
    async submit(_program: string, { sampledRows }: ServingStep) {
      const sampled = sampledRows.map(() => (tokens++ % MEAN_OUTPUT === 0 ? END : 0));
      return { tokens: sampled, failures: [], deviceUs: 0 };
    },
    async close() {},
  };
}

/** Steps of the steady part: behind the ramp, and while requests wait. */
async function steadySteps(
  requests: readonly RequestInput[],
  warmUpSteps: number,
  outputShare: RuntimeOptions["outputShare"] = 1,
) {
  const records: StepRecord[] = [];
  const program = { name: "steady", batch: BATCH };
  const runtime = new Runtime(engine(), {
    programs: [program],
    choice: onlyProgram(program),
    kvPages: 1 + Math.floor(KV_TOKENS / PAGE_TOKENS),
    pageTokens: PAGE_TOKENS,
    sharesPrefixes: false,
    slots: 512,
    outputShare,
    positions: 8192,
    vocabularySize: 10,
    onStep: (record) => records.push(record),
  });
  for (const request of requests) runtime.submit(request, () => {});
  await runtime.idle();
  const steady = records.filter(({ step, waiting }) => step > warmUpSteps && waiting > 0);
  const padding = steady.reduce((sum, { rows }) => sum + rows.padding, 0);
  return { steps: steady.length, padding: padding / steady.length / ROWS, state: runtime.state };
}

describe("the steady state", () => {
  it("leaves less than one row in a hundred empty, and preempts nobody", async () => {
    const request = { prompt: new Int32Array(PROMPT), maxTokens: OUTPUT };
    const { steps, padding, state } = await steadySteps(Array(1400).fill(request), 3 * OUTPUT);
    expect(steps).toBeGreaterThan(100);
    expect(padding).toBeLessThan(0.01);
    expect(state.preemptions).toBe(0);
  });

  it("does so with requests of other lengths than the plan is made for", async () => {
    const requests = Array.from({ length: 1400 }, (_, index) => ({
      prompt: new Int32Array(1 + ((index * 7919) % 300)),
      maxTokens: 1 + ((index * 104_729) % 150),
    }));
    const { steps, padding, state } = await steadySteps(requests, OUTPUT);
    expect(steps).toBeGreaterThan(100);
    expect(padding).toBeLessThan(0.01);
    expect(state.preemptions).toBe(0);
  });

  it("learns how much of their limit requests use, where clients leave it large", async () => {
    const request = { prompt: new Int32Array(PROMPT), maxTokens: 2048, eosTokens: [END] };
    const strict = await steadySteps(Array(200).fill(request), 100);
    const learned = await steadySteps(Array(500).fill(request), 100, "learned");
    expect(strict.padding).toBeGreaterThan(0.4);
    expect(learned.padding).toBeLessThan(0.1);
    expect(learned.state.preemptions).toBe(0);
  });
});
