import { lettersOf } from "./name-words.ts";
import { RowFault } from "./row-fault.ts";
import { SeenTexts } from "./seen-texts.ts";
import { NOT_A_COUNT } from "./token-count.ts";

/** A name of ids of which each request has its own, without case and punctuation. */
const ID_NAME = /^(request|req|response|resp|generation|completion)id$/;

const TOTAL = /^(grand |sub-?)?total(s|ed)?:?$|^aggregated?$/i;
/** Rows of statistics, such as those of `describe()` in pandas. */
const STATISTIC =
  /^(average|avg|mean|median|std|st\.?dev|std\.? ?dev|stddev|variance|p\d{2}(\.\d+)?|\d{1,2}(\.\d+)?%)[.:]?$/i;
/** Words that may also be a kind of request. They count where the lengths are those of all rows before. */
const MAYBE_TOTAL = /^(sum|all|overall)$/i;

/**
 * Names of counters, such as Prometheus' `prompt_tokens_total`. A length may be called so too, but
 * lengths of requests fall now and then.
 */
const COUNTER_NAME = /(total|cumulative|cumulated|cumsum|sum)$|^(total|cumulative|cum)[^a-z]/i;

/** Two rows of requests rise by chance. */
const TELLING_ROWS = 3;

/** What of a row tells whether it is a request. */
export interface RowMarks {
  /** Its cells or values. One of the first two may be a word for a total or another statistic. */
  values: readonly unknown[];
  id: unknown;
  promptTokens: number | undefined;
  outputTokens: number | undefined;
}

/** The field of a file that has an id a request, if there is one: also in others, as `metadata.id`. */
export function idFieldOf(names: readonly string[]): string | undefined {
  return names.find((name) => {
    const key = name.slice(name.lastIndexOf(".") + 1);
    return ID_NAME.test(lettersOf(key));
  });
}

/** Finds rows that are no requests of their own: sums of others or over time, and further events of one. */
export class NoRequests {
  readonly #idField: string | undefined;
  readonly #ids = new SeenTexts();
  #prompts = 0;
  #outputs = 0;
  #rows = 0;
  readonly #counters: readonly string[];
  readonly #isCounter: readonly boolean[];
  #last: readonly (number | undefined)[] = [];
  #hasRisen = false;
  #hasFallen = false;

  /** @param lengths names of the fields of prompt and output, where the file may call them anything */
  constructor(idField: string | undefined, lengths: readonly string[]) {
    this.#idField = idField;
    this.#counters = lengths.filter((name) => COUNTER_NAME.test(name));
    this.#isCounter = lengths.map((name) => COUNTER_NAME.test(name));
  }

  /**
   * Call it after the last row.
   *
   * @throws RowFault where the lengths are those of a counter, which grows over time
   */
  end(): void {
    if (this.#hasFallen || !this.#hasRisen || this.#rows < TELLING_ROWS) return;
    throw new RowFault(
      `${this.#counters.join(" and ")} never fall${this.#counters.length > 1 ? "" : "s"} from row to row, as counters that sum up over time`,
      "Use a file with a row for each request. If these are lengths of requests, rename the columns.",
    );
  }

  /** @throws RowFault */
  check({ values, id, promptTokens, outputTokens }: RowMarks): void {
    const isSum =
      this.#rows > 1 && promptTokens === this.#prompts && outputTokens === this.#outputs;
    // A sum may be called so in any cell; another row only in those that stand first.
    for (const label of isSum ? values : values.slice(0, 2)) {
      if (typeof label === "string") refuseStatistic(label, isSum);
    }
    if (this.#idField !== undefined) this.#refuseRepeated(this.#idField, id);
    if (this.#counters.length > 0) this.#follow([promptTokens, outputTokens]);
    this.#prompts += countOr0(promptTokens);
    this.#outputs += countOr0(outputTokens);
    this.#rows++;
  }

  #follow(counts: readonly (number | undefined)[]): void {
    const now = counts.map((count, index) =>
      count === undefined || this.#isCounter[index] !== true ? this.#last[index] : count,
    );
    for (const [index, last] of this.#last.entries()) {
      const step = (now[index] ?? 0) - (last ?? 0);
      if (last !== undefined && step > 0) this.#hasRisen = true;
      if (step < 0) this.#hasFallen = true;
    }
    this.#last = now;
  }

  #refuseRepeated(field: string, id: unknown): void {
    if (id === undefined || id === null || id === "") return;
    const text = String(id);
    if (!this.#ids.add(text)) return;
    throw new RowFault(
      `${field} is "${text.slice(0, 40)}" a second time, so that rows are no requests of their own`,
      `Keep one row for each request. If requests share a ${field}, rename it.`,
    );
  }
}

function refuseStatistic(cell: string, isSum: boolean): void {
  // Longer cells are prompts, and millions of rows have none of the words.
  if (cell.length < 2 || cell.length > 14 || (/^[\d-]/.test(cell) && !cell.includes("%"))) return;
  const label = cell.trim();
  const isTotal = TOTAL.test(label) || (isSum && MAYBE_TOTAL.test(label));
  if (!isTotal && !STATISTIC.test(label)) return;
  throw new RowFault(
    `"${label}" stands in the row, which seems to sum up others`,
    "Leave the row out if it is no request. Else call it by another word.",
  );
}

function countOr0(count: number | undefined): number {
  return count === undefined || count === NOT_A_COUNT ? 0 : count;
}
