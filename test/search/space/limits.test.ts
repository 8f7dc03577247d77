import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { limitsOf } from "../../../src/search/space/limits.ts";

/** What ends the search within some ms, if anything. */
async function cutWithin(ms: number, limitS: number | undefined, signal?: AbortSignal) {
  const limits = limitsOf(limitS, signal);
  const cut = await Promise.race([limits.reached, sleep(ms)]);
  limits.clear();
  return cut;
}

describe("limits of a search", () => {
  it("are those of its time and of a signal", async () => {
    expect(await cutWithin(1000, 0.001)).toBe("time");
    expect(await cutWithin(1000, undefined, AbortSignal.abort())).toBe("signal");
    expect(await cutWithin(20, undefined)).toBeUndefined();
  });

  it("are none where the time is longer than a timer can ring", async () => {
    expect(await cutWithin(20, 1e9)).toBeUndefined();
  });
});
