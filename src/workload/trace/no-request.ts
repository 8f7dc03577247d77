import { RowFault } from "./row-fault.ts";
import { NOT_A_COUNT } from "./token-count.ts";

/** A name of ids of which each request has its own, without case and punctuation. */
const ID_NAME = /^(request|req)id$/;

/** So many ids are kept: a log of events repeats them from its first lines on. */
const MOST_IDS = 10_000;

const TOTAL = /^(grand |sub-?)?total(s|ed)?:?$|^aggregated?$/i;
/** Words that may also be a kind of request. They count where the lengths are those of all rows before. */
const MAYBE_TOTAL = /^(sum|all|overall)$/i;

/** What of a row tells whether it is a request. */
export interface RowMarks {
  /** Its first two cells or values, one of which may be a word for a total. */
  labels: readonly unknown[];
  id: unknown;
  promptTokens: number | undefined;
  outputTokens: number | undefined;
}

/** The field of a file that has an id a request, if there is one. */
export function idFieldOf(names: readonly string[]): string | undefined {
  return names.find((name) => ID_NAME.test(name.toLowerCase().replaceAll(/[^a-z]/g, "")));
}

/** Finds rows that are no requests of their own: sums of others, and further events of one. */
export class NoRequests {
  readonly #idField: string | undefined;
  readonly #ids = new Set<string>();
  #prompts = 0;
  #outputs = 0;
  #rows = 0;

  constructor(idField: string | undefined) {
    this.#idField = idField;
  }

  /** @throws RowFault */
  check({ labels, id, promptTokens, outputTokens }: RowMarks): void {
    for (const label of labels) {
      if (typeof label === "string") this.#refuseTotal(label, promptTokens, outputTokens);
    }
    if (this.#idField !== undefined) this.#refuseRepeated(this.#idField, id);
    this.#prompts += countOr0(promptTokens);
    this.#outputs += countOr0(outputTokens);
    this.#rows++;
  }

  #refuseTotal(label: string, prompt: number | undefined, output: number | undefined): void {
    // Longer cells are prompts, and millions of rows have none of the words.
    if (label.length < 3 || label.length > 12) return;
    const isSum = this.#rows > 1 && prompt === this.#prompts && output === this.#outputs;
    if (!TOTAL.test(label) && !(isSum && MAYBE_TOTAL.test(label))) return;
    throw new RowFault(
      `"${label}" stands in the row, which seems to sum up others`,
      "Leave the row out if it is no request. Else call it by another word.",
    );
  }

  #refuseRepeated(field: string, id: unknown): void {
    if (this.#ids.size >= MOST_IDS || id === undefined || id === null || id === "") return;
    const text = String(id);
    if (this.#ids.has(text)) {
      throw new RowFault(
        `${field} is "${text.slice(0, 40)}" a second time, so that rows are no requests of their own`,
        `Keep one row for each request. If requests share a ${field}, rename it.`,
      );
    }
    this.#ids.add(text);
  }
}

function countOr0(count: number | undefined): number {
  return count === undefined || count === NOT_A_COUNT ? 0 : count;
}
