import { describe, expect, it } from "@jest/globals";
import type { Guide } from "../../../src/runtime/requests/request.ts";
import { onlyProgram } from "../../../src/runtime/rows/choose-program.ts";
import { SMALL_MODEL, smallServer } from "../../support/small-server.ts";

const CHOICE = onlyProgram({ name: "overlapped" });
const VOCABULARY = SMALL_MODEL.weights.shape.vocabularySize;
const END = VOCABULARY - 1;
const PROMPT = [1, 2, 3, 4, 5];

/** Lets the token of each turn through and no other; keeps what it was told. */
class FixedGuide implements Guide {
  readonly told: (number | undefined)[] = [];
  isClosed = false;
  readonly #turns: readonly number[];
  readonly #wait: () => Promise<unknown>;

  constructor(turns: readonly number[], wait: () => Promise<unknown> = async () => {}) {
    this.#turns = turns;
    this.#wait = wait;
  }

  async next(token: number | undefined): Promise<Int32Array> {
    const turn = this.#turns[this.told.length];
    this.told.push(token);
    await this.#wait();
    if (turn === undefined) throw new Error("there is no further turn");
    const mask = new Int32Array(Math.ceil(VOCABULARY / 32));
    mask[turn >> 5] = 1 << (turn & 31);
    return mask;
  }

  close(): void {
    this.isClosed = true;
  }
}

const TURNS = [7, 40, 7, 0, 33, 12, 9, 30, 2, END];
const later = () => new Promise((resolve) => setTimeout(resolve, 3));

describe("a guided request", () => {
  it("gets the tokens that its guide lets through, and others theirs in every step", async () => {
    let stepsOfOther = 0;
    const { runtime, submit, outcomes, faults } = smallServer({
      ...{ choice: CHOICE, kvPages: 64, sharesPrefixes: true },
      onStep: () => {
        if ((outcomes[2]?.tokens.length ?? 0) < 40) stepsOfOther++;
      },
    });
    const guides = [new FixedGuide(TURNS), new FixedGuide(TURNS, later)];
    for (const guide of guides) {
      submit({ prompt: PROMPT, maxTokens: 50, eosTokens: [END], guide });
    }
    submit({ prompt: PROMPT, maxTokens: 40, sampling: { temperature: 0 } });
    await runtime.idle();
    expect(faults).toEqual([]);
    for (const [index, { told, isClosed }] of guides.entries()) {
      expect(outcomes[index]).toMatchObject({ tokens: TURNS, end: { reason: "stop" } });
      expect(told).toEqual([undefined, ...TURNS.slice(0, -1)]);
      expect(isClosed).toBe(true);
    }
    const alone = smallServer({ choice: CHOICE, kvPages: 64 });
    alone.submit({ prompt: PROMPT, maxTokens: 40 });
    await alone.runtime.idle();
    expect(outcomes[2]?.tokens).toEqual(alone.outcomes[0]?.tokens);
    // The one without a guide is in every step that follows its prompt: 40 tokens in 40 steps.
    expect(stepsOfOther).toBeLessThanOrEqual(42);
  });

  it("goes on behind a preemption where it was", async () => {
    const { runtime, submit, outcomes, faults } = smallServer({
      ...{ choice: CHOICE, kvPages: 6, outputShare: 0.01 },
    });
    const turns = Array.from({ length: 40 }, (_, index) => (index * 7) % END);
    const guides = Array.from({ length: 4 }, () => new FixedGuide([...turns, END]));
    for (const guide of guides) {
      submit({ prompt: PROMPT, maxTokens: 60, eosTokens: [END], guide });
    }
    await runtime.idle();
    expect(runtime.state.preemptions).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    for (const { tokens } of outcomes) expect(tokens).toEqual([...turns, END]);
  });

  it("ends with an error where its guide cannot go on, and with its limit before", async () => {
    const { runtime, submit, outcomes } = smallServer({ choice: CHOICE, kvPages: 64 });
    const eosTokens = [END];
    submit({ prompt: PROMPT, maxTokens: 9, eosTokens, guide: new FixedGuide([1, 2]) });
    submit({ prompt: PROMPT, maxTokens: 2, eosTokens, guide: new FixedGuide([1, 2]) });
    await runtime.idle();
    expect(outcomes[0]).toMatchObject({
      tokens: [1, 2],
      end: { reason: "error", fault: "there is no further turn" },
    });
    expect(outcomes[1]).toMatchObject({ tokens: [1, 2], end: { reason: "length" } });
  });

  it("leaves while its guide thinks, when it is cancelled", async () => {
    const { runtime, submit, outcomes } = smallServer({ choice: CHOICE, kvPages: 64 });
    const guide = new FixedGuide(TURNS, later);
    const { cancel } = submit({ prompt: PROMPT, maxTokens: 9, eosTokens: [END], guide });
    await later();
    cancel();
    await runtime.idle();
    expect(outcomes[0]).toMatchObject({ end: { reason: "cancelled" } });
    expect(guide.isClosed).toBe(true);
    expect(runtime.state).toMatchObject({ running: 0, waiting: 0, kv: { held: 0 } });
  });

  it.each([
    ["ends by no token", { eosTokens: [] }, /let one end it/],
    ["goes on behind its end", { ignoreEos: true }, /let one end it/],
    ["has a least length", { minTokens: 2 }, /minTokens and a format/],
  ])("is refused where it %s", async (_, terms, why) => {
    const { submit, outcomes } = smallServer({ choice: CHOICE, kvPages: 64 });
    const guide = new FixedGuide(TURNS);
    submit({ prompt: PROMPT, maxTokens: 9, eosTokens: [END], guide, ...terms });
    expect(outcomes[0]?.end).toMatchObject({ kind: "refused", why: expect.stringMatching(why) });
  });
});
