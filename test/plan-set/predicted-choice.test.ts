import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type ChoosableProgram,
  HYSTERESIS,
  PredictedChoice,
} from "../../src/plan-set/predicted-choice.ts";

/** A program whose step takes a time for its rows and one for the KV that it reads. */
function program(
  decode: number,
  prompt: number,
  us = 5000 + 30 * (decode + prompt),
): ChoosableProgram {
  const kvTokens = Math.max(1, decode) * 1000;
  return {
    name: `d${decode}p${prompt}`,
    rows: decode + prompt,
    mostDecoding: decode,
    mostDecodingBesidePrompts: decode,
    mostPromptTokens: prompt,
    isSequential: true,
    steps:
      decode === 0
        ? [[0, us]]
        : [
            [kvTokens / 2, us],
            [kvTokens, us + kvTokens / 50],
            [2 * kvTokens, us + kvTokens / 10],
          ],
  };
}

function choiceOf(programs: readonly ChoosableProgram[], hysteresis?: number) {
  const contexts = programs.map(({ mostDecoding }) => (mostDecoding > 0 ? 1000 : 0));
  return new PredictedChoice(programs, contexts, hysteresis);
}

const FEW = [program(1, 0), program(64, 0), program(64, 192), program(512, 1536), program(0, 2048)];

const programs = fc.array(
  fc
    .record({
      decode: fc.nat({ max: 300 }),
      prompt: fc.nat({ max: 300 }),
      us: fc.integer({ min: 1000, max: 20_000 }),
    })
    .filter(({ decode, prompt }) => decode + prompt > 0)
    .map(({ decode, prompt, us }) => program(decode, prompt, us)),
  { minLength: 1, maxLength: 24 },
);
const load = fc.record({
  decodeRequests: fc.nat({ max: 400 }),
  promptTokens: fc.oneof(fc.constant(0), fc.nat({ max: 2000 })),
  kvTokens: fc.nat({ max: 400_000 }),
});

/** By the words of the rule alone: decode tokens and prompt tokens that a step of a program takes. */
function takenBy(each: ChoosableProgram, decoding: number, promptTokens: number) {
  const prompts = Math.min(promptTokens, each.mostPromptTokens, each.rows - decoding);
  const fits = each.mostDecoding >= decoding && (promptTokens === 0 || prompts > 0);
  return fits ? decoding + prompts : 0;
}

describe("the choice of a program", () => {
  it("goes on with full decode rows where prompts wait and no program has a row for them", () => {
    // Rows for any token, as this project's runtime has them.
    const flexible = (each: ChoosableProgram): ChoosableProgram => ({
      ...each,
      mostDecoding: each.rows,
      mostDecodingBesidePrompts: each.rows,
      mostPromptTokens: each.rows,
    });
    const own = [program(1, 0), program(256, 0), program(0, 256)].map(flexible);
    const choice = choiceOf(own);
    const chosen = (decodeRequests: number, promptTokens: number) =>
      own[choice.choosePosition(decodeRequests, promptTokens, -1, -1)]?.rows;
    expect(chosen(256, 10)).toBe(256);
    expect(chosen(255, 10)).toBe(256);
    expect(chosen(300, 10)).toBe(256);
  });

  it("gives one lonely request the smallest program, and a full batch the largest", () => {
    const choice = choiceOf(FEW);
    const of = (decodeRequests: number, promptTokens: number) =>
      FEW[choice.choosePosition(decodeRequests, promptTokens, -1, -1)]?.name;
    expect(of(1, 0)).toBe("d1p0");
    expect(of(50, 0)).toBe("d64p0");
    expect(of(50, 100)).toBe("d64p192");
    expect(of(0, 2048)).toBe("d0p2048");
    expect(of(512, 4000)).toBe("d512p1536");
  });

  it("counts padding: a large batch that is nearly empty loses to a small one", () => {
    const choice = choiceOf([program(64, 192), program(512, 1536)]);
    expect(choice.choosePosition(60, 150, -1, -1)).toBe(0);
    expect(choice.choosePosition(60, 1900, -1, -1)).toBe(1);
  });

  it("never takes one that is too small where one is large enough, nor one that is worse than the best by more than the hysteresis", () => {
    fc.assert(
      fc.property(programs, load, fc.integer({ min: -1, max: 23 }), (set, step, before) => {
        const choice = choiceOf(set);
        const current = before < set.length ? before : -1;
        const { decodeRequests, promptTokens, kvTokens } = step;
        const takesPrompts = set.filter(({ mostPromptTokens }) => mostPromptTokens > 0);
        const waits = promptTokens > 0 && takesPrompts.length > 0;
        const able = waits ? takesPrompts : set;
        const most = Math.max(...able.map(({ mostDecoding }) => mostDecoding));
        const decoding = Math.min(decodeRequests, most);
        const prompts = waits ? promptTokens : 0;
        const costs = set.map((each, position) => {
          const taken = takenBy(each, decoding, prompts);
          return taken === 0 ? Infinity : choice.stepUs(position, kvTokens) / taken;
        });
        const best = Math.min(...costs);
        const chosen = choice.choosePosition(decodeRequests, promptTokens, kvTokens, current);
        if (best === Infinity) {
          expect(chosen).toBe(-1);
          return;
        }
        expect(takenBy(set[chosen] as ChoosableProgram, decoding, prompts)).toBeGreaterThan(0);
        const bearable = best * (1 + HYSTERESIS) * (1 + 1e-12);
        const isNoSlower = set.some(
          (each, position) =>
            costs[position] === best &&
            each.isSequential &&
            set[chosen]?.isSequential &&
            each.rows > (set[chosen]?.rows ?? 0) &&
            takenBy(each, decoding, prompts) <=
              takenBy(set[chosen] as ChoosableProgram, decoding, prompts),
        );
        if (!isNoSlower) expect(costs[chosen]).toBeLessThanOrEqual(bearable);
        if (!isNoSlower && current === -1) expect(costs[chosen]).toBe(best);
      }),
    );
  });

  it("stays with the program before while another is hardly better, and leaves it for one that is", () => {
    const near = [
      program(64, 0, 10_000),
      { ...program(64, 64, 9_900), isSequential: false },
      program(64, 0, 9_000),
    ];
    const choice = choiceOf(near.slice(0, 2));
    expect(choice.choosePosition(64, 0, 0, -1)).toBe(1);
    expect(choice.choosePosition(64, 0, 0, 0)).toBe(0);
    expect(choiceOf(near).choosePosition(64, 0, 0, 0)).toBe(2);
    expect(choiceOf(near, 0.2).choosePosition(64, 0, 0, 0)).toBe(0);
  });

  it("remembers the program before by itself, and names the first where there is nothing to do", () => {
    const choice = choiceOf([program(64, 0, 9_950), program(65, 0, 10_000)]);
    expect(choice.choose({ decodeRequests: 65, promptTokens: 0 })).toBe("d65p0");
    expect(choice.choose({ decodeRequests: 60, promptTokens: 0 })).toBe("d65p0");
    expect(choice.choose({ decodeRequests: 0, promptTokens: 0 })).toBe("d64p0");
  });

  it("goes by the KV that the step really reads", () => {
    const [light, heavy] = [program(64, 0, 10_000), program(64, 0, 10_500)];
    // Of the second attention is hidden: its time does not grow.
    const hidden = { ...heavy, steps: [[1, 10_500] as const] };
    const choice = choiceOf([light, hidden], 0);
    expect(choice.choosePosition(64, 0, 10_000, -1)).toBe(0);
    expect(choice.choosePosition(64, 0, 128_000, -1)).toBe(1);
  });

  it("takes the smallest of the sequential programs that do as much, whatever their tables say", () => {
    const sequential = [program(1, 0, 7000), program(8, 0, 6500), program(32, 0, 6000)];
    const choice = choiceOf(sequential);
    expect(choice.choosePosition(1, 0, 1, -1)).toBe(0);
    expect(choice.choosePosition(5, 0, 1, 0)).toBe(1);
    expect(choice.choosePosition(20, 0, 1, 0)).toBe(2);
    const overlapped = sequential.map((each) => ({ ...each, isSequential: each.rows < 32 }));
    expect(choiceOf(overlapped).choosePosition(1, 0, 1, -1)).toBe(2);
  });
});
