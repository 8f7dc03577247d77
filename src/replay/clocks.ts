import { setTimeout } from "node:timers/promises";
import type { ServingSimulator } from "../engine/simulator/serving-simulator.ts";
import type { ReplayClock } from "./run-replay.ts";

/** Timers round up to this. */
const TIMER_US = 1000;

/** Node's timers ring at once beyond this, 24.8 days. Whoever waits asks again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The time of this process. */
export const REAL_CLOCK: ReplayClock = {
  nowUs: () => performance.now() * 1000,
  until: async (us, _, signal) => {
    const leftMs = Math.max(0, us - performance.now() * 1000) / TIMER_US;
    await setTimeout(Math.min(leftMs, LONGEST_TIMER_MS), undefined, { signal }).catch(() => {});
  },
};

/** That of a simulated engine: it stands still where no step runs, unless it is waited for. */
export function simulatedClock(engine: ServingSimulator): ReplayClock {
  return {
    nowUs: () => engine.nowUs,
    until: async (us, idle) => {
      await idle;
      engine.advanceTo(us);
    },
  };
}
