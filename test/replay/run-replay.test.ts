import { describe, expect, it } from "@jest/globals";
import { ServingSimulator } from "../../src/engine/simulator/serving-simulator.ts";
import { simulatedClock } from "../../src/replay/clocks.ts";
import { RecordedEngine } from "../../src/replay/recorded-engine.ts";
import { type ReplayClock, runReplay } from "../../src/replay/run-replay.ts";
import { onlyProgram } from "../../src/runtime/rows/choose-program.ts";
import type { ServingEngine } from "../../src/step/serving-step.ts";

const STEP_US = 1000;
const PROGRAM = {
  name: "d4p12",
  batch: {
    decodeRows: [[0, 4] as [number, number]],
    prefillRows: [[4, 16] as [number, number]],
    prefillChunks: 4,
    sampledRows: 16,
  },
};
const OPTIONS = {
  maxTokens: 4,
  sampling: { temperature: 0 },
  vocabularySize: 100,
  programs: [PROGRAM],
  choice: onlyProgram(PROGRAM),
  sharesPrefixes: false,
  outputShare: 1,
  slots: 8,
  pageTokens: 4,
  kvPages: 65,
  positions: 64,
  seed: 1,
};

const requests = (arrivalsUs: readonly number[]) =>
  arrivalsUs.map((arrivalUs) => ({ promptTokens: 6, outputTokens: 3, arrivalUs }));

function replayed(engine: ServingEngine, clock: ReplayClock, arrivalsUs: readonly number[]) {
  const { signal } = new AbortController();
  const recorded = new RecordedEngine(engine, () => STEP_US);
  return runReplay(recorded, requests(arrivalsUs), { ...OPTIONS, clock, signal });
}

describe("a replay", () => {
  it("gives each request its tokens, none before it arrived", async () => {
    const engine = new ServingSimulator(() => STEP_US);
    const log = await replayed(engine, simulatedClock(engine), [0, 0, 2500, 90_000]);
    expect(log.requests.map(({ tokens }) => tokens)).toEqual([3, 3, 3, 3]);
    for (const { request, firstTokenUs } of log.requests) {
      expect(firstTokenUs).toBeGreaterThan(request.arrivalUs);
    }
    // The last comes when nobody is there: its first token takes one step.
    expect(log.requests.at(-1)?.firstTokenUs).toBe(90_000 + STEP_US);
    expect(log.endUs).toBe(90_000 + 3 * STEP_US);
    expect(log.steps.at(-1)?.servedRequests).toBe(4);
  });

  it("ends when the engine fails, with what was done, and waits for nobody", async () => {
    const engine = new ServingSimulator(() => STEP_US);
    let steps = 0;
    const failing: ServingEngine = {
      depth: 2,
      submit: (program, step) => {
        if (++steps > 3) return Promise.reject(new Error("the GPU is gone"));
        return engine.submit(program, step);
      },
      close: () => Promise.resolve(),
    };
    const clock: ReplayClock = {
      nowUs: () => engine.nowUs,
      // Real time: it would take an hour to the last request.
      until: (_us, _idle, signal) =>
        new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
    };
    const log = await replayed(failing, clock, [0, 3_600_000_000]);
    expect(log.failure?.message).toBe("the GPU is gone");
    expect(log.requests).toHaveLength(1);
    expect(log.steps.length).toBeGreaterThan(0);
  });
});
