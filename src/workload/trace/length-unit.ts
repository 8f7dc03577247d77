import { UNIT_WORDS, wordSet } from "./length-words.ts";
import { wordsOf } from "./name-words.ts";
import { RowFault } from "./row-fault.ts";

/** Words of a unit that says tokens, or nothing. */
const OF_TOKENS: ReadonlySet<string> = new Set([
  ...UNIT_WORDS,
  ...wordSet("none null nan na nil default input output prompt completion"),
]);

/**
 * The unit that a row writes beside its lengths, such as Langfuse's `CHARACTERS`.
 *
 * @throws RowFault where it is not tokens, one by one
 */
export function requireTokens(field: string, value: unknown): void {
  if (typeof value !== "string") return;
  const words = wordsOf(value.replace(/\(s\)$/i, "s"), OF_TOKENS);
  if (words.every((word) => OF_TOKENS.has(word) || word === "1")) return;
  throw new RowFault(
    `${field} is "${value.trim().slice(0, 40)}": the lengths count something else than tokens`,
    `Count the tokens with the model's tokenizer first. If ${field} is not about the lengths, rename it.`,
  );
}
