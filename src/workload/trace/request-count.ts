import { PlannerError, type SourcePosition } from "../../errors.ts";
import { COLUMNS_SYNTAX, type Columns, columnNames } from "./columns.ts";
import { OTHER_QUANTITIES, wordSet } from "./length-words.ts";
import { lastKey, lettersOf, wordsOf } from "./name-words.ts";
import { shownValue } from "./shown-value.ts";
import { NOT_A_COUNT, tokenCount } from "./token-count.ts";

/** Names of fields that say for how many requests a row stands, without case and punctuation. */
const NAMES: ReadonlySet<string> = new Set(
  "count counts cnt cnts num nb frequency freq freqs frequencies weight weights requests occurrences occurrence multiplicity multiplier repeat repeats repetitions reps copies duplicates instances observations obs nobs samples quantity qty tally volume popularity hits calls invocations".split(
    " ",
  ),
);

/** Such as `num_model_requests` of usage that is billed, a row an hour or a day. */
const LONGER_NAMES =
  /^(n|nr|nb|num|total|numberof|totalnumberof)(model|api|llm)?(requests?|reqs?|calls?|queries|invocations?|rows|users|sessions|conversations|obs|observations|occurrences)$|^(requests?|reqs?|calls?|queries|query|invocations?|rows?|group)(counts?|cnt|num|freq|frequency|weight)$/;

/** How many requests a row of a sample stands for, or what share of them was kept. */
const SAMPLE_WEIGHT =
  /^(sampl(e|ing)|subsampl(e|ing)|row|importance|case|survey|expansion|inverse|frequency|request|trace)(weights?|rate|factor|multiplier)$/;

function saysCount(name: string): boolean {
  const plainName = lettersOf(name);
  return NAMES.has(plainName) || LONGER_NAMES.test(plainName) || isSampleWeight(plainName);
}

function isSampleWeight(plainName: string): boolean {
  return SAMPLE_WEIGHT.test(plainName) && plainName !== "requestrate";
}

const CUMULATIVE_WORDS = wordSet("cum cumulative cumulated cumsum cumcount running cdf ecdf ccdf");
const KNOWN_WORDS: ReadonlySet<string> = new Set([
  ...CUMULATIVE_WORDS,
  ...OTHER_QUANTITIES.flatMap(({ words }) => [...words]),
]);

/**
 * A column that `count=` names may say by its name that it is no number of requests a row.
 *
 * @throws PlannerError `E_INVALID_FILE`
 */
function refuseOtherCounts({ count }: Columns, position: SourcePosition): void {
  if (count === undefined || isSampleWeight(lettersOf(count))) return;
  const words = wordsOf(lastKey(count), KNOWN_WORDS);
  const hasAny = (some: ReadonlySet<string>) => words.some((word) => some.has(word));
  const what = hasAny(CUMULATIVE_WORDS)
    ? "sums up the rows before"
    : OTHER_QUANTITIES.find(({ words: some, isNoCount }) => isNoCount === true && hasAny(some))
        ?.what;
  if (what === undefined) return;
  throw new PlannerError("E_INVALID_FILE", `${count} ${what}, by its name`, {
    position,
    remedy:
      "Write for how many requests each row stands as a column of its own, in whole numbers, and name that with `count=`. If it says so, rename it.",
  });
}

/**
 * A row of a histogram stands for many requests. Read as one, each length would weigh the same.
 *
 * @param names of all fields
 * @throws PlannerError `E_INVALID_FILE` when there is such a field that the user did not name
 */
export function refuseUnnamedCounts(
  names: Iterable<string>,
  position: SourcePosition,
  lengths: readonly [prompt: string, output: string],
  columns?: Columns,
): void {
  const named: ReadonlySet<string> = new Set(
    columns === undefined ? lengths : columnNames(columns),
  );
  if (columns !== undefined) refuseOtherCounts(columns, position);
  for (const name of names) {
    if (named.has(name) || !saysCount(name)) continue;
    if (columns?.count !== undefined) continue;
    const [prompt, output] = lengths;
    throw new PlannerError(
      "E_INVALID_FILE",
      `${name} seems to say for how many requests a row stands`,
      {
        position,
        remedy: `If each of those has the row's lengths, name it: --columns "in=${prompt},out=${output},count=${name}". If the lengths are sums, the file has no lengths of requests. If it says something else, rename it.`,
      },
    );
  }
}

/**
 * For how many requests a row stands.
 *
 * @param value of the named field
 * @throws PlannerError `E_INVALID_FILE` when it is no whole number
 */
export function requestCount(field: string, value: unknown, place: () => SourcePosition): number {
  const count = tokenCount(value);
  if (count !== undefined && count !== NOT_A_COUNT) return count;
  throw new PlannerError("E_INVALID_FILE", `${field} is ${shownValue(value)}`, {
    position: place(),
    remedy: `Give the number of requests, a whole number, or leave \`count=\` out of --columns ${COLUMNS_SYNTAX}.`,
  });
}
