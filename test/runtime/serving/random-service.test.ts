import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { onlyProgram } from "../../../src/runtime/rows/choose-program.ts";
import { randomPlan } from "../../support/random-plan.ts";
import { smallProgram } from "../../support/small-programs.ts";
import {
  greedyLength,
  PAGE_TOKENS,
  SMALL_MODEL,
  type SmallServer,
  smallModel,
  smallServer,
} from "../../support/small-server.ts";

interface RandomRequest {
  /** Steps after which it comes. */
  step: number;
  /** Requests of one family begin alike. */
  family: number;
  promptTokens: number;
  maxTokens: number;
  priority: number;
  /** Steps after its arrival; left out where it is not cancelled. */
  cancelAfter: number | undefined;
  deadlineAfter: number | undefined;
}

const LONGEST = 2 * PAGE_TOKENS;
const rarely = (bound: number) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.nat(bound) },
  );

const REQUEST: fc.Arbitrary<RandomRequest> = fc.record({
  step: fc.nat(4),
  family: fc.nat(2),
  promptTokens: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: LONGEST })),
  maxTokens: fc.integer({ min: 1, max: 2 * PAGE_TOKENS }),
  priority: fc.nat(1),
  cancelAfter: rarely(20),
  deadlineAfter: rarely(30),
});

const SERVICE = fc.noBias(
  fc.record({
    requests: fc.array(REQUEST, { minLength: 8, maxLength: 8 }),
    kvPages: fc.integer({ min: 4, max: 8 }),
    slots: fc.constantFrom(2, 8),
    outputShare: fc.constantFrom<number | "learned">(0, 0, 1, "learned"),
    depth: fc.integer({ min: 1, max: 3 }),
    sharesPrefixes: fc.boolean(),
    choices: fc.array(fc.constantFrom(...SMALL_MODEL.programs.keys()), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
);

function promptOf({ family, promptTokens }: RandomRequest, id: number): number[] {
  const same = promptTokens - (id % 5);
  return Array.from({ length: promptTokens }, (_, index) =>
    index < same ? (index * 7 + family) % 40 : (index * 11 + id) % 40,
  );
}

/** Time is counted in steps. Where nobody is left, the next request comes at once. */
async function serve(service: typeof SERVICE extends fc.Arbitrary<infer T> ? T : never) {
  const { requests, choices, ...options } = service;
  const arrivals = requests.toSorted((a, b) => a.step - b.step);
  let [step, next] = [0, 0];
  const server: SmallServer = smallServer({
    ...options,
    choice: { choose: () => choices[step % choices.length] as string },
    nowUs: () => step,
    onStep: () => {
      step++;
      while ((arrivals[next]?.step ?? Number.POSITIVE_INFINITY) <= step) arrive();
      for (const { atStep, cancel } of cancellations) if (atStep <= step) cancel();
    },
  });
  const cancellations: { atStep: number; cancel: () => void }[] = [];
  const arrive = () => {
    const request = arrivals[next++] as RandomRequest;
    const { maxTokens, priority, cancelAfter, deadlineAfter } = request;
    const { cancel } = server.submit({
      prompt: promptOf(request, next),
      maxTokens,
      priority,
      ...(deadlineAfter === undefined ? {} : { deadlineUs: step + deadlineAfter }),
    });
    if (cancelAfter !== undefined) cancellations.push({ atStep: step + cancelAfter, cancel });
  };
  while (next < arrivals.length) {
    arrive();
    await server.runtime.idle();
  }
  return { server, arrivals };
}

describe("random service", () => {
  it("serves random requests in turn, with the tokens of each alone and no page lost", async () => {
    let preemptions = 0;
    await fc.assert(
      fc.asyncProperty(SERVICE, async (service) => {
        const { server, arrivals } = await serve(service);
        const { runtime, outcomes, faults, begun } = server;
        expect(faults).toEqual([]);
        expect(runtime.failure).toBeUndefined();
        expect(runtime.state).toMatchObject({ running: 0, waiting: 0, kv: { held: 0 } });
        for (const [id, { tokens, end, ...rest }] of outcomes.entries()) {
          const { maxTokens, cancelAfter, deadlineAfter } = arrivals[id] as RandomRequest;
          expect(end).toBeDefined();
          if (end?.kind === "refused") {
            expect(rest.prompt.length + maxTokens - 1).toBeGreaterThan(
              (service.kvPages - 1) * PAGE_TOKENS,
            );
            continue;
          }
          if (cancelAfter === undefined && deadlineAfter === undefined) {
            expect(tokens).toHaveLength(maxTokens);
          }
          expect(greedyLength({ ...rest, tokens })).toBe(tokens.length);
        }
        for (const priority of [0, 1]) {
          const order = begun.filter((id) => arrivals[id]?.priority === priority);
          expect(order).toEqual(order.toSorted((a, b) => a - b));
        }
        preemptions += runtime.state.preemptions;
      }),
      { numRuns: 5, seed: 1 },
    );
    expect(preemptions).toBeGreaterThan(0);
  });

  it("gives the same tokens on any legal plan, wherever its rows lie", async () => {
    const requests = fc.array(
      fc.record({
        prompt: fc.integer({ min: 1, max: 30 }),
        maxTokens: fc.integer({ min: 1, max: 6 }),
      }),
      { minLength: 4, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(randomPlan, requests, async (plan, inputs) => {
        const model = smallModel({ random: smallProgram(plan, 2, 16) });
        const choice = onlyProgram({ name: "random" });
        const { runtime, submit, outcomes, faults } = smallServer({ choice, kvPages: 32 }, model);
        for (const [id, { prompt, maxTokens }] of inputs.entries()) {
          submit({
            prompt: Array.from({ length: prompt }, (_, at) => (at * 7 + id) % 40),
            maxTokens,
          });
        }
        await runtime.idle();
        expect(runtime.failure).toBeUndefined();
        expect(faults).toEqual([]);
        for (const [id, outcome] of outcomes.entries()) {
          expect(outcome.tokens).toHaveLength(inputs[id]?.maxTokens ?? 0);
          expect(greedyLength(outcome, model)).toBe(outcome.tokens.length);
        }
      }),
      { numRuns: 6, seed: 3 },
    );
  });
});
