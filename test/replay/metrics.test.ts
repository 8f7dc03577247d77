import { describe, expect, it } from "@jest/globals";
import { percentilesOf } from "../../src/replay/metrics/distribution.ts";
import { isGood, latenciesOf } from "../../src/replay/metrics/latency.ts";
import { steadyPart } from "../../src/replay/metrics/steady-part.ts";
import { programUses, throughputOf } from "../../src/replay/metrics/steps.ts";
import { timeSeries } from "../../src/replay/metrics/time-series.ts";
import { RequestLog, type StepLog } from "../../src/replay/replay-log.ts";

const MS = 1000;

/** A request of so many output tokens, which come at these times, ms. */
function served(arrivalMs: number, tokensAtMs: readonly number[], promptTokens = 10): RequestLog {
  const log = new RequestLog({
    promptTokens,
    outputTokens: tokensAtMs.length,
    arrivalUs: arrivalMs * MS,
  });
  for (const at of tokensAtMs) log.token(at * MS);
  return log;
}

function step(index: number, changes: Partial<StepLog> = {}): StepLog {
  return {
    step: index,
    program: "d2p6",
    load: { decodeRequests: 2, promptTokens: 6, prompts: 1 },
    rows: { decode: 2, decodeInPrefill: 0, prompt: 6, promptInDecode: 0, redone: 0, padding: 0 },
    tokens: 2,
    running: 3,
    waiting: 1,
    kv: { held: 4, kept: 0, free: 12 },
    preemptions: 0,
    submittedUs: index * 100,
    arrivedUs: (index + 1) * 100,
    deviceUs: 100,
    scheduleUs: 1,
    predictedUs: 80,
    kvReads: { decode: 20, prefill: 0 },
    servedRequests: index,
    ...changes,
  } as StepLog;
}

describe("percentiles", () => {
  it("lie between ranks, as NumPy has them", () => {
    // numpy.percentile([1, 2, 3, 4, 10], [50, 90, 99]) = [3, 7.6, 9.76]
    const found = percentilesOf(Float64Array.of(10, 1, 3, 2, 4));
    expect(found?.p50).toBe(3);
    expect(found?.p90).toBeCloseTo(7.6, 12);
    expect(found?.p99).toBeCloseTo(9.76, 12);
    expect(found?.mean).toBe(4);
  });

  it("are none of nothing", () => {
    expect(percentilesOf(new Float64Array())).toBeNull();
  });
});

describe("latencies", () => {
  it("count from the arrival, and per token after the first", () => {
    const latencies = latenciesOf([served(10, [30, 40, 60])]);
    expect(latencies.timeToFirstTokenMs?.p50).toBe(20);
    expect(latencies.timePerOutputTokenMs?.p50).toBe(15);
    expect(latencies.interTokenLatencyMs?.mean).toBe(15);
    expect(latencies.endToEndMs?.p50).toBe(50);
    expect(latencies.normalizedMs?.p50).toBeCloseTo(50 / 3, 12);
  });

  it("leave out requests that did not get all their tokens", () => {
    const cut = new RequestLog({ promptTokens: 1, outputTokens: 3, arrivalUs: 0 });
    cut.token(5 * MS);
    expect(latenciesOf([cut]).timeToFirstTokenMs).toBeNull();
    expect(cut.gapsUs).toHaveLength(0);
  });

  it("have no time per token of a single one", () => {
    const latencies = latenciesOf([served(0, [5])]);
    expect(latencies.timePerOutputTokenMs).toBeNull();
    expect(latencies.timeToFirstTokenMs?.p50).toBe(5);
  });

  it.each([
    [{}, true],
    [{ ttftMs: 20 }, true],
    [{ ttftMs: 19.9 }, false],
    [{ tpotMs: 14.9 }, false],
    [{ ttftMs: 20, tpotMs: 15, e2eMs: 50 }, true],
    [{ e2eMs: 49 }, false],
  ])("keep a service level or not: %j", (level, isKept) => {
    expect(isGood(served(10, [30, 40, 60]), level)).toBe(isKept);
  });
});

describe("the steady part", () => {
  it("begins when as many have ended as ran, and ends with the last that left some waiting", () => {
    const steps = Array.from({ length: 10 }, (_, index) =>
      step(index, { waiting: index < 8 ? 1 : 0 }),
    );
    expect(steadyPart({ steps })).toEqual({ first: 3, end: 8 });
  });

  it("is none where some waited now and then", () => {
    const steps = Array.from({ length: 20 }, (_, index) =>
      step(index, { waiting: index % 3 === 0 ? 1 : 0 }),
    );
    expect(steadyPart({ steps })).toBeUndefined();
  });

  it("is none where nobody waits", () => {
    const steps = Array.from({ length: 10 }, (_, index) => step(index, { waiting: 0 }));
    expect(steadyPart({ steps })).toBeUndefined();
  });
});

describe("throughput", () => {
  const idle = {
    decode: 2,
    decodeInPrefill: 0,
    prompt: 2,
    promptInDecode: 0,
    redone: 0,
    padding: 4,
  };
  const steps = [step(0), step(1, { rows: idle }), step(2), step(3)];

  it("counts useful tokens from the end of the step before", () => {
    const { seconds, tokensPerSecond, padding, stepRate } = throughputOf(steps, {
      first: 1,
      end: 3,
    });
    expect(seconds).toBeCloseTo(200e-6, 12);
    expect(tokensPerSecond).toBeCloseTo(12 / 200e-6, 3);
    expect(padding).toBe(0.25);
    expect(stepRate).toBeCloseTo(16 / 200e-6, 3);
  });

  it("leaves out what went through the model before, which is no padding", () => {
    const redone = steps.map((each, index) =>
      index === 2 ? step(2, { rows: { ...each.rows, redone: 4 } }) : each,
    );
    const { tokensPerSecond, padding, stepRate } = throughputOf(redone, { first: 1, end: 3 });
    expect(tokensPerSecond).toBeCloseTo(8 / 200e-6, 3);
    expect(padding).toBe(0.25);
    expect(stepRate).toBeCloseTo(16 / 200e-6, 3);
  });

  it("sets each program's steps beside their predictions", () => {
    const [first, second] = programUses([...steps, step(4, { program: "d8", deviceUs: 10 })]);
    expect(first).toMatchObject({ name: "d2p6", steps: 4, measuredUs: 100, predictedUs: 80 });
    expect(first?.ratio).toBeCloseTo(1.25, 12);
    expect(second).toMatchObject({ name: "d8", steps: 1 });
  });

  it("is spread over slices of time", () => {
    const series = timeSeries(
      { steps, lastSteps: new Map(), endUs: 400, requests: [], isInterrupted: false },
      2,
    );
    expect(series.map(({ tokensPerSecond }) => Math.round(tokensPerSecond))).toEqual([
      60_000, 80_000,
    ]);
    expect(series.at(-1)).toMatchObject({ endSeconds: 400e-6, program: "d2p6", kvShare: 0.25 });
  });
});
