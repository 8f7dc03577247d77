import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { gridOf, mostDecoding, type StreamSteps } from "../../src/plan-set/set-grid.ts";

const streams: fc.Arbitrary<StreamSteps> = fc
  .record({
    denseBatchTokens: fc.integer({ min: 1, max: 65 }).map((tiles) => tiles * 128),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    more: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ denseBatchTokens, share, more }) => {
    const decodeTokens = Math.round(denseBatchTokens * share);
    const left = denseBatchTokens - decodeTokens;
    const mostDecodeTokens = Math.max(1, decodeTokens + Math.round(left * more));
    return { denseBatchTokens, decodeTokens, mostDecodeTokens };
  });

describe("the steps of a set", () => {
  it("are those of a stream of 1024/512: none twice, each in its phase", () => {
    const grid = gridOf({ denseBatchTokens: 2048, decodeTokens: 683, mostDecodeTokens: 703 });
    const of = (phase: string) =>
      grid
        .filter((step) => step.phase === phase)
        .map(({ tokens, decodeTokens }) => `${decodeTokens}+${tokens - decodeTokens}`);
    expect(of("steady")).toEqual(["683+1365"]);
    expect(of("ramp-up")).toEqual([
      "0+2048",
      "128+1920",
      "256+1792",
      "384+1664",
      "512+1536",
      "703+1345",
    ]);
    expect(of("part-filled")).toEqual(["85+171", "171+341", "32+992", "342+682", "512+1024"]);
    expect(of("drain").map((step) => Number.parseInt(step, 10))).toEqual([
      1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 640, 703,
    ]);
  });

  it("search what meets a tile of decode tokens in half a batch or more, and nothing else", () => {
    const grid = gridOf({ denseBatchTokens: 2048, decodeTokens: 683, mostDecodeTokens: 703 });
    const searched = grid.filter((step) => step.searched);
    expect(searched).toHaveLength(8);
    expect(
      searched.every(({ tokens, decodeTokens }) => tokens >= 1024 && decodeTokens >= 128),
    ).toBe(true);
  });

  it("are at most 24, of any stream, within its batch, with one request alone and with the most", () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const grid = gridOf(stream);
        expect(grid.length).toBeLessThanOrEqual(24);
        expect(grid.filter(({ phase }) => phase === "steady")).toHaveLength(1);
        const keys = grid.map(({ tokens, decodeTokens }) => `${tokens} ${decodeTokens}`);
        expect(new Set(keys).size).toBe(grid.length);
        for (const { tokens, decodeTokens } of grid) {
          expect(tokens).toBeLessThanOrEqual(stream.denseBatchTokens);
          expect(decodeTokens).toBeLessThanOrEqual(Math.min(tokens, stream.mostDecodeTokens));
        }
        const alone = grid.filter(({ tokens, decodeTokens }) => tokens === decodeTokens);
        const most = stream.mostDecodeTokens;
        expect(alone.map(({ tokens }) => tokens)).toEqual(expect.arrayContaining([1, most]));
        const full = grid.filter(({ tokens }) => tokens === stream.denseBatchTokens);
        expect(full.some(({ decodeTokens }) => decodeTokens === most)).toBe(true);
      }),
    );
  });
});

describe("the requests that generate at a time", () => {
  const steady = { denseBatchTokens: 2048, decodeTokens: 683 };

  it("exceed the steady state while a stream begins, as a step by step count of it does", () => {
    let running = 0;
    for (let step = 0; step < 512; step++) running += (2048 - running) / 1024;
    const most = mostDecoding({ meanPrompt: 1024, meanOutput: 512 }, steady, 1280, 1e9);
    expect(Math.abs(most - running)).toBeLessThan(2);
  });

  it("are no more than the KV cache holds, and no fewer than in the steady state", () => {
    const of = (kvTokens: number) =>
      mostDecoding({ meanPrompt: 1024, meanOutput: 512 }, steady, 1280, kvTokens);
    expect(of(1280 * 700)).toBe(700);
    expect(of(1280 * 10)).toBe(683);
  });
});
