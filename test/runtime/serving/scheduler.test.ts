import { describe, expect, it } from "@jest/globals";
import { GREEDY } from "../../../src/runtime/requests/request.ts";
import { onlyProgram } from "../../../src/runtime/rows/choose-program.ts";
import { Scheduler, type SchedulerOptions } from "../../../src/runtime/serving/scheduler.ts";
import { sequenceOf } from "../../support/sequences.ts";

const PAGE_TOKENS = 16;
const PROGRAM = {
  name: "small",
  batch: {
    decodeRows: [[0, 4]] as [number, number][],
    prefillRows: [[4, 68]] as [number, number][],
    prefillChunks: 8,
    sampledRows: 12,
  },
};

function schedulerOf(options: Partial<SchedulerOptions> & { kvPages: number }): Scheduler {
  return new Scheduler({
    programs: [PROGRAM],
    choice: onlyProgram(PROGRAM),
    pageTokens: PAGE_TOKENS,
    sharesPrefixes: false,
    slots: 8,
    outputShare: 1,
    ...options,
  });
}

const promptOf = (tokens: number) => Int32Array.from({ length: tokens }, (_, at) => at);

describe("the scheduler", () => {
  it("admits who was preempted when all of its tokens have arrived, and not before", () => {
    const scheduler = schedulerOf({ kvPages: 1 + 4, outputShare: 0 });
    const first = sequenceOf(0, { prompt: promptOf(15), maxTokens: 34 });
    const last = sequenceOf(1, { prompt: promptOf(15), maxTokens: 34 });
    scheduler.add(first);
    scheduler.add(last);
    for (let step = 0; step < 34; step++) scheduler.schedule();
    expect(first.tokensLeft).toBe(0);
    expect(last).toMatchObject({ state: "preempted", inFlight: 18 });
    scheduler.remove(first, true);
    expect(scheduler.schedule()).toBeUndefined();
    for (let left = last.inFlight; left > 0; left--) {
      expect(last.state).toBe("preempted");
      scheduler.arrived(last, 7, 0);
    }
    const { step } = scheduler.schedule() ?? {};
    const own = step?.sequences.filter(({ id }) => id === 1) ?? [];
    expect(own.reduce((sum, { newTokens }) => sum + newTokens, 0)).toBe(last.promptTokens);
    expect(last.promptTokens).toBe(15 + last.emitted.length);
  });

  it("lets nobody overtake a request that does not fit yet", () => {
    const scheduler = schedulerOf({ kvPages: 1 + 6 });
    const [running, large, small] = [
      sequenceOf(0, { prompt: promptOf(10), maxTokens: 30 }),
      sequenceOf(1, { prompt: promptOf(60), maxTokens: 30 }),
      sequenceOf(2, { prompt: promptOf(2), maxTokens: 2 }),
    ];
    for (const sequence of [running, large, small]) scheduler.add(sequence);
    scheduler.schedule();
    expect([running.isRunning, large.state, small.state]).toEqual([true, "waiting", "waiting"]);
    scheduler.remove(running, true);
    scheduler.schedule();
    expect(large.isRunning).toBe(true);
  });

  it("admits who waits when others come to hold the pages that it begins with", () => {
    const scheduler = schedulerOf({ kvPages: 1 + 8, sharesPrefixes: true });
    const terms = { prompt: promptOf(64), maxTokens: 8 };
    const [first, alike] = [sequenceOf(0, terms), sequenceOf(1, terms)];
    for (const sequence of [first, alike]) scheduler.add(sequence);
    const cachedTokens = scheduler.schedule()?.cachedTokens[0] ?? 0;
    // Ten pages would be needed; with three shared ones, seven.
    expect([first.isRunning, alike.isRunning]).toEqual([true, false]);
    scheduler.arrived(first, 7, cachedTokens);
    scheduler.schedule();
    expect(alike.isRunning).toBe(true);
    expect(alike.pages.slice(0, 3)).toEqual(first.pages.slice(0, 3));
  });

  it("counts what went through the model before a preemption as done again", () => {
    const scheduler = schedulerOf({ kvPages: 1 + 4, outputShare: 0 });
    const terms = { prompt: promptOf(15), maxTokens: 34 };
    const [first, last] = [sequenceOf(0, terms), sequenceOf(1, terms)];
    for (const sequence of [first, last]) scheduler.add(sequence);
    for (let step = 0; step < 34; step++) expect(scheduler.schedule()?.rows.redone ?? 0).toBe(0);
    scheduler.remove(first, true);
    while (last.inFlight > 0) scheduler.arrived(last, 7, 0);
    // The KV of the token that was sampled last was never there.
    const { prompt, redone } = scheduler.schedule()?.rows ?? {};
    expect({ prompt, redone }).toEqual({ prompt: 15 + 18, redone: 15 + 17 });
  });

  it("admits a higher priority first, whenever it came", () => {
    const scheduler = schedulerOf({ kvPages: 1 + 6, slots: 1 });
    const [early, urgent] = [sequenceOf(0), sequenceOf(1, { priority: 1, maxTokens: 8 })];
    for (const sequence of [early, urgent]) scheduler.add(sequence);
    scheduler.schedule();
    expect([early.isRunning, urgent.isRunning]).toEqual([false, true]);
  });

  it("gives the pages of a request that only waits for its last tokens to others", () => {
    const scheduler = schedulerOf({ kvPages: 1 + 4, outputShare: 0 });
    const short = sequenceOf(0, { prompt: promptOf(15), maxTokens: 1 });
    const long = sequenceOf(1, { prompt: promptOf(15), maxTokens: 50 });
    for (const sequence of [short, long]) scheduler.add(sequence);
    for (let step = 0; step < 50; step++) scheduler.schedule();
    expect(long.tokensLeft).toBe(0);
    expect(scheduler.state.preemptions).toBe(0);
    scheduler.remove(short, true);
    scheduler.remove(long, true);
    expect(scheduler.state).toMatchObject({ running: 0, kv: { held: 0, free: 4 } });
  });

  it("tells who samples with penalties what they count, again after a preemption", () => {
    const scheduler = schedulerOf({ kvPages: 1 + 4, outputShare: 0 });
    const sampling = { ...GREEDY, presencePenalty: 1 };
    const terms = { prompt: promptOf(15), maxTokens: 34 };
    const [first, last] = [sequenceOf(0, terms), sequenceOf(1, { ...terms, sampling })];
    for (const sequence of [first, last]) scheduler.add(sequence);
    const begun = scheduler.schedule()?.step.sampling ?? [];
    expect(begun.map(({ history }) => history)).toEqual([
      undefined,
      { prompt: [...promptOf(15)], output: [] },
    ]);
    for (let step = 1; step < 34; step++) scheduler.schedule();
    scheduler.remove(first, true);
    while (last.inFlight > 0) scheduler.arrived(last, 7, 0);
    expect(scheduler.schedule()?.step.sampling).toMatchObject([
      { slot: last.slot, history: { prompt: [...promptOf(15)], output: Array(18).fill(7) } },
    ]);
  });

  it("drops what is cancelled while it waits", () => {
    const scheduler = schedulerOf({ kvPages: 1 + 6, slots: 1 });
    const all = Array.from({ length: 1000 }, (_, id) => sequenceOf(id, { maxTokens: 4 }));
    for (const sequence of all) scheduler.add(sequence);
    for (const sequence of all.slice(0, -1)) scheduler.remove(sequence, false);
    expect(scheduler.state.waiting).toBe(1);
    scheduler.schedule();
    expect(all.at(-1)?.isRunning).toBe(true);
  });
});
