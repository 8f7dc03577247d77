import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ApiError } from "../../../src/server/protocol/api-error.ts";
import { parseJson } from "../../../src/server/protocol/read-body.ts";

function errorOf(text: string): ApiError["body"]["error"] | undefined {
  try {
    parseJson(Buffer.from(text));
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.body.error;
    throw error;
  }
}

describe("a key that is there twice", () => {
  it.each([
    ['{"seed":1,"prompt":"a","seed":2}', "seed", 24],
    ['{"seed":1,"seed":1}', "seed", 11],
    ['{"logit_bias":{"5":1, "5" : -1}}', "5", 23],
    ['{"messages":[{"role":"user","content":"a","role":"system"}]}', "role", 43],
    ['{"seed":1,"\\u0073eed":2}', "seed", 11],
    ['{"a\\"":1,"a\\"":2}', 'a"', 10],
    ['{"__proto__":1,"__proto__":2}', "__proto__", 16],
    ['{"a":{"b":1},"c":[{"b":1},{"b":2}],\n"a":3}', "a", 37],
  ])("is refused with its name and its place: %s", (text, name, character) => {
    expect(errorOf(text)).toMatchObject({
      message: `\`${name}\` is there twice, again at character ${character}: keep one of the two`,
      param: name,
      code: "repeated_parameter",
    });
  });

  it.each([
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":2}]',
    '{"a":"b","b":"a","c":"\\"a\\":","d":["a","a","b"]}',
    '{"a":"\\\\","b":"{\\"a\\":1,\\"a\\":1}"}',
  ])("is none in %s", (text) => {
    expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
  });

  it("is found in any JSON exactly where there is one", () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (text, doubles) => {
        const whole = `{"x":${text},${doubles ? '"x"' : '"y"'}:${text}}`;
        expect(errorOf(whole)?.param).toBe(doubles ? "x" : undefined);
      }),
    );
  });

  it("is looked for at any depth", () => {
    const deep = `${"[".repeat(50_000)}{"a":1,"a":2}${"]".repeat(50_000)}`;
    expect(errorOf(deep)?.param).toBe("a");
  });
});
