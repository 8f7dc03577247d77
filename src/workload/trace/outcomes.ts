import { type Columns, columnNames } from "./columns.ts";
import { endingOf, type OutcomeKind, outcomeKindOf } from "./outcome-words.ts";
import { RowFault } from "./row-fault.ts";
import type { SkipReason } from "./trace-row.ts";

/** Levels of JSON objects in which a field may stand, such as `response.body.error`. */
const MOST_LEVELS = 4;

/** Names whose meaning is kept: more would only be keys that are ids. */
const MOST_NAMES = 1000;

interface Said {
  field: string;
  kind: OutcomeKind;
  value: unknown;
}

/** A column of a CSV file that says how requests ended. */
export interface OutcomeColumn {
  index: number;
  field: string;
  kind: OutcomeKind;
}

/**
 * Reads how requests of a trace ended, from whatever fields say so. If one of a request says that it
 * failed, that decides; else if one says that it was cancelled.
 */
export class Outcomes {
  /** Names of fields that were read, in the order in which they were met. */
  readonly fields = new Set<string>();
  readonly #asked: ReadonlySet<string>;
  readonly #kinds = new Map<string, OutcomeKind | undefined>();

  /** @param columns those that the user names are what they are named for, whatever they are called */
  constructor(columns?: Columns) {
    this.#asked = new Set(columns === undefined ? [] : columnNames(columns));
  }

  /** Columns of a CSV file that say how a request ended. */
  columnsOf(names: readonly string[]): OutcomeColumn[] {
    return names.flatMap((field, index) => {
      // A table made of JSON has columns such as `response.error`.
      const kind = this.#kindOf(field, field) ?? this.#kindOf(lastKey(field), field);
      if (kind === undefined) return [];
      this.fields.add(field);
      return [{ index, field, kind }];
    });
  }

  /** @throws RowFault */
  ofCells(cells: readonly string[], columns: readonly OutcomeColumn[]): SkipReason | undefined {
    if (columns.length === 0) return undefined;
    return decided(columns.map(({ index, ...column }) => ({ ...column, value: cells[index] })));
  }

  /** @throws RowFault */
  ofRecord(record: object): SkipReason | undefined {
    const said: Said[] = [];
    this.#gather(record, "", said, MOST_LEVELS);
    return said.length === 0 ? undefined : decided(said);
  }

  #gather(record: object, path: string, said: Said[], levels: number): void {
    for (const [key, value] of Object.entries(record)) {
      const field = path + key;
      const kind = this.#kindOf(key, field);
      if (kind !== undefined && (path === "" || !MAY_BE_ELSE.has(kind))) {
        said.push({ field, kind, value });
        this.fields.add(field);
      } else if (levels > 1 && typeof value === "object" && value !== null) {
        for (const inner of objectsIn(key, value)) {
          this.#gather(inner, `${field}.`, said, levels - 1);
        }
      }
    }
  }

  #kindOf(name: string, field: string): OutcomeKind | undefined {
    if (this.#asked.has(field)) return undefined;
    const known = this.#kinds.get(name);
    if (known !== undefined || this.#kinds.has(name)) return known;
    const kind = outcomeKindOf(name);
    if (this.#kinds.size < MOST_NAMES) this.#kinds.set(name, kind);
    return kind;
  }
}

const MAY_BE_ELSE: ReadonlySet<OutcomeKind> = new Set(["hint", "completion", "message"]);

function lastKey(field: string): string {
  return field.slice(field.lastIndexOf(".") + 1);
}

/** Of lists only the choices of an answer: others hold tokens by the thousand. */
function objectsIn(key: string, value: object): readonly object[] {
  if (!Array.isArray(value)) return [value];
  if (key !== "choices") return [];
  return value.filter((choice) => typeof choice === "object" && choice !== null);
}

function decided(said: readonly Said[]): SkipReason | undefined {
  const endings = said.map(({ kind, value }) => endingOf(kind, value));
  for (const reason of ["failed", "cancelled"] as const) {
    if (endings.includes(reason)) return reason;
  }
  const unclear = said[endings.indexOf("unclear")];
  if (unclear !== undefined) throw unclearOutcome(unclear.field, unclear.value);
  return undefined;
}

function unclearOutcome(field: string, value: unknown): RowFault {
  const text = typeof value === "string" ? value.trim() : (JSON.stringify(value) ?? "");
  const shown = text === "" ? "empty" : `"${text.slice(0, 40)}"`;
  return new RowFault(
    `${field} is ${shown}, which does not say whether the request was served`,
    `Write success, failure or cancelled there. If ${field} is not about that, rename it.`,
  );
}
