import { describe, expect, it } from "@jest/globals";
import { onlyProgram } from "../../../src/runtime/scheduler/choose-program.ts";
import { greedyTokens, smallServer } from "../../support/small-server.ts";

const OVERLAPPED = onlyProgram({ name: "overlapped" });

describe("the runtime", () => {
  it("gives the greedy tokens of each request", async () => {
    const { runtime, submit, outcomes, faults } = smallServer({ choice: OVERLAPPED, kvPages: 64 });
    for (let id = 0; id < 10; id++) {
      submit({
        prompt: Array.from({ length: 1 + 7 * id }, (_, i) => (i * 5 + id) % 40),
        maxTokens: 1 + id,
      });
    }
    await runtime.idle();
    expect(faults).toEqual([]);
    for (const { prompt, tokens, end } of outcomes) {
      expect(end).toMatchObject({ kind: "finished", reason: "length" });
      expect(tokens).toEqual(greedyTokens(prompt, tokens.length));
    }
    expect(outcomes.map(({ tokens }) => tokens.length)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(runtime.state).toMatchObject({ running: 0, waiting: 0, kv: { held: 0 } });
  });
});
