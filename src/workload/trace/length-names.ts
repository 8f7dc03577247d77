import { PlannerError, type SourcePosition } from "../../errors.ts";
import { type Columns, columnNames } from "./columns.ts";
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
import { type TokenKind, tokenKindOf } from "./token-names.ts";

const GOOD_WORDS: ReadonlySet<string> = new Set(
  [PROMPT_WORDS, OUTPUT_WORDS, UNIT_WORDS, OTHER_KNOWN_WORDS].flatMap((words) => [...words]),
);
const KNOWN_WORDS: ReadonlySet<string> = new Set([
  ...GOOD_WORDS,
  ...OTHER_PARTS,
  ...OTHER_QUANTITIES.flatMap(({ words }) => [...words]),
]);

/** A name as short as this says nothing, and is the user's own. */
const SHORTEST_SAYING = 3;

/** Fields that count some of the tokens of a length. */
const PARTS: readonly (TokenKind | undefined)[] = [
  "cached",
  "cachedBeside",
  "cachedShare",
  "uncached",
  "uncachedShare",
  "reasoning",
  "outputBeside",
  "outputDropped",
];
/** Both lengths in one, as OpenAI's interface sums them up. */
const BOTH_LENGTHS = /^(num )?(total tokens?( count)?|tokens? total)$/;
/** What the prompt grows to by the output, where no word says that it is the output. */
const WHOLE_LENGTH =
  /^(num )?(seqs?|sequences?|final|overall|full|whole|entire|combined|cumulative)( |$)/;
/** Of what a length is, such as `length_in_tokens`. */
const IN_TOKENS = /\b(lens?|lengths?|sizes?) in (tokens?|toks?)\b/;
/** Rows of a distribution, by the name of what they stand for. */
const QUANTILES = /^(percentiles?|quantiles?|le)$/i;

/** What is wrong with the name of a field. */
interface NameFault {
  name: string;
  /** What the name says, with its verb. */
  what: string;
  remedy: string;
}

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
  columns: Columns,
  position: SourcePosition,
  inner: readonly string[] = [],
): string[] {
  const fields = new Set(keys);
  const { in: prompt, out: output } = columns;
  const named = columnNames(columns);
  const others = [...fields, ...inner].filter((name) => !named.includes(name));
  const [ofPrompt, ofOutput] = [namingWords(prompt, fields), namingWords(output, fields)];
  const fault =
    lengthFault(prompt, ofPrompt, others) ??
    lengthFault(output, ofOutput, others) ??
    sideFault({ name: prompt, words: ofPrompt }, { name: output, words: ofOutput }) ??
    rowFault(fields, columns);
  if (fault !== undefined)
    throw new PlannerError("E_INVALID_FILE", `${fault.name} ${fault.what}, by its name`, {
      position,
      remedy: `${fault.remedy} If it says something else, rename it.`,
    });
  return [...unknownWords(prompt, ofPrompt, "prompt"), ...unknownWords(output, ofOutput, "output")];
}

/** @param others fields that the user does not name */
function lengthFault(
  name: string,
  words: readonly string[],
  others: readonly string[],
): NameFault | undefined {
  const found = otherQuantity(words) ?? outerQuantity(name);
  if (found !== undefined) return { name, what: found.what, remedy: found.remedy };
  if (PARTS.includes(tokenKindOf(name)))
    return {
      name,
      what: "counts some of the tokens alone",
      remedy: "Name the field that counts all of them.",
    };
  if (BOTH_LENGTHS.test(words.join(" ")))
    return {
      name,
      what: "counts prompt and output together",
      remedy: "Name the field of each.",
    };
  const sibling = others.find((other) => isOtherPart(words, wordsOf(lastKey(other), KNOWN_WORDS)));
  if (sibling === undefined) return undefined;
  return {
    name,
    what: `seems to count some of the tokens alone, beside ${sibling}`,
    remedy: "Write the sum of all parts as a column of its own, and name that.",
  };
}

interface NamedSide {
  name: string;
  words: readonly string[];
}

/** A prompt that is called an output, or the other way round. */
function sideFault(prompt: NamedSide, output: NamedSide): NameFault | undefined {
  const remedy = "Name the prompt with `in=`, and the output with `out=`.";
  const isSaid = (side: NamedSide, some: ReadonlySet<string>, other: ReadonlySet<string>) => {
    const words = withoutUnit(side.words);
    return hasAny(words, some) && !hasAny(words, other);
  };
  if (isSaid(prompt, OUTPUT_WORDS, PROMPT_WORDS) || isOllamaOutput(prompt.words))
    return { name: prompt.name, what: "is the output, not the prompt", remedy };
  if (WHOLE_LENGTH.test(output.words.join(" ")) && !hasAny(output.words, OUTPUT_WORDS))
    return {
      name: output.name,
      what: "is a length of prompt and output together",
      remedy: "Name the field of the output alone.",
    };
  if (isSaid(output, PROMPT_WORDS, OUTPUT_WORDS))
    return { name: output.name, what: "is the prompt, not the output", remedy };
  return undefined;
}

/** The `in` of a length in tokens is no input. */
function withoutUnit(words: readonly string[]): readonly string[] {
  return words.join(" ").replace(IN_TOKENS, "$1").split(" ");
}

/** A field beside the lengths that says what rows are. */
function rowFault(fields: ReadonlySet<string>, columns: Columns): NameFault | undefined {
  const name = [...fields].find(
    (field) => field !== columns.in && field !== columns.out && QUANTILES.test(field),
  );
  if (name === undefined) return undefined;
  return {
    name,
    what: "says that rows are quantiles",
    remedy: "Use a file with a row for each request.",
  };
}

/**
 * The words that say what a field is: those of the last key of a path. Where they say no more than
 * that it is a number of tokens, those of the key before it count too, as in `ttft.value`.
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
