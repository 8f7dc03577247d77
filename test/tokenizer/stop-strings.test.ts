import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type StoppedText, StopSet, StopStrings } from "../../src/tokenizer/stop-strings.ts";

/** All that comes of a text that arrives in pieces. */
function through(
  pieces: readonly string[],
  stops: readonly string[],
  include = false,
): StoppedText {
  const finder = new StopStrings(new StopSet(stops), { include });
  let text = "";
  for (const piece of pieces) {
    const given = finder.push(piece);
    text += given.text;
    if (given.stopped !== undefined) return { text, stopped: given.stopped };
  }
  return { text: text + finder.end() };
}

/** By the definition: at each place, the longest one that ends there. */
function byDefinition(text: string, stops: readonly string[], include: boolean): StoppedText {
  for (let end = 1; end <= text.length; end++) {
    const [stopped] = stops
      .filter((stop) => text.slice(0, end).endsWith(stop))
      .sort((a, b) => b.length - a.length);
    if (stopped === undefined) continue;
    return { text: text.slice(0, include ? end : end - stopped.length), stopped };
  }
  return { text };
}

describe("StopSet", () => {
  it("serves several texts at once, each with a state of its own", () => {
    const set = new StopSet(["aab"]);
    const [one, other] = [0, 1].map(() => new StopStrings(set, { include: false }));
    expect(one?.push("xaa").text).toBe("x");
    expect(other?.push("b").text).toBe("b");
    expect(one?.push("b").stopped).toBe("aab");
  });
});

describe("StopStrings", () => {
  it("finds one across pieces, and gives nothing of it", () => {
    expect(through(["Hello wo", "rl", "d!"], ["world"])).toEqual({
      text: "Hello ",
      stopped: "world",
    });
  });

  it("keeps it where the caller asks for it", () => {
    expect(through(["a END b"], ["END"], true)).toEqual({ text: "a END", stopped: "END" });
  });

  it("gives what is certain at once, and the rest at the end", () => {
    const finder = new StopStrings(new StopSet(["\n\nUser:"]), { include: false });
    expect(finder.push("one\n")).toEqual({ text: "one" });
    expect(finder.push("two\n\nUs")).toEqual({ text: "\ntwo" });
    expect(finder.end()).toBe("\n\nUs");
  });

  it("gives nothing behind a stop", () => {
    const finder = new StopStrings(new StopSet(["x"]), { include: false });
    finder.push("axb");
    expect(finder.push("c")).toEqual({ text: "" });
    expect(finder.end()).toBe("");
  });

  it("refuses an empty one", () => {
    expect(() => new StopSet(["a", ""])).toThrow("a stop string is empty");
  });

  it("says the same of a text however it is cut", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "é"), maxLength: 30 });
    const stop = fc.string({ unit: fc.constantFrom("a", "b", "é"), minLength: 1, maxLength: 5 });
    const pieces = fc.array(letters, { maxLength: 8 });
    fc.assert(
      fc.property(
        pieces,
        fc.array(stop, { maxLength: 4 }),
        fc.boolean(),
        (text, stops, include) => {
          expect(through(text, stops, include)).toEqual(
            byDefinition(text.join(""), stops, include),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
