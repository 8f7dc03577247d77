import {
  OTHER_QUANTITIES,
  type OtherQuantity,
  OUTPUT_WORDS,
  PROMPT_WORDS,
  TOKEN_WORDS,
  UNIT_WORDS,
  wordSet,
} from "./length-words.ts";
import { lastKey, wordsOf } from "./name-words.ts";

/**
 * What a field says of the tokens of a row, besides its two lengths:
 * - `answers`: how many answers to one prompt the output sums up
 * - `requests`: how many requests of the same lengths the row stands for
 * - `cached`: tokens of the prompt that a cache held; `cachedShare`: their share
 * - `uncached`: tokens of the prompt that no cache held; `uncachedShare`: their share
 * - `cachedBeside`: tokens, most of them of a cache, in some interfaces beside those of the prompt
 * - `outputBeside`: tokens of the output beside those that the output counts
 * - `reasoning`: tokens of the output, in some interfaces beside those that the output counts
 * - `outputDropped`: tokens that the output counts, and that do not stand in the answer
 * - `answered`: whether a cache answered in the model's place
 * - `total`: tokens of prompt and output together
 * - `unit`: what the lengths count
 */
export type TokenKind =
  | "answers"
  | "requests"
  | "cached"
  | "cachedShare"
  | "uncached"
  | "uncachedShare"
  | "cachedBeside"
  | "outputBeside"
  | "outputDropped"
  | "reasoning"
  | "answered"
  | "total"
  | "unit";

const TOKEN_KINDS: ReadonlySet<string> = new Set<TokenKind>([
  ...(["answers", "requests", "cached", "cachedShare", "uncached", "uncachedShare"] as const),
  ...(["cachedBeside", "outputBeside", "outputDropped", "reasoning"] as const),
  ...(["answered", "total", "unit"] as const),
]);

export function isTokenKind(kind: string): kind is TokenKind {
  return TOKEN_KINDS.has(kind);
}

/** What numbers of answers and of requests are called, with a word such as `num` before or after or without. */
const SEVERAL =
  /^(sequences|seqs|responses|completions|candidates?|generations|choices|samples|rollouts|answers|replies|beams|return sequences|beam groups)$/;
const SINGULAR = /^(response|sequence|choice|rollout|answer)$/;
const NUMBER_WORDS = wordSet("n num number nr nb no count of total");
const PLAIN_SEVERAL = wordSet("completions candidates rollouts responses sequences seqs beams");

/** What a name holds besides the words that tell its kind, where it counts tokens. */
const FILLERS: ReadonlySet<string> = new Set([
  ...[UNIT_WORDS, TOKEN_WORDS, PROMPT_WORDS, OUTPUT_WORDS].flatMap((words) => [...words]),
  ...wordSet("native prefix content kv details gpu matched reused request req text billable"),
]);
const TOTAL_WORDS: ReadonlySet<string> = new Set([...UNIT_WORDS, ...wordSet("native overall all")]);
const UNIT_NAME_WORDS: ReadonlySet<string> = new Set([
  ...FILLERS,
  ...wordSet("unit units measure measurement type name"),
]);

const KNOWN_WORDS: ReadonlySet<string> = new Set([
  ...FILLERS,
  ...UNIT_NAME_WORDS,
  ...OTHER_QUANTITIES.flatMap(({ words }) => [...words]),
  ...wordSet(
    "cache hit hits miss missed misses status result read write creation best beams beam width group groups rollouts sequences responses completions candidates generations choices samples returned noncached uncached",
  ),
]);

/** Names of interfaces and engines, without case and punctuation, that the rules by words do not tell. */
const NAMES: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ["n", "answers"],
  ["bestof", "answers"],
  ["bestofn", "answers"],
  ["beamwidth", "answers"],
  ["beamsize", "answers"],
  ["groupsize", "answers"],
  ["candidatecount", "answers"],
  ["bs", "requests"],
  ["batchsize", "requests"],
  ["numprompts", "requests"],
  ["nprompts", "requests"],
  // llama.cpp counts in `prompt_n` only what it computed.
  ["cachen", "cachedBeside"],
  ["xcache", "answered"],
]);

/**
 * Ends of longer names, of the interfaces of OpenAI, Anthropic, Bedrock, Gemini and DeepSeek, vLLM,
 * SGLang and Langfuse.
 */
const ENDS: readonly [end: RegExp, kind: TokenKind][] = [
  [/cache(read|creation|write)(5m|1h)?(input)?(tokens?)?(count)?$/, "cachedBeside"],
  [/ephemeral(5m|1h)inputtokens$/, "cachedBeside"],
  [/tooluseprompttokens?(count)?$/, "cachedBeside"],
  [/thoughts?tokens?(count)?$/, "outputBeside"],
  [/reasoningtokens?(count)?$|outputreasoning$/, "reasoning"],
  [/(cached|cachehit)(input|prompt|prefix|content)?tokens?(count)?$/, "cached"],
];

const NOT_CACHED = /\b(un ?cached|(non|not|no|without) ?cached?|cache miss(es|ed)?)\b/;
const SHARE =
  /\b(cached?( hits?| miss(es)?)?|prefix hits?) (percent|percentage|pct|rate|ratio|fraction|share)$/;
const CACHED =
  /\b(cached|cache hits?|prefix hits?|(prefix )?match(ed)? prefix|prefix match(ed)?)\b/;
const ANSWERED =
  /^(is |was )?(cached( (response|answer|completion|output))?|((response|answer|completion|output) )(is |was )?cached|(response |semantic )?cache hits?|(served )?from cache)$|\bcache (status|result|outcome|state)$/;
const REJECTED = /\brejected prediction tokens?( count)?$/;
const REASONING = /\b(reasoning|thinking|think|thoughts?)\b/;

/**
 * What a field of this name says of tokens; undefined for any other.
 *
 * @param name of a column or key, or a path of keys such as `tokens.cache.read`
 */
export function tokenKindOf(name: string): TokenKind | undefined {
  const words = wordsOf(name, KNOWN_WORDS);
  const spelt = words.join(" ");
  const plainName = spelt.replaceAll(/[^a-z0-9]/g, "");
  if (NOT_CACHED.test(spelt)) return notCached(words, spelt);
  if (SHARE.test(spelt)) return "cachedShare";
  if (ANSWERED.test(spelt)) return "answered";
  const known = NAMES.get(plainName);
  if (known !== undefined) return known;
  if (REJECTED.test(spelt)) return "outputDropped";
  if (isNumberOfSeveral(words)) return "answers";
  if (isTotal(words)) return "total";
  if (isUnit(words)) return "unit";
  if (isOtherQuantity(words, spelt)) return undefined;
  const ofEnd = ENDS.find(([end]) => end.test(plainName))?.[1];
  if (ofEnd !== undefined) return ofEnd;
  if (isOnly(words, spelt, CACHED)) return "cached";
  return isOnly(words, spelt, REASONING) ? "reasoning" : undefined;
}

/** A last key that says what it is only by the objects around it: `cost.total` counts no tokens. */
export function needsItsPath(name: string): boolean {
  return /^(total|units?)$/i.test(lastKey(name));
}

function notCached(words: readonly string[], spelt: string): TokenKind | undefined {
  if (/ (percent|percentage|pct|rate|ratio|fraction|share)$/.test(spelt)) return "uncachedShare";
  if (isOtherQuantity(words, spelt)) return undefined;
  // A bare `cache_miss` is a mark, and no number of tokens.
  const rest = spelt.replace(NOT_CACHED, "").trim();
  const isMark = rest === "" && /miss/.test(spelt);
  return !isMark && rest.split(" ").every((word) => word === "" || FILLERS.has(word))
    ? "uncached"
    : undefined;
}

function isNumberOfSeveral(words: readonly string[]): boolean {
  const rest = words.filter((word) => !NUMBER_WORDS.has(word));
  const isCounted = rest.length < words.length || PLAIN_SEVERAL.has(words.join(" "));
  // Such as `samples_per_prompt`.
  if (/^(n |num )?\w+ per (prompt|request|req)$/.test(words.join(" ")))
    return SEVERAL.test(rest.slice(0, -2).join(" "));
  if (words.at(-1) === "count" && SINGULAR.test(rest.join(" "))) return true;
  return isCounted && SEVERAL.test(rest.join(" "));
}

function isTotal(words: readonly string[]): boolean {
  return (
    words.includes("total") && words.every((word) => TOTAL_WORDS.has(word)) && !isLength(words)
  );
}

/** `total_len` may be of another thing than tokens; a number of tokens is none. */
function isLength(words: readonly string[]): boolean {
  return (
    words.some((word) => /^(len|length|size|value|val)s?$/.test(word)) || words.includes("sum")
  );
}

function isUnit(words: readonly string[]): boolean {
  return (
    (words.includes("unit") || words.includes("units")) &&
    words.every((word) => UNIT_NAME_WORDS.has(word))
  );
}

/** A limit, a price, a time or the like of some tokens. */
function isOtherQuantity(words: readonly string[], spelt: string): boolean {
  return OTHER_QUANTITIES.some(
    (quantity) => quantity.isPart !== true && isSaid(quantity, words, spelt),
  );
}

/** Whether an object of this name holds no counts of tokens, such as `cost` and `limits`. */
export function holdsOtherQuantities(key: string): boolean {
  const words = wordsOf(key, KNOWN_WORDS);
  return OTHER_QUANTITIES.some(
    (quantity) => quantity.isOfAllInside === true && isSaid(quantity, words, words.join(" ")),
  );
}

function isSaid({ words: some, phrase }: OtherQuantity, words: readonly string[], spelt: string) {
  return words.some((word) => some.has(word)) || phrase?.test(spelt) === true;
}

/** Whether a name says this, and nothing else but that it counts tokens. */
function isOnly(words: readonly string[], spelt: string, what: RegExp): boolean {
  if (!what.test(spelt)) return false;
  const rest = spelt.replace(what, "").split(" ");
  return words.length > 0 && rest.every((word) => word === "" || FILLERS.has(word));
}
