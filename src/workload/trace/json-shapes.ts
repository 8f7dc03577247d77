import { type JsonObject, objectOf } from "./json-formats.ts";
import { outcomeKindOf } from "./outcome-words.ts";

/** The requests of a JSON document in which they are not records side by side. */
export type JsonShape = (document: JsonObject) => readonly unknown[] | undefined;

/**
 * How a document lays out its requests, if one of the layouts here gives records that can be read.
 *
 * @param reads whether such records have lengths
 * @throws RangeError when several lists of a document have, or when lists do not match
 */
export function shapeOf(
  document: JsonObject,
  reads: (records: readonly unknown[]) => boolean,
): JsonShape | undefined {
  const spans = spansOf(document);
  if (spans !== undefined && reads(spans)) return spansOf;
  const lists = listsOf(document).filter(([, list]) => reads(list));
  const [first, second] = lists.map(([path]) => path);
  if (first !== undefined && second !== undefined) {
    throw new RangeError(`the requests stand in several lists: ${first}, ${second}`);
  }
  if (first !== undefined) return (other) => new Map(listsOf(other)).get(first);
  const lengths = new Set(Object.values(document).flatMap((list) => lengthOf(list) ?? []));
  const tables = [...TABLES, ...[...lengths].map(listColumns)];
  return tables.find((table) => {
    const records = table(document);
    return records !== undefined && reads(records);
  });
}

/** Spans as OpenTelemetry's protocol nests them, `resourceSpans` of `scopeSpans` of `spans`. */
export function spansOf({ resourceSpans }: JsonObject): readonly JsonObject[] | undefined {
  if (!Array.isArray(resourceSpans)) return undefined;
  return resourceSpans
    .flatMap((resource) => listIn(resource, "scopeSpans"))
    .flatMap((scope) => listIn(scope, "spans"))
    .map((span) => ({ ...span, attributes: attributesOf(span) }));
}

function listIn(value: unknown, key: string): readonly JsonObject[] {
  const list = objectOf(value)[key];
  return isObjects(list) ? list : [];
}

/** `[{"key": "a", "value": {"intValue": "1"}}]` as `{"a": "1"}`. */
function attributesOf(span: JsonObject): JsonObject {
  const entries = listIn(span, "attributes").map(({ key, value }): [string, unknown] => {
    const typed = objectOf(value);
    const { values } = objectOf(typed.arrayValue);
    return [
      String(key),
      Array.isArray(values)
        ? values.map((each) => Object.values(objectOf(each))[0])
        : Object.values(typed)[0],
    ];
  });
  return Object.fromEntries(entries);
}

function lengthOf(value: unknown): number | undefined {
  return Array.isArray(value) && value.length > 0 ? value.length : undefined;
}

/**
 * `{"a": [1, 3], "b": [2, 4]}` beside anything that is no list of this length.
 *
 * @throws RangeError when a list of another length says how requests ended
 */
function listColumns(wanted: number): JsonShape {
  return (document) => {
    const lists = Object.entries(document).flatMap(([name, list]) =>
      Array.isArray(list) ? [[name, list as unknown[]] as const] : [],
    );
    // Lines of one file may have lists of different lengths.
    const isHere = lists.some(([, list]) => list.length === wanted);
    const length = isHere ? wanted : Math.max(0, ...lists.map(([, list]) => list.length));
    const odd = lists.find(([name, list]) => list.length !== length && saysEnding(name));
    if (odd !== undefined) {
      throw new RangeError(`${odd[0]} has ${odd[1].length} entries for ${length} requests`);
    }
    const columns = lists.filter(([, list]) => list.length === length);
    return Array.from({ length }, (_, row) =>
      Object.fromEntries(columns.map(([name, list]) => [name, list[row]])),
    );
  };
}

function saysEnding(name: string): boolean {
  return outcomeKindOf(name) !== undefined;
}

/** Lists of objects under a key, or under a key of an object under a key, by their path. */
export function listsOf(document: JsonObject): [path: string, list: readonly JsonObject[]][] {
  return Object.entries(document).flatMap(([key, value]) => {
    if (isObjects(value)) return [[key, value]];
    return Object.entries(objectOf(value)).flatMap(
      ([inner, list]): [string, readonly JsonObject[]][] =>
        isObjects(list) ? [[`${key}.${inner}`, list]] : [],
    );
  });
}

function isObjects(value: unknown): value is readonly JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tables as pandas writes them: `split`, `columns` and `index`. */
const TABLES: readonly JsonShape[] = [splitTable, keyedColumns, keyedRows];

/** `{"columns": ["a", "b"], "data": [[1, 2], [3, 4]]}` */
function splitTable({ columns, data }: JsonObject) {
  if (!Array.isArray(columns) || !Array.isArray(data)) return undefined;
  if (!data.every((row) => Array.isArray(row) && row.length === columns.length)) return undefined;
  return data.map((row: unknown[]) =>
    Object.fromEntries(columns.map((name, index) => [String(name), row[index]])),
  );
}

/** `{"a": {"0": 1, "1": 3}, "b": {"0": 2, "1": 4}}` */
function keyedColumns(document: JsonObject) {
  const columns = Object.entries(document);
  const rows = commonKeys(document);
  return rows?.map((row) =>
    Object.fromEntries(columns.map(([name, column]) => [name, objectOf(column)[row]])),
  );
}

/** `{"0": {"a": 1, "b": 2}, "1": {"a": 3, "b": 4}}` */
function keyedRows(document: JsonObject) {
  return commonKeys(document) === undefined ? undefined : Object.values(document);
}

/** Keys that all values of a document have, and no others: in a table all rows are alike. */
function commonKeys(document: JsonObject): readonly string[] | undefined {
  const [first, ...others] = Object.values(document);
  if (!isObject(first)) return undefined;
  const keys = Object.keys(first);
  const isAlike = (value: unknown) =>
    isObject(value) &&
    Object.keys(value).length === keys.length &&
    keys.every((key) => Object.hasOwn(value, key));
  return others.every(isAlike) ? keys : undefined;
}
