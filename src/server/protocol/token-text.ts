import type { Tokenizer } from "../../tokenizer/tokenizer.ts";

/** Tokens one by one, as log probabilities name them. */
export interface TokenText {
  /** Bytes that are no whole character show as replacement characters. */
  textOf(token: number): string;
  bytesOf(token: number): Uint8Array;
}

export function tokenText(tokenizer: Pick<Tokenizer, "tokenBytes">): TokenText {
  const bytesOf = (token: number) => tokenizer.tokenBytes(token);
  return { bytesOf, textOf: (token) => Buffer.from(bytesOf(token)).toString("utf8") };
}

/** With bytes that are no whole character as OpenAI's older route writes them: keys stay apart. */
export function distinctText({ textOf, bytesOf }: TokenText, token: number): string {
  const text = textOf(token);
  if (!text.includes("\ufffd")) return text;
  const hex = [...bytesOf(token)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`);
  return `bytes:${hex.join("")}`;
}
