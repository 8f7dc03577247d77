import { describe, expect, it } from "@jest/globals";
import { kernelName } from "../../src/store/kernel-name.ts";
import { rankSessions } from "../../src/store/rank-sessions.ts";
import { reachingFirst } from "../../src/store/reach.ts";
import { DECODE, DOWN, QKV } from "../support/llama-kernels.ts";
import { type SmallSession, sessionOf } from "../support/small-sessions.ts";

const WANTED = [QKV, DOWN, DECODE];

/** Models of the sessions, in the order in which they are asked. */
function orderOf(small: readonly SmallSession[], decode: number): string[] {
  const sessions = small.map((each) => sessionOf(each));
  const ranked = rankSessions(sessions, new Set(WANTED.map((kernel) => kernelName(kernel))));
  const contexts = { decode, prefill: 0 };
  return reachingFirst(ranked, WANTED, contexts).map(({ session }) => session.model.id);
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
