import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { parsePartition } from "../../src/cost/table/split.ts";
import { type Chunk, longestQueue } from "../../src/deploy/prefill-queue.ts";

const LLAMA = { shape: { qheads: 32, kvheads: 8, head: 128, page: 16 } };
const H200_SMS = 132;

/** Of llama's heads a tile has 64 tokens, and an item for each of 8 KV heads. */
const queue = (chunks: Chunk[], smCount = H200_SMS) => longestQueue(chunks, LLAMA, { smCount });

describe("the longest queue of prefill attention", () => {
  it("is the tiles of keys that the last row sees, where each pair of CTAs has one item", () => {
    expect(queue([{ contextBefore: 0, tokens: 512 }])).toBe(512 / 128 + 2);
    expect(queue([{ contextBefore: 1000, tokens: 1 }])).toBe(Math.ceil(1001 / 128) + 2);
    expect(queue([])).toBe(0);
  });

  it("is that of one chunk behind a long context, however short the others are", () => {
    const long = { contextBefore: 4000, tokens: 64 };
    const short = Array.from({ length: 5 }, () => ({ contextBefore: 0, tokens: 64 }));
    expect(queue([...short, long])).toBe(queue([long]));
  });

  it("grows by a round with the first item that finds no pair of CTAs free", () => {
    const tiles = (count: number) =>
      Array.from({ length: count }, () => ({ contextBefore: 64, tokens: 64 }));
    expect(queue(tiles(8), 128)).toBe(3);
    expect(queue(tiles(9), 128)).toBe(6);
  });

  it("gives the second round's longest items to those that had the shortest of the first", () => {
    const chunks = [1000, 500, 250, 100].map((contextBefore) => ({ contextBefore, tokens: 64 }));
    // On 8 pairs the rounds are the heads of one chunk each.
    expect(queue(chunks, 16)).toBe(9 + 2 + (5 + 2) + (3 + 2) + (2 + 2));
    // On 16 a round has two chunks. Who began with the longest items gets the shortest.
    expect(queue(chunks, 32)).toBe(9 + 2 + (2 + 2));
  });

  it("has items of half as many rows, one a CTA, where the cache is in FP8 or SMs are scattered", () => {
    const chunks = [{ contextBefore: 0, tokens: 64 }];
    const fp8 = { ...LLAMA, variant: { kv: "fp8-e4m3" as const } };
    expect(longestQueue(chunks, fp8, { smCount: 8 })).toBe(2 * (1 + 1));
    expect(longestQueue(chunks, LLAMA, { smCount: 8, mechanism: "cta-limit" })).toBe(2 * (1 + 1));
  });
});

interface Measured {
  partition: string;
  tokens: number[];
  context: number[];
  us: number[];
}

/** A session after the kernel took the longest items first. */
const SESSION = "profiles/h200-sxm/2026-12-01-0134-llama-3-8b-tp1-09b7bc.session.jsonl";
const measured: Measured[] = readFileSync(SESSION, "utf8")
  .split("\n")
  .filter((line) => line.includes('"kind":"prefill_attention"') && line.includes('"solo"'))
  .flatMap((line) => JSON.parse(line).solo);

/** As native-profiler deals tokens to sequences. */
function measuredChunks(tokens: number, contextBefore: number): Chunk[] {
  return Array.from({ length: Math.ceil(tokens / 512) }, (_, index) => ({
    contextBefore,
    tokens: Math.min(512, tokens - index * 512),
  }));
}

/** µs by the tiles of keys of the longest queue, over the measured sizes of one side. */
function affineTime({ partition, tokens, context, us }: Measured) {
  const side = parsePartition(partition, H200_SMS);
  const points = us.map((time, index): [number, number] => {
    const chunks = measuredChunks(tokens[index] as number, context[index] as number);
    return [longestQueue(chunks, LLAMA, side), time];
  });
  const { m, b } = leastRelativeSquares(points);
  const errors = points.map(([tiles, time]) => Math.abs((b + m * tiles) / time - 1));
  return { us: (tiles: number) => b + m * tiles, errors };
}

/** The line b + m x whose relative errors have the least sum of squares. */
function leastRelativeSquares(points: readonly [number, number][]) {
  let [weights, x, y, xx, xy] = [0, 0, 0, 0, 0];
  for (const [at, value] of points) {
    const weight = 1 / value ** 2;
    weights += weight;
    x += weight * at;
    y += weight * value;
    xx += weight * at * at;
    xy += weight * at * value;
  }
  const m = (weights * xy - x * y) / (weights * xx - x * x);
  return { m, b: (y - m * x) / weights };
}

describe("what prefill attention was measured to take", () => {
  it.each(measured)(
    "is affine in the longest queue, within 4% on average, on $partition",
    (side) => {
      const { errors } = affineTime(side);
      expect(errors.length).toBeGreaterThan(60);
      expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.04);
    },
  );

  // From docs/notes/step-kernels.md: no step of a profile has chunks of such different contexts.
  it.each([
    [26.6, [341, 341], [512, 171]],
    [43.6, [512, 512, 512], [512, 512, 341]],
    [80.2, [0, 4000, 600, 30, 2500], [900, 200, 150, 100, 15]],
  ])("is told within 6%% for a step of %d µs", (us, contexts, tokens) => {
    const whole = affineTime(measured.find(({ partition }) => partition === "w") as Measured);
    const chunks = contexts.map((contextBefore, index) => {
      return { contextBefore, tokens: tokens[index] as number };
    });
    expect(Math.abs(whole.us(queue(chunks)) / us - 1)).toBeLessThan(0.06);
  });
});
