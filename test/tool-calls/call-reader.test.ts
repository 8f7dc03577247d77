import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { joinedPieces } from "../../src/tool-calls/call-piece.ts";
import { CallReader, type ReadPiece } from "../../src/tool-calls/call-reader.ts";
import { TOOL_FORMATS, type ToolFormatName } from "../../src/tool-calls/tool-format.ts";

const TOOLS = ["get_weather", "f"];

interface Options {
  mostCalls?: number;
}

/** What each piece of an answer gives, and its end. */
function piecesOf(name: ToolFormatName, pieces: readonly string[], { mostCalls }: Options = {}) {
  const reader = new CallReader({
    format: TOOL_FORMATS[name],
    isTool: (tool) => TOOLS.includes(tool),
    mostCalls: mostCalls ?? Number.POSITIVE_INFINITY,
  });
  return [...pieces.map((piece) => reader.push(piece)), reader.end()];
}

interface Read {
  text: string;
  calls: [name: string | undefined, text: string][];
}

/** All of an answer, without ids. */
function whole(read: readonly ReadPiece[]): Read {
  return {
    text: read.map(({ text }) => text).join(""),
    calls: joinedPieces(read.flatMap(({ calls }) => calls)).map(({ name, arguments: text }) => [
      name,
      text,
    ]),
  };
}

function readAll(name: ToolFormatName, answer: string, options?: Options): Read {
  return whole(piecesOf(name, [answer], options));
}

const WEATHER = '{"name": "get_weather", "arguments": {"city": "K\\u00f6ln", "days": [1, 2.0]}}';
const WEATHER_CALL = ["get_weather", '{"city": "K\\u00f6ln", "days": [1, 2.0]}'] as const;
const F_CALL = ["f", "{}"] as const;

describe("calls as Hermes and Qwen write them", () => {
  it.each([
    ["one alone", `<tool_call>\n${WEATHER}\n</tool_call>`, "", [WEATHER_CALL]],
    [
      "several, with text before",
      `I look.\n\n<tool_call>\n${WEATHER}\n</tool_call>\n<tool_call>{"name":"f","arguments":{}}</tool_call>`,
      "I look.",
      [WEATHER_CALL, F_CALL],
    ],
    [
      "text behind one",
      '<tool_call>{"name":"f","arguments":{}}</tool_call>\nSo be it. ',
      "So be it. ",
      [F_CALL],
    ],
    [
      "the name last",
      '<tool_call>{"arguments": {"a": {"name": "x"}}, "name": "f"}</tool_call>',
      "",
      [["f", '{"a": {"name": "x"}}']],
    ],
    ["no arguments", '<tool_call>{"name": "f"}</tool_call>', "", [F_CALL]],
    ["null arguments", '<tool_call>{"name": "f", "arguments": null}</tool_call>', "", [F_CALL]],
    [
      "arguments as a string of JSON",
      '<tool_call>{"name": "f", "arguments": "{\\"a\\": 1}"}</tool_call>',
      "",
      [["f", '{"a": 1}']],
    ],
    [
      "marks and brackets in strings",
      '<tool_call>{"name":"f","arguments":{"a":"</tool_call>}\\"<tool_call>{"}}</tool_call>!',
      "!",
      [["f", '{"a":"</tool_call>}\\"<tool_call>{"}']],
    ],
    [
      "a tool that there is not, which the client answers for",
      '<tool_call>{"name":"g","arguments":{}}</tool_call>',
      "",
      [["g", "{}"]],
    ],
    ["an end without the closing mark", `<tool_call>\n${WEATHER}\n`, "", [WEATHER_CALL]],
    [
      "an end within arguments",
      '<tool_call>{"name":"f","arguments":{"a":"b',
      "",
      [["f", '{"a":"b']],
    ],
    [
      "arguments that are no JSON, up to the closing mark",
      '<tool_call>{"name":"f","arguments":{\'a\':1}}</tool_call>\nDone',
      "Done",
      [["f", "{'a':1}}"]],
    ],
  ])("are read with %s", (_, answer, text, calls) => {
    expect(readAll("hermes", answer)).toEqual({ text, calls });
  });

  it.each([
    ["no JSON", "<tool_call>get the weather</tool_call>"],
    ["no name", '<tool_call>{"arguments": {}}</tool_call>'],
    ["an empty name", '<tool_call>{"name": "", "arguments": {}}</tool_call>'],
    ["a name that is no text", '<tool_call>{"name": 1, "arguments": {}}</tool_call>'],
    ["arguments that are a list", '<tool_call>{"name": "f", "arguments": [1]}</tool_call>'],
    ["arguments that are a word", '<tool_call>{"name": "f", "arguments": "Paris"}</tool_call>'],
    ["another object", '<tool_call>{"city": "Paris"}</tool_call>'],
    ["a half opening", "a <tool_ca"],
    ["an object without its opening", WEATHER],
    ["an end before the arguments", '<tool_call>{"name": "f", "argum'],
  ])("stay text, marks and all: %s", (_, answer) => {
    expect(readAll("hermes", answer)).toEqual({ text: answer, calls: [] });
  });

  it("are found behind one that is malformed", () => {
    const broken = "<tool_call>{name: f}</tool_call>";
    const both = `${broken}\n<tool_call>{"name":"f","arguments":{}}</tool_call>`;
    expect(readAll("hermes", both)).toEqual({ text: broken, calls: [F_CALL] });
  });
});

describe("calls as Llama writes them", () => {
  const f = '{"name": "f", "parameters": {}}';

  it.each([
    ["one alone", f, "", [F_CALL]],
    ["behind white space", `\n ${f}`, "", [F_CALL]],
    ["its kind before the name", `{"type": "function", ${f.slice(1)}`, "", [F_CALL]],
    [
      "several",
      `${f}; {"name": "get_weather", "parameters": {"city": "Rome"}}\n${f}`,
      "",
      [F_CALL, ["get_weather", '{"city": "Rome"}'], F_CALL],
    ],
    ["a mark before it", `<|python_tag|>${f}`, "", [F_CALL]],
    ["text and a mark before it", `Well.<|python_tag|>${f}`, "Well.", [F_CALL]],
    ["text behind it", `${f}; done`, "; done", [F_CALL]],
  ])("are read with %s", (_, answer, text, calls) => {
    expect(readAll("llama", answer)).toEqual({ text, calls });
  });

  it.each([
    ["an answer in JSON", '{"city": "Rome", "days": [1, 2]}'],
    ["an answer that only looks like a call", '{"name": "Rome", "parameters": {"a": 1}}'],
    ["a call behind text", `It is ${f}`],
    ["a program", '<|python_tag|>brave_search.call(query="weather")'],
  ])("stay text: %s", (_, answer) => {
    expect(readAll("llama", answer)).toEqual({ text: answer, calls: [] });
  });
});

describe("calls as Mistral writes them", () => {
  const f = '{"name": "f", "arguments": {}}';

  it.each([
    ["a list of one", `[TOOL_CALLS] [${f}]`, "", [F_CALL]],
    ["a list of several", `Yes. [TOOL_CALLS][${f}, ${WEATHER}]`, "Yes.", [F_CALL, WEATHER_CALL]],
    [
      "a list with ids, and text behind it",
      `[TOOL_CALLS] [{"name": "f", "arguments": {}, "id": "abcdefghi"}] ok`,
      "ok",
      [F_CALL],
    ],
    ["a list without its end", `[TOOL_CALLS] [${f},`, "", [F_CALL]],
    ["an object alone", `[TOOL_CALLS]${f}`, "", [F_CALL]],
    ["the name before a mark", '[TOOL_CALLS]f[ARGS]{"a": {}}', "", [["f", '{"a": {}}']]],
    ["the name and an id", "[TOOL_CALLS]f[CALL_ID]abcdefghi[ARGS]{}", "", [F_CALL]],
    ["the name alone", "[TOOL_CALLS] f {}", "", [F_CALL]],
    [
      "several names",
      '[TOOL_CALLS]f[ARGS]{}[TOOL_CALLS]get_weather[ARGS]{"city":"Rome"}',
      "",
      [F_CALL, ["get_weather", '{"city":"Rome"}']],
    ],
    [
      "several names, the first with arguments that are no JSON",
      "[TOOL_CALLS]f[ARGS]{a}[TOOL_CALLS]f[ARGS]{}",
      "",
      [["f", "{a}"], F_CALL],
    ],
  ])("are read with %s", (_, answer, text, calls) => {
    expect(readAll("mistral", answer)).toEqual({ text, calls });
  });

  it.each([
    ["prose", "[TOOL_CALLS] I call a tool {}"],
    ["an empty list", "[TOOL_CALLS] []"],
    ["a list of words", '[TOOL_CALLS] ["f"]'],
    ["a list of lists", `[TOOL_CALLS] [[${f}]]`],
    ["a name without arguments", "[TOOL_CALLS]f[ARGS]"],
  ])("stay text: %s", (_, answer) => {
    expect(readAll("mistral", answer)).toEqual({ text: answer, calls: [] });
  });

  it("are found behind a name without arguments", () => {
    const answer = "[TOOL_CALLS]f[TOOL_CALLS]f[ARGS]{}";
    expect(readAll("mistral", answer)).toEqual({ text: "[TOOL_CALLS]f", calls: [F_CALL] });
  });

  it("have ids of nine letters and digits, as its templates want them", () => {
    const [{ calls } = { calls: [] }] = piecesOf("mistral", [`[TOOL_CALLS][${f},${f}]`]);
    const ids = calls.map(({ id }) => id);
    expect(ids).toEqual([expect.stringMatching(/^[A-Za-z0-9]{9}$/), expect.any(String)]);
    expect(new Set(ids).size).toBe(2);
  });
});

describe("an answer in pieces", () => {
  const FORMATS = ["hermes", "llama", "mistral"] as const;
  const parts = fc.constantFrom(
    ...["<tool_call>", "</tool_call>", "<tool_", "<|python_tag|>", "[TOOL_CALLS]", "[ARGS]"],
    ...["[", "]", "{", "}", ",", ";", " ", "\n", '"', "\\", "text", "f", "\ud83d\ude00"],
    ...[WEATHER, '{"name":"f","parameters":{}}', '{"name":"f",', '"arguments":', '{"a":"\\n"}'],
  );
  const answer = fc.array(parts, { maxLength: 12 }).map((each) => each.join(""));

  it("gives the same calls and text wherever it is cut", () => {
    fc.assert(
      fc.property(fc.constantFrom(...FORMATS), answer, fc.infiniteStream(fc.nat(5)), (...given) => {
        const [name, text, lengths] = given;
        const pieces: string[] = [];
        for (let at = 0; at < text.length; ) {
          const end = at + (lengths.next().value as number);
          pieces.push(text.slice(at, end));
          at = end;
        }
        expect(whole(piecesOf(name, pieces))).toEqual(readAll(name, text));
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps every answer that has no call, to the last character", () => {
    fc.assert(
      fc.property(fc.constantFrom(...FORMATS), answer, (name, text) => {
        const read = readAll(name, text);
        if (read.calls.length === 0) expect(read.text).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads what was written: any text, and any calls of any arguments", () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const call = fc.record({ name: word, arguments: fc.dictionary(fc.string(), fc.jsonValue()) });
    const said = fc.oneof(fc.constant(""), word);
    fc.assert(
      fc.property(said, fc.array(call, { minLength: 1, maxLength: 3 }), (text, calls) => {
        const texts = calls.map((each) => JSON.stringify(each));
        const expected = {
          text,
          calls: calls.map((each) => [each.name, JSON.stringify(each.arguments)]),
        };
        const hermes = texts.map((each) => `<tool_call>\n${each}\n</tool_call>`).join("\n");
        expect(readAll("hermes", `${text}\n${hermes}`.trimStart())).toEqual(expected);
        expect(readAll("llama", `${text}<|python_tag|>${texts.join("; ")}`)).toEqual(expected);
        expect(readAll("mistral", `${text}[TOOL_CALLS] [${texts.join(", ")}]`)).toEqual(expected);
      }),
    );
  });

  it("says the name first, and arguments as they come", () => {
    const pieces = ['<tool_call>{"name":"f",', '"arguments"', ":{", '"a":', "1}", "}</tool_call>"];
    const id = expect.stringMatching(/^call_[A-Za-z0-9]{24}$/);
    expect(piecesOf("hermes", pieces).map(({ calls }) => calls)).toEqual([
      [],
      [],
      [{ index: 0, id, name: "f", arguments: "{" }],
      [{ index: 0, arguments: '"a":' }],
      [{ index: 0, arguments: "1}" }],
      ...[[], []],
    ]);
  });

  it("holds text back only while it may become a call", () => {
    const said = (pieces: string[]) => piecesOf("hermes", pieces).map(({ text }) => text);
    expect(said(["a <", "b <tool", "x", "<tool_call>", " {", '"nam', 'e": 1}'])).toEqual([
      "a",
      " <b",
      " <toolx",
      "",
      "",
      "",
      '<tool_call> {"name": 1}',
      "",
    ]);
    expect(piecesOf("llama", ['{"cit', 'y"', ": 1}"]).map(({ text }) => text)).toEqual([
      ...["", '{"city"', ": 1}", ""],
    ]);
  });

  it("is over with the first call where there may be no other", () => {
    const one = '<tool_call>{"name":"f","arguments":{}}</tool_call>';
    expect(readAll("hermes", `a${one}${one} b`, { mostCalls: 1 })).toEqual({
      text: "a",
      calls: [F_CALL],
    });
  });

  it("takes time in proportion to its length", () => {
    const long = 200_000;
    const started = performance.now();
    for (const name of FORMATS) {
      for (const text of [
        " ",
        "<tool_call>",
        "[TOOL_CALLS]{",
        '{"a":',
        "{",
        "; ",
        "[TOOL_CALLS]f ",
      ])
        readAll(name, text.repeat(long / text.length));
      readAll(name, `<tool_call>{"name":"${"x".repeat(long)}`);
      readAll(name, `[TOOL_CALLS]f[ARGS]{}${"; ".repeat(long)}`);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
