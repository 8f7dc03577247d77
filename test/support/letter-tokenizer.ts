import { PlannerError } from "../../src/errors.ts";
import { ByteLevel } from "../../src/tokenizer/decoding/byte-level.ts";
import { TextAssembly } from "../../src/tokenizer/decoding/text-assembly.ts";
import type { Tokenizer } from "../../src/tokenizer/tokenizer.ts";

/** Tokens of a model of 44: a letter or two each, the halves of a character, and two special ones. */
const TEXTS: readonly (string | Uint8Array)[] = [
  "<s>",
  "</s>",
  ..."abcdefghijklmnopqrstuvwxyz",
  ..." \n.,:?!",
  "the",
  "an",
  "in",
  Uint8Array.of(0xc3),
  Uint8Array.of(0xa9),
  ..."0123",
];
const SPECIAL = 2;
export const START = 0;
export const END = 1;

/** Byte-level vocabularies spell each byte as a character: these two as none of their own. */
const SPELLED: Readonly<Record<number, string>> = { 32: "\u0120", 10: "\u010a" };

/** A tokenizer that a test can follow by eye. Its template refuses a chat without a user. */
export const LETTERS = letterTokenizer(TEXTS);

/** As many tokens, which spell JSON. */
export const JSON_LETTERS = letterTokenizer([
  ...["<s>", "</s>", '{"', '":', "true", '",'],
  ...'{}[]":,.-0123456789 \n\\',
  ...["a", "e", "f", "l", "n", "r", "s", "t", "u", "b"],
  ...["xy", "null", Uint8Array.of(0xc3), Uint8Array.of(0xa9)],
]);

/** @param texts of its tokens: the first two mark start and end */
function letterTokenizer(texts: readonly (string | Uint8Array)[]): Tokenizer {
  const bytes = texts.map((text) => (typeof text === "string" ? Buffer.from(text) : text));
  const tokenizer: Tokenizer = {
    vocabularySize: texts.length,
    eosTokens: [END],
    hasChatTemplate: true,
    toolTemplate: "{{ tools }} <tool_call>",
    encode: async (text, { addSpecialTokens }) => {
      const start = addSpecialTokens ? [START] : [];
      const tokens = [...Buffer.from(text)].map((byte) =>
        bytes.findIndex((each) => each.length === 1 && each[0] === byte),
      );
      return [...start, ...tokens.filter((token) => token >= 0)];
    },
    decode: (tokens, { skipSpecialTokens }) => {
      const shown = tokens.filter((token) => !skipSpecialTokens || token >= SPECIAL);
      return Buffer.concat(shown.map((token) => bytes[token] ?? Buffer.alloc(0))).toString("utf8");
    },
    tokenBytes: (token) => bytes[token] ?? new Uint8Array(),
    piece: (token) =>
      bytes[token] &&
      Array.from(bytes[token], (byte) => SPELLED[byte] ?? String.fromCharCode(byte)).join(""),
    isSpecial: (token) => token < SPECIAL,
    startText: () => new TextAssembly([new ByteLevel()]),
    renderLargeChat: async (messages, options) => tokenizer.renderChat(messages, options),
    renderChat: (messages, { addGenerationPrompt }) => {
      if (!messages.some(({ role }) => role === "user")) {
        throw new PlannerError("E_USAGE", "the chat template refuses: a user has to speak");
      }
      const lines = messages.map(({ role, content }) => `${role}: ${content}\n`);
      return `${lines.join("")}${addGenerationPrompt ? "assistant: " : ""}`;
    },
  };
  return tokenizer;
}

/** The tokens of a text of letters, one each. */
export function letters(text: string): number[] {
  return [...text].map((letter) => TEXTS.indexOf(letter));
}
