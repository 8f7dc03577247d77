import { COLUMNS_SYNTAX, type Columns } from "./columns.ts";
import { flatFormatOf } from "./flat-formats.ts";
import { type JsonObject, jsonFormatOf, objectOf } from "./json-formats.ts";
import { invalid, placeOf } from "./json-place.ts";
import type { JsonRecord } from "./json-records.ts";
import { listsOf, shapeOf, spansOf } from "./json-shapes.ts";

/** Records that a format is told by. */
export const TELLING_RECORDS = 16;

/** What makes of the values of a file the records of requests. */
export type Layout = (records: readonly JsonRecord[]) => readonly JsonRecord[];

/**
 * How a file lays out its requests: as values of its own, or inside those, such as in
 * `{"data": [...]}`.
 *
 * @param found its first values
 * @throws PlannerError `E_INVALID_FILE` when no layout here gives the keys that the user names
 */
export function layoutOf(path: string, found: readonly JsonRecord[], columns?: Columns): Layout {
  const reads = (records: readonly unknown[]) => haveLengths(records.map(objectOf), columns);
  const [first] = found;
  const isDocument = first !== undefined && first.entry === undefined;
  if (!isDocument || reads(found.map(({ value }) => value))) return (records) => records;
  const shape = shapeAt(path, objectOf(first.value), reads);
  if (shape === undefined) {
    if (columns !== undefined) requireKeys(path, found, columns);
    return (records) => records;
  }
  return (records) =>
    records.flatMap((record) => {
      const values = shape(objectOf(record.value));
      if (values !== undefined)
        return values.map((value, at) => ({ ...record, value, entry: at + 1 }));
      const { position } = placeOf(path, record);
      throw invalid(position, "it is laid out unlike those before it", "Write one request a line.");
    });
}

function shapeAt(path: string, document: JsonObject, reads: Parameters<typeof shapeOf>[1]) {
  try {
    return shapeOf(document, reads);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalid({ path }, error.message, "Write those to plan for to a file of their own.");
  }
}

/** The records of all values that follow. */
export async function* laidOut(records: AsyncIterable<readonly JsonRecord[]>, layOut: Layout) {
  for await (const batch of records) yield layOut(batch);
}

/** Whether lengths can be read of records, by the first of them. */
function haveLengths(records: readonly JsonObject[], columns?: Columns): boolean {
  const first = records.slice(0, TELLING_RECORDS);
  const isCount = (name: string) => first.some((record) => isScalar(valueAt(record, name)));
  if (columns !== undefined) return isCount(columns.in) && isCount(columns.out);
  const fields = new Set(first.flatMap((record) => Object.keys(record)));
  if (jsonFormatOf(fields) !== undefined) return true;
  const flat = flatFormatOf(fields);
  return flat !== undefined && isCount(flat.promptField) && isCount(flat.outputField);
}

function isScalar(value: unknown): boolean {
  return value !== undefined && (typeof value !== "object" || value === null);
}

function requireKeys(path: string, found: readonly JsonRecord[], columns: Columns): void {
  const records = found.flatMap(({ value }) => likelyRequests(objectOf(value)));
  for (const name of [columns.in, columns.out]) {
    if (records.some((record) => valueAt(record, name) !== undefined)) continue;
    const list = listAbove(records, name);
    if (list !== undefined)
      throw invalid(
        placeOf(path, found[0] ?? {}).position,
        `${list} is a list, and ${name} a key of its entries`,
        `Write each entry of ${list} on a line of its own. Where an entry sums up several requests, as usage reports do, the file has no lengths of requests.`,
      );
    throw invalid(
      placeOf(path, found[0] ?? {}).position,
      `no request has the key ${name}`,
      `There are: ${pathsOf(records)}. Name those of --columns ${COLUMNS_SYNTAX}.`,
    );
  }
}

/** The list with entries that have the rest of a path. */
function listAbove(records: readonly JsonObject[], name: string): string | undefined {
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const above = name.slice(0, dot);
    const entries = records.flatMap((record) => {
      const value = valueAt(record, above);
      return Array.isArray(value) ? value.slice(0, TELLING_RECORDS).map(objectOf) : [];
    });
    if (entries.some((entry) => valueAt(entry, name.slice(dot + 1)) !== undefined)) return above;
  }
  return undefined;
}

/** What may be requests, where nothing is known that is: for messages. */
export function likelyRequests(document: JsonObject): readonly JsonObject[] {
  const spans = spansOf(document);
  if (spans !== undefined) return spans.slice(0, TELLING_RECORDS);
  const [list] = listsOf(document);
  if (list !== undefined) return list[1].slice(0, TELLING_RECORDS);
  const { columns, data } = document;
  const isSplit = Array.isArray(columns) && Array.isArray(data);
  return isSplit ? [Object.fromEntries(columns.map((name) => [name, 0]))] : [document];
}

/** Value of a key, or of a path of keys such as `usage.prompt_tokens`. Keys may have dots, too. */
export function valueAt(record: JsonObject, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const inner = record[name.slice(0, dot)];
    const found = inner === undefined ? undefined : valueAt(objectOf(inner), name.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Objects in objects in which a key may stand that a message names. */
const NAMED_LEVELS = 3;

/** Paths of what stands in records, objects inside them opened: for messages. */
export function pathsOf(records: readonly JsonObject[]): string {
  const found = new Set(records.flatMap((record) => paths(record, "", NAMED_LEVELS)));
  return [...found].slice(0, 12).join(", ");
}

function paths(record: JsonObject, path: string, levels: number): string[] {
  return Object.entries(record).flatMap(([key, value]) => {
    const inner = levels > 1 ? paths(objectOf(value), `${path}${key}.`, levels - 1) : [];
    return inner.length > 0 ? inner : [path + key];
  });
}
