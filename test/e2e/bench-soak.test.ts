import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { footprint } from "../../scripts/bench/soak/footprint.ts";
import { RandomLoad } from "../../scripts/bench/soak/random-load.ts";
import { WatchedEngine } from "../../scripts/bench/soak/watched-engine.ts";
import type { ExecutorHello } from "../../src/engine/cuda/process/protocol.ts";
import { randomFrom } from "../../src/random.ts";
import { onlyProgram } from "../../src/runtime/rows/choose-program.ts";
import { Runtime } from "../../src/runtime/serving/runtime.ts";
import type { ServingEngine, ServingStep } from "../../src/step/serving-step.ts";

const PAGE_TOKENS = 16;
const PROGRAM = {
  name: "only",
  batch: {
    decodeRows: [[0, 64]] as [number, number][],
    prefillRows: [[64, 512]] as [number, number][],
    prefillChunks: 16,
    sampledRows: 80,
  },
};

/** Computes nothing. */
const IDLE: ServingEngine = {
  depth: 2,
  async submit(_: string, { sampledRows }: ServingStep) {
    return { tokens: new Int32Array(sampledRows.length), failures: [], deviceUs: 0 };
  },
  async close() {},
};

describe("a soak", () => {
  it("cancels, preempts and ends requests, and leaves no page held nor KV that is another's", async () => {
    const engine = new WatchedEngine(IDLE, PAGE_TOKENS);
    const load = new RandomLoad(100, 1000, randomFrom(1));
    let steps = 0;
    const runtime: Runtime = new Runtime(engine, {
      programs: [PROGRAM],
      choice: onlyProgram(PROGRAM),
      slots: 80,
      kvPages: 400,
      pageTokens: PAGE_TOKENS,
      sharesPrefixes: false,
      outputShare: 0,
      positions: 4096,
      vocabularySize: 1000,
      nowUs: () => steps * 1e5,
      onStep: () => {
        if (steps++ < 400) load.step(runtime, steps * 1e5);
      },
    });
    load.step(runtime, 0);
    await runtime.idle();
    const { preemptions, kv } = runtime.state;
    expect(preemptions).toBeGreaterThan(0);
    expect(load.endings).toMatchObject({
      length: expect.any(Number),
      cancelled: expect.any(Number),
    });
    expect({ open: load.open, held: kv.held, faults: engine.faults }).toEqual({
      ...{ open: 0, held: 0, faults: [] },
    });
  });

  it("finds a step that reads KV of another token", async () => {
    const engine = new WatchedEngine(IDLE, PAGE_TOKENS);
    const step = (id: number, position: number): ServingStep => ({
      tokenIds: Int32Array.of(1),
      positions: Int32Array.of(position),
      sequenceOf: Int32Array.of(0),
      sequences: [{ id, kind: "decode", pages: [3], cachedTokens: position, newTokens: 1 }],
      ...{ sampledRows: Int32Array.of(0), slots: Int32Array.of(0), pageEntries: [], sampling: [] },
    });
    await engine.submit("only", step(7, 0));
    await engine.submit("only", step(7, 1));
    expect(engine.faults).toEqual([]);
    await engine.submit("only", step(8, 1));
    expect(engine.faults).toMatchObject([{ id: 8, position: 0, found: { id: 7, position: 0 } }]);
  });
});

describe("what a soak holds", () => {
  it("is this process's alone where the engine is simulated", async () => {
    const { memoryMb, openFiles, ...others } = await footprint(undefined);
    expect(memoryMb).toBeCloseTo(process.memoryUsage.rss() / 1e6, -2);
    expect(openFiles).toBeGreaterThan(2);
    expect(new Set(Object.values(others))).toEqual(new Set([undefined]));
  });

  it("is the executor's too, and the memory of its GPU, as long as these are there", async () => {
    const child = spawn("/bin/sleep", ["60"]);
    const hello = { devices: [{ uuid: "GPU-none" }] } as unknown as ExecutorHello;
    const { executorMemoryMb, executorOpenFiles, executorThreads, gpuMemoryMib } = await footprint({
      ...{ pid: child.pid, hello },
    });
    expect(executorMemoryMb).toBeGreaterThan(0);
    expect(executorOpenFiles).toBeGreaterThanOrEqual(3);
    expect({ executorThreads, gpuMemoryMib }).toEqual({
      ...{ executorThreads: 1, gpuMemoryMib: undefined },
    });
    child.kill("SIGKILL");
    await once(child, "close");
    expect((await footprint({ pid: child.pid, hello })).executorMemoryMb).toBeUndefined();
  });
});
