import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { BUILT_IN_MODELS } from "../../src/model/catalog.ts";
import { memoryFootprint, smallestTensorParallel } from "../../src/model/footprint.ts";
import {
  denseBatchChoices,
  deriveDenseBatch,
  explicitDenseBatch,
  usefulKvTokens,
} from "../../src/workload/dense-batch.ts";
import { parseWorkload } from "../../src/workload/parse-workload.ts";
import { decodeShare } from "../../src/workload/request-lengths.ts";
import { plannerError } from "../support/planner-error.ts";

const PLENTY = 1e9;

describe("denseBatchChoices", () => {
  it("are the batch that memory allows and all smaller ones of whole tiles, in the same steady state", () => {
    const lengths = parseWorkload("1024/512");
    const choices = denseBatchChoices(lengths, 200 * 1280);
    expect(choices.map(({ tokens }) => tokens)).toEqual([512, 384, 256]);
    expect(choices[0]).toEqual(deriveDenseBatch(lengths, 200 * 1280));
    for (const { tokens, decodeTokens } of choices)
      expect(Math.abs(decodeTokens - tokens * decodeShare(lengths))).toBeLessThan(1);
  });
});

describe("deriveDenseBatch", () => {
  it("fills the cap in the proportion of outputs to prompts", () => {
    expect(deriveDenseBatch(parseWorkload("1024/512"), PLENTY)).toEqual({
      tokens: 2048,
      decodeTokens: 683,
      prefillTokens: 1365,
      decodeContext: 1280,
      prefillContext: 0,
      limitedBy: "cap",
    });
  });

  it("shrinks decode and prefill together when KV memory limits the running requests", () => {
    // 400 requests of 1280 tokens; three times as many tokens, cut to a multiple of 128.
    expect(deriveDenseBatch(parseWorkload("1024/512"), 400 * 1280)).toMatchObject({
      tokens: 1152,
      decodeTokens: 384,
      prefillTokens: 768,
      limitedBy: "kv-capacity",
    });
  });

  it("does not cut a batch below the height of a tile to nothing", () => {
    expect(deriveDenseBatch(parseWorkload("1024/512"), 10 * 1280)).toMatchObject({
      tokens: 30,
      decodeTokens: 10,
    });
  });

  it("counts what is before the chunk for prompts longer than it", () => {
    const { prefillTokens, prefillContext } = deriveDenseBatch(parseWorkload("8192/512"), PLENTY);
    // A prompt token has 4096 before it on average, half a chunk of them in its own chunk.
    expect(prefillContext + prefillTokens / 2).toBeCloseTo(4096, 9);
  });

  it("is infeasible when a request does not fit the KV cache", () => {
    const error = plannerError(() => deriveDenseBatch(parseWorkload("1024/512"), 1535));
    expect(error.code).toBe("E_INFEASIBLE");
    expect(error.exitCode).toBe(3);
    expect(error.message).toContain("1536 tokens");
  });

  it("keeps to cap, KV cache and the sum of its parts for any workload", () => {
    const length = fc.integer({ min: 1, max: 20_000 });
    const kvTokens = fc.integer({ min: 40_000, max: 2_000_000 });
    fc.assert(
      fc.property(length, length, kvTokens, fc.integer({ min: 1, max: 8192 }), (p, o, kv, cap) => {
        const lengths = parseWorkload(`${p}/${o}`);
        const batch = deriveDenseBatch(lengths, kv, cap);
        expect(batch.decodeTokens + batch.prefillTokens).toBe(batch.tokens);
        expect(Number.isInteger(batch.decodeTokens)).toBe(true);
        expect(batch.tokens).toBeGreaterThanOrEqual(1);
        expect(batch.tokens).toBeLessThanOrEqual(cap);
        expect(batch.decodeTokens * batch.decodeContext).toBeLessThanOrEqual(kv);
        const exact = batch.tokens * decodeShare(lengths);
        expect(Math.abs(batch.decodeTokens - exact)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("usefulKvTokens", () => {
  it("makes room for the longest request", () => {
    expect(usefulKvTokens(parseWorkload("100000/10"))).toBe(100_010);
  });

  it("makes room for a batch whose GEMMs are bound by compute", () => {
    const lengths = parseWorkload("1024/512");
    const { tokens } = deriveDenseBatch(lengths, usefulKvTokens(lengths));
    expect(tokens).toBe(256);
  });

  it.each([
    ["llama-3-8b", 1],
    ["qwen2-7b", 1],
    ["mixtral-8x7b", 2],
    ["llama-2-13b", 2],
    ["llama-2-70b", 4],
    ["mixtral-8x22b", 8],
  ])("leads to the usual tensor parallelism of %s on 80 GB: %d", (id, expected) => {
    const model = BUILT_IN_MODELS.find((known) => known.id === id);
    if (model === undefined) throw new Error(`${id} is built in`);
    const useful = usefulKvTokens(parseWorkload("1024/512"));
    const tensorParallel = smallestTensorParallel(model, 85e9, useful);
    expect(tensorParallel).toBe(expected);
    const { kvCapacityTokens } = memoryFootprint(model, tensorParallel, 85e9);
    expect(kvCapacityTokens).toBeGreaterThanOrEqual(useful);
  });
});

describe("explicitDenseBatch", () => {
  it("takes the figures as they are", () => {
    const figures = { tokens: 2048, decodeTokens: 640, decodeContext: 1280 };
    expect(explicitDenseBatch(figures, 1e5)).toEqual({
      tokens: 2048,
      decodeTokens: 640,
      prefillTokens: 1408,
      decodeContext: 1280,
      prefillContext: 0,
      limitedBy: "explicit",
    });
  });

  it.each([
    ["more decode tokens than tokens", 128, 129, 10, "--decode"],
    ["no tokens", 0, 0, 0, "--batch"],
    ["a fraction of a token", 12.5, 1, 10, "--batch"],
    ["negative decode tokens", 128, -1, 10, "--decode"],
    ["decode tokens without context", 128, 64, 0, "--context"],
    ["a negative context", 128, 0, -1, "--context"],
    ["a context that is no number", 128, 64, Number.NaN, "--context"],
  ])("rejects %s", (_, tokens, decodeTokens, decodeContext, option) => {
    const error = plannerError(() =>
      explicitDenseBatch({ tokens, decodeTokens, decodeContext }, PLENTY),
    );
    expect(error.code).toBe("E_USAGE");
    expect(error.message).toContain(option);
  });

  it("is infeasible when one request does not fit the KV cache", () => {
    const figures = { tokens: 128, decodeTokens: 1, decodeContext: 2000 };
    expect(plannerError(() => explicitDenseBatch(figures, 1999)).code).toBe("E_INFEASIBLE");
  });
});
