import { describe, expect, it } from "@jest/globals";
import { kernelName } from "../../src/store/kernel-name.ts";
import { rankSessions } from "../../src/store/rank-sessions.ts";
import { type Extent, reachingFirst } from "../../src/store/reach.ts";
import { DECODE, DOWN, PREFILL, QKV } from "../support/llama-kernels.ts";
import { type SmallSession, sessionOf } from "../support/small-sessions.ts";

const WANTED = [QKV, DOWN, DECODE, PREFILL];

/** Models of the sessions, in the order in which they are asked. */
function orderOf(
  small: readonly SmallSession[],
  decodeContext: number,
  batch?: Extent["batch"],
): string[] {
  const sessions = small.map((each) => sessionOf(each));
  const ranked = rankSessions(sessions, new Set(WANTED.map((kernel) => kernelName(kernel))));
  const extent = { decodeContext, prefillContext: 0, ...(batch && { batch }) };
  return reachingFirst(ranked, WANTED, extent).map(({ session }) => session.model.id);
}

describe("for attention at long contexts", () => {
  const near: SmallSession = { modelId: "near" };
  const far: SmallSession = { modelId: "far", kernels: [DECODE], contexts: [1024, 32_768] };
  const farther: SmallSession = { ...far, modelId: "farther", contexts: [1024, 131_072] };

  it("a session is asked first that measured it at such, though others have more kernels", () => {
    expect(orderOf([near, far], 40_000)).toEqual(["far", "near"]);
    expect(orderOf([near, far, farther], 60_000)).toEqual(["farther", "near", "far"]);
  });

  it("the usual order stays where the first reaches them, or none does", () => {
    expect(orderOf([near, far], 1500)).toEqual(["near", "far"]);
    expect(orderOf([near, far], 60_000)).toEqual(["near", "far"]);
  });
});

describe("for a batch that is asked for", () => {
  const small: SmallSession = { modelId: "small" };
  const large: SmallSession = { modelId: "large", kernels: [QKV, DOWN], tokens: [1024, 4096] };

  it("a session is asked first that timed the products at as many tokens", () => {
    const batch = { tokens: 4096, prefillTokens: 3072 };
    expect(orderOf([small, large], 1024, batch)).toEqual(["large", "small"]);
  });

  it("the usual order stays where the first reaches it, or none does, or no batch is given", () => {
    expect(orderOf([small, large], 1024, { tokens: 1536, prefillTokens: 0 })).toEqual([
      "small",
      "large",
    ]);
    expect(orderOf([small, large], 1024, { tokens: 8192, prefillTokens: 0 })).toEqual([
      "small",
      "large",
    ]);
    expect(orderOf([small, large], 1024)).toEqual(["small", "large"]);
  });

  it("one that timed prefill attention at half of it after the other half", () => {
    const chunks: SmallSession = { modelId: "chunks", tokens: [1024, 8192] };
    const both: SmallSession = { ...chunks, modelId: "both", kernels: [PREFILL], contexts: [4096] };
    const kernels = [PREFILL, DECODE, QKV, DOWN];
    const batch = { tokens: 8192, prefillTokens: 8192 };
    expect(orderOf([{ ...chunks, kernels }, both], 0, batch)).toEqual(["both", "chunks"]);
  });
});
