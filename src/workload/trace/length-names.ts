import { PlannerError, type SourcePosition } from "../../errors.ts";
import type { Columns } from "./columns.ts";
import {
  MAYBE_PARTS,
  OTHER_KNOWN_WORDS,
  OTHER_PARTS,
  OTHER_QUANTITIES,
  type OtherQuantity,
  OUTPUT_WORDS,
  PROMPT_WORDS,
  TOKEN_WORDS,
  UNIT_WORDS,
} from "./length-words.ts";
import { lastKey, wordsOf } from "./name-words.ts";
import { type TokenKind, tokenKindOf } from "./token-words.ts";

const GOOD_WORDS: ReadonlySet<string> = new Set([
  ...[...PROMPT_WORDS, ...OUTPUT_WORDS, ...UNIT_WORDS, ...OTHER_KNOWN_WORDS],
]);
const KNOWN_WORDS: ReadonlySet<string> = new Set([
  ...GOOD_WORDS,
  ...OTHER_PARTS,
  ...OTHER_QUANTITIES.flatMap(({ words }) => [...words]),
]);

/** A name as short as this says nothing, and is the user's own. */
const SHORTEST_SAYING = 3;

/** Fields that count some of the tokens of a length. */
const PARTS: ReadonlySet<TokenKind | undefined> = new Set<TokenKind>([
  ...([
    "cached",
    "cachedBeside",
    "cachedShare",
    "reasoning",
    "outputBeside",
    "outputDropped",
  ] as const),
]);
/** Both lengths in one, as OpenAI's interface sums them up. */
const BOTH_LENGTHS = /^(num )?(total tokens?( count)?|tokens? total)$/;
/** Rows of a distribution, by the name of what they stand for. */
const QUANTILES = /^(percentiles?|quantiles?|le)$/i;

/**
 * A name may say that a field is no length of a request. Read as one, the numbers would look right.
 *
 * @param keys names of the fields of a row
 * @param columns those that the user names
 * @param inner paths of fields inside those
 * @returns what a user must know of names whose words are not all known
 * @throws PlannerError `E_INVALID_FILE`
 */
export function lengthNameDoubts(
  keys: Iterable<string>,
  { in: prompt, out: output, time, count }: Columns,
  position: SourcePosition,
  inner: readonly string[] = [],
): string[] {
  const refuse = (name: string, what: string, remedy: string) => {
    throw new PlannerError("E_INVALID_FILE", `${name} ${what}, by its name`, {
      position,
      remedy: `${remedy} If it says something else, rename it.`,
    });
  };
  const fields = new Set(keys);
  const others = [...fields, ...inner].filter(
    (name) => ![prompt, output, time, count].includes(name),
  );
  for (const name of [prompt, output]) {
    const words = namingWords(name, fields);
    const found = otherQuantity(words) ?? outerQuantity(name);
    if (found !== undefined) refuse(name, found.what, found.remedy);
    if (PARTS.has(tokenKindOf(name)))
      refuse(name, "counts some of the tokens alone", "Name the field that counts all of them.");
    if (BOTH_LENGTHS.test(words.join(" ")))
      refuse(name, "counts prompt and output together", "Name the field of each.");
    const sibling = others.find((other) =>
      isOtherPart(words, wordsOf(lastKey(other), KNOWN_WORDS)),
    );
    if (sibling !== undefined)
      refuse(
        name,
        `seems to count some of the tokens alone, beside ${sibling}`,
        "Write the sum of all parts as a column of its own, and name that.",
      );
  }
  const [ofPrompt, ofOutput] = [namingWords(prompt, fields), namingWords(output, fields)];
  const [promptIsOutput, outputIsPrompt] = [
    (hasAny(ofPrompt, OUTPUT_WORDS) && !hasAny(ofPrompt, PROMPT_WORDS)) || isOllamaOutput(ofPrompt),
    hasAny(ofOutput, PROMPT_WORDS) && !hasAny(ofOutput, OUTPUT_WORDS),
  ];
  const other = "Name the prompt with `in=`, and the output with `out=`.";
  if (promptIsOutput) refuse(prompt, "is the output, not the prompt", other);
  if (outputIsPrompt) refuse(output, "is the prompt, not the output", other);
  for (const name of fields)
    if (name !== prompt && name !== output && QUANTILES.test(name))
      refuse(name, "says that rows are quantiles", "Use a file with a row for each request.");
  return [...unknownWords(prompt, ofPrompt, "prompt"), ...unknownWords(output, ofOutput, "output")];
}

/**
 * The words that say what a field is: those of the last key of a path, with keys before it as long as
 * all of them say no more than that it is a number of tokens, as in `ttft.value`.
 */
function namingWords(name: string, fields: ReadonlySet<string>): readonly string[] {
  // R writes points between the words of a name.
  if (fields.has(name) && /^[a-z0-9.]+$/.test(name)) return wordsOf(name, KNOWN_WORDS);
  const keys = name.split(".");
  let words: readonly string[] = [];
  for (let at = keys.length - 1; at >= 0; at--) {
    words = [...wordsOf(keys[at] ?? "", KNOWN_WORDS), ...words];
    if (!words.every((word) => UNIT_WORDS.has(word))) break;
  }
  return words;
}

function otherQuantity(words: readonly string[]): OtherQuantity | undefined {
  const spelt = words.join(" ");
  return OTHER_QUANTITIES.find(
    ({ words: some, phrase }) => hasAny(words, some) || phrase?.test(spelt) === true,
  );
}

/** What an object around a field says of all in it, such as `limits.prompt_tokens`. */
function outerQuantity(name: string): OtherQuantity | undefined {
  const quantities = name
    .split(".")
    .slice(0, -1)
    .map((key) => otherQuantity(wordsOf(key, KNOWN_WORDS)));
  return quantities.find((quantity) => quantity?.isOfAllInside === true);
}

/**
 * Whether two names are of parts of one length: of `user_prompt_tokens` beside
 * `system_prompt_tokens`, neither counts all.
 */
function isOtherPart(words: readonly string[], others: readonly string[]): boolean {
  const part = words.find((word) => MAYBE_PARTS.has(word));
  if (part === undefined || !hasAny(others, TOKEN_WORDS)) return false;
  if (hasAny(words, OUTPUT_WORDS) || hasAny(others, OUTPUT_WORDS)) return false;
  const other = others.find((word) => OTHER_PARTS.has(word));
  return other !== undefined && other !== part && !words.includes(other);
}

/** Ollama counts the prompt in `prompt_eval_count`, and the output in `eval_count`. */
function isOllamaOutput(words: readonly string[]): boolean {
  return words.join(" ") === "eval count";
}

function hasAny(words: readonly string[], some: ReadonlySet<string>): boolean {
  return words.some((word) => some.has(word));
}

function unknownWords(name: string, words: readonly string[], side: string): string[] {
  if (lastKey(name).length < SHORTEST_SAYING) return [];
  const unknown = words.filter(
    (word) => !GOOD_WORDS.has(word) && !MAYBE_PARTS.has(word) && !/^\p{Nd}+$/u.test(word),
  );
  if (unknown.length === 0) return [];
  const quoted = unknown.map((word) => `"${word}"`).join(" and ");
  const verb = unknown.length === 1 ? "is no word" : "are no words";
  return [
    `${name} is read as the ${side}'s length, but ${quoted} in its name ${verb} known for lengths: check that it counts all tokens of one request's ${side}`,
  ];
}
