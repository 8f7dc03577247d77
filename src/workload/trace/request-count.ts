import { PlannerError, type SourcePosition } from "../../errors.ts";
import { COLUMNS_SYNTAX, type Columns, columnNames } from "./columns.ts";
import { lettersOf } from "./name-words.ts";
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

function saysCount(name: string): boolean {
  const plainName = lettersOf(name);
  return NAMES.has(plainName) || LONGER_NAMES.test(plainName);
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
