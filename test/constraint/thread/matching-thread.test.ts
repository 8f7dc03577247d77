import { afterEach, describe, expect, it } from "@jest/globals";
import { SchemaFault } from "../../../src/constraint/schema-fault.ts";
import { MatchingThread, TooSlow } from "../../../src/constraint/thread/matching-thread.ts";
import { tokenVocabulary } from "../../../src/constraint/token-vocabulary.ts";
import { isAllowed } from "../../../src/step/token-mask.ts";

const TEXTS = ["a", "b", "ab", ""];
const END = 3;
/** One more than the tokenizer knows. */
const VOCABULARY = tokenVocabulary(
  {
    vocabularySize: TEXTS.length,
    eosTokens: [END],
    tokenBytes: (token) => new Uint8Array(Buffer.from(TEXTS[token] ?? "")),
    isSpecial: (token) => token === END,
  },
  TEXTS.length + 1,
);
const FORMAT = JSON.stringify({ kind: "text", text: "ab" });

let thread: MatchingThread;
afterEach(() => thread.close());

describe("the thread that follows outputs", () => {
  it("says what may come next, of each output apart", async () => {
    thread = new MatchingThread(VOCABULARY, 60_000);
    const allowed = async (work: Parameters<MatchingThread["order"]>[0]) => {
      const mask = (await thread.order(work)) ?? new Int32Array();
      return [0, 1, 2, 3, 4].filter((token) => isAllowed(mask, token));
    };
    expect(await allowed({ do: "begin", output: 1, format: FORMAT })).toEqual([0, 2]);
    expect(await allowed({ do: "begin", output: 2, format: FORMAT })).toEqual([0, 2]);
    expect(await allowed({ do: "next", output: 1, token: 0 })).toEqual([1]);
    expect(await allowed({ do: "next", output: 2, token: 2 })).toEqual([END]);
    expect(await allowed({ do: "next", output: 1, token: 1 })).toEqual([END]);
  });

  it("refuses tokens that may not come, outputs that are over, and what nothing spells", async () => {
    thread = new MatchingThread(VOCABULARY, 60_000);
    await thread.order({ do: "begin", output: 1, format: FORMAT });
    await expect(thread.order({ do: "next", output: 1, token: 1 })).rejects.toThrow(
      "token 1 is none that the format lets through",
    );
    await thread.order({ do: "end", output: 1 });
    await expect(thread.order({ do: "next", output: 1, token: 0 })).rejects.toThrow("no output 1");
    await expect(
      thread.order({ do: "begin", output: 2, format: JSON.stringify({ kind: "text", text: "c" }) }),
    ).rejects.toThrow("no token of the vocabulary spells");
    expect(thread.hasFailed).toBe(false);
  });

  it("goes on behind a format that it refuses, and says where", async () => {
    thread = new MatchingThread(VOCABULARY, 60_000);
    const format = JSON.stringify({ kind: "json", schema: { items: { type: "text" } } });
    const fault = await thread.order({ do: "compile", format }).catch((error) => error);
    expect(fault).toBeInstanceOf(SchemaFault);
    expect(fault).toMatchObject({
      place: "#/items/type",
      message: expect.stringMatching("no type"),
    });
    expect(thread.hasFailed).toBe(false);
  });

  it("ends with all that waits for it when the library cannot be loaded", async () => {
    thread = new MatchingThread({ ...VOCABULARY, endTokens: undefined as never }, 60_000);
    const orders = [
      thread.order({ do: "compile", format: FORMAT }),
      thread.order({ do: "compile", format: FORMAT }),
    ];
    for (const each of await Promise.allSettled(orders)) expect(each.status).toBe("rejected");
    expect(thread.hasFailed).toBe(true);
    await expect(thread.order({ do: "compile", format: FORMAT })).rejects.toThrow();
  });

  it("ends when an order takes too long", async () => {
    thread = new MatchingThread(VOCABULARY, 1);
    await expect(thread.order({ do: "compile", format: FORMAT })).rejects.toThrow(TooSlow);
    expect(thread.hasFailed).toBe(true);
  });
});
