import { PlannerError, type SourcePosition } from "../../errors.ts";
import type { Columns } from "./columns.ts";
import { type TokenKind, tokenKindOf } from "./token-words.ts";

/** Finds any of some words in a name that is spelt with spaces. */
const words = (list: string) => new RegExp(`(^|[^a-z])(${list.replaceAll(" ", "|")})($|[^a-z])`);

/** Names of lengths that are none of one request's, in tokens, with what they say. */
const OTHER_LENGTHS: readonly [name: RegExp, what: string, remedy: string][] = [
  [
    words("chars? characters? words? bytes? letters? kb mb lines? sentences? messages? turns?"),
    "counts something else than tokens",
    "Count the tokens with the model's tokenizer first.",
  ],
  [
    words(
      "max\\s?((new|completion|output)\\s?)?tokens limit limits budget cap predict requested allowed",
    ),
    "is a limit, and outputs may be shorter",
    "Name the field of the tokens that came.",
  ],
  [
    words("avg average mean median p\\d+ std stddev min max minimum maximum"),
    "is a statistic of several requests",
    "Use a file with a row for each request.",
  ],
  [words("per tps rate throughput"), "is a rate", "Name the field that counts tokens."],
  [
    words(
      "ms us ns millis micros nanos secs? seconds? mins? minutes? hours? time times timestamp date latency duration elapsed ttft tpot itl e2e delay",
    ),
    "is a time",
    "Name the field that counts tokens.",
  ],
  [
    words("cost costs price usd eur cents dollars"),
    "is a price",
    "Name the field that counts tokens.",
  ],
  [
    words("pct percent percentage ratio fraction share prob probability logprob score"),
    "is a share",
    "Name the field that counts tokens.",
  ],
  [
    words("id ids uuid guid idx index rank seed hash"),
    "names a request, or counts requests",
    "Name the field that counts tokens.",
  ],
  [
    /(^|[^a-z])(k|m|kilo|mega|thousands?|millions?) ?(of )?(tokens?|toks?)$|(tokens?|toks?)( in)? (1?k|1?m|1000s?|thousands?|millions?)$/,
    "counts thousands of tokens",
    "Count them one by one.",
  ],
];
/** By each of these, the other length would be none. */
const PROMPT_WORDS = words("prompts? inputs? prefill context in");
const OUTPUT_WORDS = words(
  "outputs? completions? generated generation decode decoded responses? answers? out",
);
/** Fields that count some of the tokens of a length. */
const PARTS: ReadonlySet<TokenKind | undefined> = new Set<TokenKind>([
  ...(["cached", "cachedBeside", "cachedShare", "reasoning", "outputBeside"] as const),
]);
/** Both lengths in one, as OpenAI's interface sums them up. */
const BOTH_LENGTHS = /^(num_?)?(total_?tokens?(_?count)?|tokens?_?total)$/i;
/** Rows of a distribution, by the name of what they stand for. */
const QUANTILES = /^(percentiles?|quantiles?|le)$/i;

/**
 * A name may say that a field is no length of a request. Read as one, the numbers would look right.
 *
 * @param names of all fields
 * @param columns those that the user names
 * @throws PlannerError `E_INVALID_FILE`
 */
export function refuseOtherLengths(
  names: Iterable<string>,
  { in: prompt, out: output }: Columns,
  position: SourcePosition,
): void {
  const refuse = (name: string, what: string, remedy: string) => {
    throw new PlannerError("E_INVALID_FILE", `${name} ${what}, by its name`, {
      position,
      remedy: `${remedy} If it says something else, rename it.`,
    });
  };
  for (const name of [prompt, output]) {
    const spelt = spelling(lastKey(name));
    const found = OTHER_LENGTHS.find(([pattern]) => pattern.test(spelt));
    if (found !== undefined) refuse(name, found[1], found[2]);
    if (PARTS.has(tokenKindOf(name)))
      refuse(name, "counts some of the tokens alone", "Name the field that counts all of them.");
    if (BOTH_LENGTHS.test(lastKey(name)))
      refuse(name, "counts prompt and output together", "Name the field of each.");
  }
  const [ofPrompt, ofOutput] = [spelling(lastKey(prompt)), spelling(lastKey(output))];
  const [promptIsOutput, outputIsPrompt] = [
    OUTPUT_WORDS.test(ofPrompt) && !PROMPT_WORDS.test(ofPrompt),
    PROMPT_WORDS.test(ofOutput) && !OUTPUT_WORDS.test(ofOutput),
  ];
  const other = "Name the prompt with `in=`, and the output with `out=`.";
  if (promptIsOutput) refuse(prompt, "is the output, not the prompt", other);
  if (outputIsPrompt) refuse(output, "is the prompt, not the output", other);
  for (const name of names)
    if (name !== prompt && name !== output && QUANTILES.test(name))
      refuse(name, "says that rows are quantiles", "Use a file with a row for each request.");
}

/** What stands last in a path such as `usage.prompt_tokens`. */
function lastKey(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** `promptChars` and `prompt_chars` as `prompt chars`. */
function spelling(name: string): string {
  return name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, " ");
}
