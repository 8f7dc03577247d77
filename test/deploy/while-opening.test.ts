import { describe, expect, it } from "@jest/globals";
import { whileOpening } from "../../src/deploy/while-opening.ts";

describe("a signal while an engine opens", () => {
  it("ends the opening, also when it came before", async () => {
    const interrupt = new AbortController();
    const opening = whileOpening(interrupt.signal, (signal) => abortOf(signal));
    interrupt.abort("stop");
    expect(await opening).toBe("stop");
    expect(await whileOpening(interrupt.signal, (signal) => abortOf(signal))).toBe("stop");
  });

  it("ends nothing of an engine that is open", async () => {
    const interrupt = new AbortController();
    const kept = await whileOpening(interrupt.signal, async (signal) => ({ signal }));
    interrupt.abort();
    expect(kept.signal.aborted).toBe(false);
  });
});

function abortOf(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason);
    signal.addEventListener("abort", () => resolve(signal.reason));
  });
}
