import { describe, expect, it } from "@jest/globals";
import { unsplitLogits } from "../../../src/engine/reference/unsplit-model.ts";
import { onlyProgram } from "../../../src/runtime/rows/choose-program.ts";
import type { StepRecord } from "../../../src/runtime/serving/step-record.ts";
import {
  greedyLength,
  PAGE_TOKENS,
  POSITIONS,
  SMALL_MODEL,
  smallServer,
} from "../../support/small-server.ts";

const OVERLAPPED = onlyProgram({ name: "overlapped" });
const VOCABULARY = SMALL_MODEL.weights.shape.vocabularySize;
const NOTHING_HELD = { running: 0, waiting: 0, kv: { held: 0 } };

function prompt(length: number, salt = 0): number[] {
  return Array.from({ length }, (_, index) => (index * 5 + salt * 3 + 1) % 40);
}

describe("the runtime", () => {
  it("gives the greedy tokens of each request, through chunks of prompts", async () => {
    const { runtime, submit, outcomes, faults } = smallServer({ choice: OVERLAPPED, kvPages: 64 });
    for (let id = 0; id < 8; id++) submit({ prompt: prompt(1 + 7 * id, id), maxTokens: 1 + id });
    await runtime.idle();
    expect(faults).toEqual([]);
    expect(outcomes.map(({ tokens }) => tokens.length)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(outcomes.map((outcome) => greedyLength(outcome))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(outcomes.every(({ end }) => end?.kind === "finished" && end.reason === "length")).toBe(
      true,
    );
    expect(runtime.state).toMatchObject(NOTHING_HELD);
  });

  it("stops at the first token that ends the output, and not before", async () => {
    const { runtime, submit, outcomes } = smallServer({ choice: OVERLAPPED, kvPages: 64 });
    submit({ prompt: prompt(9), maxTokens: 12 });
    await runtime.idle();
    const eosTokens = [outcomes[0]?.tokens[5] ?? -1, outcomes[0]?.tokens[7] ?? -1];
    submit({ prompt: prompt(9), maxTokens: 12, eosTokens });
    submit({ prompt: prompt(9), maxTokens: 12, eosTokens, ignoreEos: true });
    await runtime.idle();
    const first = outcomes[0]?.tokens.findIndex((token) => eosTokens.includes(token)) ?? -1;
    expect(outcomes[1]).toMatchObject({
      tokens: outcomes[0]?.tokens.slice(0, first + 1),
      end: { reason: "stop" },
    });
    expect(outcomes[2]).toMatchObject({ tokens: outcomes[0]?.tokens, end: { reason: "length" } });
    expect(runtime.state).toMatchObject(NOTHING_HELD);
  });

  it("samples by a request's parameters, the same tokens for the same seed in any company", async () => {
    const sampling = { temperature: 1.5, topK: 20, seed: 11 };
    const alone = smallServer({ choice: OVERLAPPED, kvPages: 64 });
    alone.submit({ prompt: prompt(9), maxTokens: 12, sampling });
    await alone.runtime.idle();
    const { runtime, submit, outcomes } = smallServer({ choice: OVERLAPPED, kvPages: 64 });
    for (const seed of [12, 11, 11]) {
      submit({ prompt: prompt(9), maxTokens: 12, sampling: { ...sampling, seed } });
    }
    await runtime.idle();
    const [other, first, second] = outcomes.map(({ tokens }) => tokens);
    expect([first, second]).toEqual([alone.outcomes[0]?.tokens, alone.outcomes[0]?.tokens]);
    expect(other).not.toEqual(first);
  });

  it("gives log probabilities with the tokens of requests that ask, and no others", async () => {
    const { runtime, submit, outcomes } = smallServer({ choice: OVERLAPPED, kvPages: 64 });
    submit({ prompt: prompt(9), maxTokens: 6, sampling: { logprobs: 3 } });
    submit({ prompt: prompt(9), maxTokens: 6 });
    await runtime.idle();
    const [asked, silent] = outcomes;
    expect(silent?.logprobs).toEqual([]);
    expect(asked?.logprobs.map(({ chosen }) => chosen.token)).toEqual(asked?.tokens);
    const wanted = unsplitLogits(SMALL_MODEL.weights, [...prompt(9), ...(asked?.tokens ?? [])]);
    for (const [index, { chosen, likeliest }] of (asked?.logprobs ?? []).entries()) {
      const logits = wanted[8 + index] ?? [];
      const mass = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
      expect(chosen.logprob).toBeCloseTo((logits[chosen.token] ?? 0) - Math.log(mass), 6);
      expect(likeliest[0]).toEqual(chosen);
      expect(likeliest).toHaveLength(3);
    }
  });

  it("samples no end of a request before its least length, and does right behind it", async () => {
    const { runtime, submit, outcomes } = smallServer({ choice: OVERLAPPED, kvPages: 64 });
    submit({ prompt: prompt(9), maxTokens: 12 });
    await runtime.idle();
    const free = outcomes[0]?.tokens ?? [];
    const eosTokens = [...new Set(free)];
    submit({ prompt: prompt(9), maxTokens: 30, minTokens: 7, eosTokens });
    submit({
      prompt: prompt(9),
      maxTokens: 30,
      minTokens: 7,
      eosTokens,
      sampling: { logprobs: 1 },
    });
    await runtime.idle();
    const [, held, asking] = outcomes;
    expect(held?.tokens.slice(0, 7).filter((token) => eosTokens.includes(token))).toEqual([]);
    expect(asking?.tokens).toEqual(held?.tokens);
    // Behind it, tokens are the model's own likeliest again.
    const logits = unsplitLogits(SMALL_MODEL.weights, [...prompt(9), ...(held?.tokens ?? [])]);
    for (const [index, token] of (held?.tokens ?? []).entries()) {
      const row = logits[8 + index] ?? [];
      if (index >= 7) expect(token).toBe(row.indexOf(Math.max(...row)));
    }
    expect(held?.tokens.length).toBeGreaterThan(7);
  });

  it("refuses a least length that it cannot hold to", () => {
    const { submit, outcomes } = smallServer({ choice: OVERLAPPED, kvPages: 64 });
    const request = { prompt: prompt(4), maxTokens: 8, eosTokens: [3] };
    submit({ ...request, minTokens: 9 });
    submit({ ...request, minTokens: 2, sampling: { presencePenalty: 1 } });
    submit({ ...request, minTokens: 2, eosTokens: [VOCABULARY] });
    expect(outcomes.map(({ end }) => (end?.kind === "refused" ? end.why : end))).toEqual([
      "minTokens is 9: give a whole number from 0 to maxTokens, 8",
      "minTokens and penalties do not go together: leave one out",
      expect.stringContaining(`a biased token of ${VOCABULARY}`),
    ]);
  });

  it("preempts who came last when pages run out, and goes on with the same tokens", async () => {
    const { runtime, submit, outcomes, faults } = smallServer({
      choice: OVERLAPPED,
      kvPages: 1 + 5,
      outputShare: 0,
      // Tokens of who is preempted are under way for more than a step.
      depth: 3,
    });
    for (let id = 0; id < 4; id++) {
      submit({ prompt: prompt(10, id), maxTokens: 2 * PAGE_TOKENS });
    }
    await runtime.idle();
    expect(runtime.state.preemptions).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    for (const outcome of outcomes) expect(greedyLength(outcome)).toBe(2 * PAGE_TOKENS);
    expect(runtime.state).toMatchObject(NOTHING_HELD);
  });

  it("preempts nobody when all that may be generated is counted", async () => {
    const { runtime, submit } = smallServer({ choice: OVERLAPPED, kvPages: 1 + 9 });
    for (let id = 0; id < 12; id++) submit({ prompt: prompt(3 * id + 1), maxTokens: 20 });
    await runtime.idle();
    expect(runtime.state.preemptions).toBe(0);
  });

  it("shares the pages of a common beginning", async () => {
    const records: StepRecord[] = [];
    const { runtime, submit, outcomes, faults } = smallServer({
      choice: OVERLAPPED,
      kvPages: 64,
      sharesPrefixes: true,
      onStep: (record) => records.push(record),
    });
    const common = prompt(3 * PAGE_TOKENS);
    const promptRows = () => records.splice(0).reduce((sum, { rows }) => sum + rows.prompt, 0);
    submit({ prompt: common, maxTokens: 4 });
    await runtime.idle();
    expect(promptRows()).toBe(3 * PAGE_TOKENS);
    submit({ prompt: [...common, 7, 8], maxTokens: 4 });
    submit({ prompt: [...common.slice(0, 2 * PAGE_TOKENS + 3), 9], maxTokens: 4 });
    // Its last token has to go through the model all the same.
    submit({ prompt: common, maxTokens: 4 });
    await runtime.idle();
    expect(promptRows()).toBe(2 + 4 + PAGE_TOKENS);
    expect(faults).toEqual([]);
    for (const outcome of outcomes) expect(greedyLength(outcome)).toBe(4);
    expect(runtime.state).toMatchObject({ kv: { held: 0, kept: 3 } });
  });

  it("frees the pages of a cancelled request at once", async () => {
    const { runtime, submit, outcomes } = smallServer({
      choice: OVERLAPPED,
      kvPages: 64,
      onStep: ({ step }) => {
        if (step !== 4) return;
        const { held } = runtime.state.kv;
        handles[1]?.cancel();
        expect(runtime.state.kv.held).toBeLessThan(held);
      },
    });
    const handles = [0, 1].map((id) => submit({ prompt: prompt(20, id), maxTokens: 20 }));
    await runtime.idle();
    expect(outcomes[1]?.end).toMatchObject({ reason: "cancelled" });
    expect(outcomes.map((outcome) => greedyLength(outcome) === outcome.tokens.length)).toEqual([
      true,
      true,
    ]);
    expect(outcomes[0]?.tokens).toHaveLength(20);
  });

  it("ends requests at their deadline, running or waiting", async () => {
    let nowUs = 0;
    const { runtime, submit, outcomes } = smallServer({
      choice: OVERLAPPED,
      kvPages: 64,
      slots: 1,
      nowUs: () => nowUs,
      onStep: () => {
        nowUs += 1000;
      },
    });
    submit({ prompt: prompt(5), maxTokens: 30, deadlineUs: 8000 });
    submit({ prompt: prompt(5), maxTokens: 30, deadlineUs: 5000 });
    submit({ prompt: prompt(5), maxTokens: 3 });
    await runtime.idle();
    const [first, second, third] = outcomes;
    expect(first?.end).toMatchObject({ reason: "deadline", atUs: 8000 });
    expect(first?.tokens.length).toBeGreaterThan(3);
    expect(second).toMatchObject({ tokens: [], end: { reason: "deadline", atUs: 5000 } });
    expect(third).toMatchObject({ end: { reason: "length" } });
  });

  it("refuses at the door what can never be served, with the reason", () => {
    const { submit, outcomes } = smallServer({ choice: OVERLAPPED, kvPages: 1 + 2 });
    submit({ prompt: [], maxTokens: 4 });
    submit({ prompt: prompt(4), maxTokens: 0 });
    submit({ prompt: prompt(4), maxTokens: POSITIONS });
    submit({ prompt: prompt(4), maxTokens: 2 * PAGE_TOKENS - 2 });
    submit({ prompt: [1, VOCABULARY], maxTokens: 4 });
    submit({ prompt: [1], maxTokens: 4, sampling: { topP: 0 } });
    submit({
      prompt: [1],
      maxTokens: 4,
      sampling: { logitBias: [{ token: VOCABULARY, bias: 1 }] },
    });
    const whys = outcomes.map(({ end }) => (end?.kind === "refused" ? end.why : undefined));
    expect(whys).toEqual([
      expect.stringContaining("prompt is empty"),
      expect.stringContaining("maxTokens is 0"),
      expect.stringContaining(`${POSITIONS} positions`),
      expect.stringContaining(`the cache holds ${2 * PAGE_TOKENS}`),
      expect.stringContaining(`token 1 of the prompt is ${VOCABULARY}`),
      expect.stringContaining("a top-p of 0"),
      expect.stringContaining(`a biased token of ${VOCABULARY}`),
    ]);
  });

  it("serves a request that fills the cache", async () => {
    const { runtime, submit, outcomes } = smallServer({ choice: OVERLAPPED, kvPages: 1 + 2 });
    submit({ prompt: prompt(4), maxTokens: 2 * PAGE_TOKENS - 3 });
    submit({ prompt: prompt(4), maxTokens: 2 });
    await runtime.idle();
    expect(outcomes.map(({ tokens }) => tokens.length)).toEqual([2 * PAGE_TOKENS - 3, 2]);
  });

  it("gives an error to the owner of logits that are no numbers, and to nobody else", async () => {
    const bad = 41;
    const { columns, rows, values } = SMALL_MODEL.weights.embedding;
    const embedding = { columns, rows, values: values.slice() };
    embedding.values.fill(Number.NaN, bad * columns, (bad + 1) * columns);
    const model = { ...SMALL_MODEL, weights: { ...SMALL_MODEL.weights, embedding } };
    const { runtime, submit, outcomes } = smallServer(
      { choice: OVERLAPPED, kvPages: 32, sharesPrefixes: true },
      model,
    );
    const poisoned = [...prompt(20), bad, ...prompt(20)];
    for (let round = 0; round < 2; round++) {
      submit({ prompt: prompt(30), maxTokens: 8 });
      submit({ prompt: poisoned, maxTokens: 8 });
      submit({ prompt: prompt(30, 1), maxTokens: 8 });
    }
    await runtime.idle();
    for (const outcome of outcomes) {
      if (outcome.prompt.includes(bad)) {
        expect(outcome).toMatchObject({ tokens: [], end: { reason: "error" } });
      } else expect(greedyLength(outcome, model)).toBe(8);
    }
    expect(runtime.state).toMatchObject(NOTHING_HELD);
  });

  it("ends all requests when the engine dies, and refuses what comes then", async () => {
    const { runtime, submit, outcomes } = smallServer({
      choice: { choose: () => (outcomes[0]?.tokens.length === 2 ? "none" : "overlapped") },
      kvPages: 32,
    });
    submit({ prompt: prompt(3), maxTokens: 8 });
    submit({ prompt: prompt(3), maxTokens: 8 });
    await runtime.idle();
    submit({ prompt: prompt(3), maxTokens: 8 });
    expect(outcomes.map(({ end }) => end)).toEqual([
      expect.objectContaining({ reason: "error", fault: expect.stringContaining("none") }),
      expect.objectContaining({ reason: "error" }),
      expect.objectContaining({ kind: "refused", why: expect.stringContaining("has stopped") }),
    ]);
    expect(runtime.failure).toBeDefined();
  });

  it("streams the events of a request to a reader of its own, who may leave early", async () => {
    const { runtime } = smallServer({ choice: OVERLAPPED, kvPages: 32 });
    const kinds: string[] = [];
    for await (const { kind } of runtime.stream({ prompt: prompt(3), maxTokens: 3 }).events) {
      kinds.push(kind);
    }
    expect(kinds).toEqual(["token", "token", "token", "finished"]);
    for await (const { kind } of runtime.stream({ prompt: prompt(3), maxTokens: 3000 }).events) {
      kinds.push(kind);
      break;
    }
    await runtime.idle();
    expect(runtime.state).toMatchObject(NOTHING_HELD);
  });
});
