import { lastKey, lettersOf } from "./name-words.ts";
import { StreamedRows } from "./streamed-rows.ts";
import { NOT_A_COUNT, tokenCount } from "./token-count.ts";
import type { RowTokens } from "./token-words.ts";

/** What a row may say of a request that makes its lengths doubtful, by names without case and punctuation. */
const KINDS: readonly {
  name: RegExp;
  /** The least value that says so. */
  from: number;
  doubt: (field: string, rows: number) => string;
}[] = [
  {
    name: /^(request)?(attempts?|tries|try)(no|num|number|count|index)?$|^(n|num|numberof)(attempts|tries)$/,
    from: 2,
    doubt: tried,
  },
  {
    name: /^(is)?retry$|^(n|num|numberof)?retries$|^retry(no|num|number|count|index|attempt)$|^retried$/,
    from: 1,
    doubt: tried,
  },
  {
    name: /^(n|num|numberof|total)?(turns|rounds)$|^(turns?|rounds?)(count|total)$/,
    from: 2,
    doubt: (field, rows) =>
      `${field} is 2 or more in ${rowsText(rows)}: each counts as one request. Sums over the turns of a conversation are no lengths of one`,
  },
  {
    name: /^(max|num|n)?concurren(cy|t|tusers|trequests)$/,
    from: 2,
    doubt: (field, rows) =>
      `${field} is 2 or more in ${rowsText(rows)}: each counts as one request. Rows that sum up a run of a benchmark are none`,
  },
  {
    name: /^(shared|common)?prefix(len|length|size|tokens)$/,
    from: 1,
    doubt: (field, rows) =>
      `${field} says that ${rowsText(rows)} had a prefix: the plan computes all of the prompt, and no prefix that it does not count`,
  },
];

function tried(field: string, rows: number): string {
  return `${field} says that ${rowsText(rows)} tried a request again: each try in the file counts as a request of its own`;
}

function rowsText(rows: number): string {
  return rows === 1 ? "1 row" : `${rows.toLocaleString("en-US")} rows`;
}

/** Counts rows that may stand for a try of a request or for a conversation, by what their fields say. */
export class RowDoubts {
  readonly #streamed: StreamedRows;
  readonly #fields: { field: string; kind: (typeof KINDS)[number]; rows: number }[];

  /**
   * @param names of all fields, also inside others
   * @param asked those that the user named for something else
   */
  constructor(names: readonly string[], asked: readonly string[]) {
    this.#streamed = new StreamedRows(names.filter((name) => !asked.includes(name)));
    this.#fields = names.flatMap((field) => {
      const letters = lettersOf(lastKey(field));
      const kind = asked.includes(field) ? undefined : KINDS.find(({ name }) => name.test(letters));
      return kind === undefined ? [] : [{ field, kind, rows: 0 }];
    });
  }

  /**
   * @param value the row's value of a field
   * @param tokens undefined where the row lacks a length
   */
  add(value: (name: string) => unknown, tokens: RowTokens | undefined): void {
    for (const each of this.#fields) {
      if (numberOf(value(each.field)) >= each.kind.from) each.rows++;
    }
    if (tokens !== undefined) this.#streamed.add(value, tokens);
  }

  /** What a user must know, once all rows are read. */
  get found(): string[] {
    const ofFields = this.#fields
      .filter(({ rows }) => rows > 0)
      .map(({ field, kind, rows }) => kind.doubt(field, rows));
    return [...ofFields, ...this.#streamed.found];
  }
}

function numberOf(value: unknown): number {
  if (value === true || value === "true" || value === "True") return 1;
  const count = typeof value === "boolean" ? undefined : tokenCount(value);
  return count === undefined || count === NOT_A_COUNT ? 0 : count;
}
