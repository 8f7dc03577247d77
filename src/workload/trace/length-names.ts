import { PlannerError, type SourcePosition } from "../../errors.ts";
import type { Columns } from "./columns.ts";

/** Names of lengths that are none of one request's, in tokens, with what they say. */
const OTHER_LENGTHS: readonly [name: RegExp, what: string, remedy: string][] = [
  [
    /(^|[_. -])(chars?|characters?|words?|bytes|letters?)($|[_. -])|(Chars?|Characters?|Words?|Bytes)$/,
    "counts something else than tokens",
    "Count the tokens with the model's tokenizer first.",
  ],
  [
    /(^|[_. -])(avg|average|mean|median|p\d\d)($|[_. -])|^(avg|mean|median)[A-Z]|(Avg|Mean|Median)$/,
    "is a statistic of several requests",
    "Use a file with a row for each request.",
  ],
  [
    /(^|[_. -])(ms|us|ns|secs?|seconds?|latency|duration)($|[_. -])|(Ms|Seconds|Latency|Duration)$/,
    "is a time",
    "Name the field that counts tokens.",
  ],
  [
    /(^|[_. -])max_?((new|completion|output)_?)?tokens$/i,
    "is a limit, and outputs may be shorter",
    "Name the field of the tokens that came.",
  ],
  [/k_?tokens$/i, "counts thousands of tokens", "Count them one by one."],
];
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
    const found = OTHER_LENGTHS.find(([pattern]) => pattern.test(name));
    if (found !== undefined) refuse(name, found[1], found[2]);
    if (BOTH_LENGTHS.test(name.slice(name.lastIndexOf(".") + 1)))
      refuse(name, "counts prompt and output together", "Name the field of each.");
  }
  for (const name of names)
    if (name !== prompt && name !== output && QUANTILES.test(name))
      refuse(name, "says that rows are quantiles", "Use a file with a row for each request.");
}
