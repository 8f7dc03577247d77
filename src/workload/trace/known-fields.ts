import { LosslessNumber } from "lossless-json";
import { type Columns, columnNames } from "./columns.ts";
import { lastKey } from "./name-words.ts";
import { type OutcomeKind, outcomeKindOf } from "./outcome-words.ts";
import {
  holdsOtherQuantities,
  isTokenKind,
  needsItsPath,
  type TokenKind,
  tokenKindOf,
} from "./token-names.ts";

/** Levels of JSON objects in which a field may stand, such as `response.body.usage.prompt_tokens_details.cached_tokens`. */
const MOST_LEVELS = 8;

/** Names whose meaning is kept: more would only be keys that are ids. */
const MOST_NAMES = 1000;

/** What a field says of its request, told by its name. */
export type FieldKind = OutcomeKind | TokenKind;

/** What a field of a row says. */
export interface Said<Kind extends FieldKind = FieldKind> {
  field: string;
  kind: Kind;
  value: unknown;
}

/** A column of a CSV file that says something of each request. */
export interface KnownColumn {
  index: number;
  field: string;
  kind: FieldKind;
}

/** Lists of answers: one has an entry for each. */
const ANSWER_LISTS: ReadonlySet<string> = new Set(["choices", "candidates"]);

const MAY_BE_ELSE: ReadonlySet<FieldKind> = new Set<FieldKind>(["hint", "completion", "message"]);

/** Finds the fields of rows that say something of their requests, by their names. */
export class KnownFields {
  readonly #asked: ReadonlySet<string>;
  readonly #lengths: readonly string[];
  readonly #kinds = new Map<string, FieldKind | undefined>();

  /** @param columns those that the user names are what they are named for, whatever they are called */
  constructor(columns?: Columns) {
    this.#asked = new Set(columns === undefined ? [] : columnNames(columns));
    this.#lengths = columns === undefined ? [] : [columns.in, columns.out];
  }

  columnsOf(names: readonly string[]): KnownColumn[] {
    return names.flatMap((field, index) => {
      // A table made of JSON has columns such as `response.error`.
      const kind = this.#kindOf(field, field);
      return kind === undefined ? [] : [{ index, field, kind }];
    });
  }

  ofCells(cells: readonly string[], columns: readonly KnownColumn[]): Said[] {
    return columns.map(({ index, field, kind }) => ({ field, kind, value: cells[index] }));
  }

  ofRecord(record: object): Said[] {
    const said: Said[] = [];
    this.#gather(record, "", said, MOST_LEVELS);
    return isSpan(record) ? said.map(ofSpan) : said;
  }

  #gather(record: object, path: string, said: Said[], levels: number): void {
    for (const [key, value] of Object.entries(record)) {
      const field = path + key;
      const kind = this.#kindOf(field, key);
      // `cache_creation` may be the count, or an object with a count for each lifetime.
      const isGroup = kind !== undefined && isTokenKind(kind) && isOpen(value);
      if (kind !== undefined && !isGroup && (path === "" || !MAY_BE_ELSE.has(kind))) {
        said.push({ field, kind, value });
      } else if (levels > 1 && typeof value === "object" && value !== null) {
        const objects = objectsIn(key, value);
        if (Array.isArray(value) && objects.length > 1)
          said.push({ field, kind: "answers", value: objects.length });
        for (const inner of objects) this.#gather(inner, `${field}.`, said, levels - 1);
      }
    }
  }

  #kindOf(field: string, name: string): FieldKind | undefined {
    if (this.#asked.has(field)) return undefined;
    const known = this.#kinds.get(field);
    if (known !== undefined || this.#kinds.has(field)) return known;
    const kind = this.#kindByName(field, name);
    if (this.#kinds.size < MOST_NAMES) this.#kinds.set(field, kind);
    return kind;
  }

  #kindByName(field: string, name: string): FieldKind | undefined {
    if (UNIT.test(lastKey(field)) && this.#isBesideLength(field)) return "unit";
    return tokenKindIn(field) ?? outcomeKindOf(name) ?? outcomeKindOf(lastKey(field));
  }

  /** Whether an object holds a length, too. */
  #isBesideLength(field: string): boolean {
    return this.#lengths.some((length) => outerKeys(length) === outerKeys(field));
  }
}

/** By the longest end of a path that says something: `message.tokens.cache.read` by its last three keys. */
function tokenKindIn(field: string): TokenKind | undefined {
  const keys = field.split(".");
  for (let from = 0; from < keys.length; from++) {
    const isBare = from > 0 && from === keys.length - 1;
    if (isBare && needsItsPath(field)) return undefined;
    const isOuter = from < keys.length - 1;
    if (isOuter && holdsOtherQuantities(keys[from] ?? "")) return undefined;
    const kind = tokenKindOf(keys.slice(from).join("."));
    if (kind !== undefined) return kind;
  }
  return undefined;
}

const UNIT = /^units?$/i;

function outerKeys(field: string): string {
  return field.slice(0, Math.max(0, field.lastIndexOf(".")));
}

/** An object or a list, and no number of many digits. */
function isOpen(value: unknown): boolean {
  return typeof value === "object" && value !== null && !(value instanceof LosslessNumber);
}

/** Keys that spans of OpenTelemetry have, in JSON of its protocol and of its libraries. */
const SPAN_KEYS = ["spanId", "span_id", "traceId", "trace_id", "startTimeUnixNano"];

function isSpan(record: object): boolean {
  const { context } = record as { context?: unknown };
  const isIn = (keyed: object) => SPAN_KEYS.some((key) => Object.hasOwn(keyed, key));
  return isIn(record) || (typeof context === "object" && context !== null && isIn(context));
}

/** Status codes of OpenTelemetry's protocol: most spans that went well are left unset. */
const SPAN_STATUS: readonly string[] = ["unset", "ok", "error"];

/** A span's status is `{}`, or has a `code`: a number, which means something else elsewhere. */
function ofSpan(said: Said): Said {
  const { field, kind, value } = said;
  const key = lastKey(field);
  const isCode = kind === "http" && /^status_?code$/i.test(key);
  const isStatus = kind === "status" && key === "status" && typeof value === "object";
  if (!isCode && !isStatus) return said;
  const isEmpty = isStatus && Object.keys(value ?? {}).length === 0;
  const code = isCode ? value : isEmpty ? 0 : Reflect.get(value ?? {}, "code");
  const word = typeof code === "number" ? SPAN_STATUS[code] : undefined;
  return word === undefined ? said : { ...said, value: word };
}

/** Of lists only the answers: others hold tokens by the thousand. */
function objectsIn(key: string, value: object): readonly object[] {
  if (!Array.isArray(value)) return [value];
  if (!ANSWER_LISTS.has(key)) return [];
  return value.filter((answer) => typeof answer === "object" && answer !== null);
}
