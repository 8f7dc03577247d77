import { PlannerError, type SourcePosition } from "../../errors.ts";
import { ArrivalClock, type ArrivalRule } from "./arrival-clock.ts";
import { ASKED_FORMAT, askedArrivals, COLUMNS_SYNTAX, type Columns } from "./columns.ts";
import { arrivalRuleOf, type FlatFormat, flatFormatOf } from "./flat-formats.ts";
import {
  FORMATS_WITHOUT_COUNTS,
  type JsonObject,
  type JsonRequest,
  jsonFormatOf,
  objectOf,
} from "./json-formats.ts";
import { type JsonRecord, jsonRecords } from "./json-records.ts";
import { NOT_A_COUNT, tokenCount } from "./token-count.ts";
import type { Trace } from "./trace.ts";
import { skipOf, type TraceRow } from "./trace-row.ts";

/** How the records of one file give requests. */
interface RecordReader {
  format: string;
  arrivals: ArrivalRule;
  requests(record: JsonObject): Iterable<JsonRequest>;
}

/**
 * A JSON or JSONL file of requests.
 *
 * @param chunks text of the file
 * @param columns keys that the user names, instead of a known format's
 * @throws PlannerError `E_INVALID_FILE` when it is of no known format, or of one without token counts
 */
export async function openJsonTrace(
  path: string,
  chunks: AsyncIterable<string>,
  columns?: Columns,
): Promise<Trace> {
  const records = jsonRecords(path, chunks);
  const batch = await firstRecords(records);
  requireObjects(path, batch);
  // Records of one format differ in the keys that may be missing: all of the first ones tell it.
  const fields = new Set(batch.flatMap(({ value }) => Object.keys(objectOf(value))));
  const reader = columns === undefined ? readerOf(path, fields) : askedReader(columns);
  const clock = new ArrivalClock(reader.arrivals, columns !== undefined);
  return { format: reader.format, clock, batches: batches(path, reader, clock, batch, records) };
}

/** Records that a format is told by. */
const TELLING_RECORDS = 16;

async function firstRecords(records: AsyncIterator<JsonRecord[]>): Promise<JsonRecord[]> {
  let found: JsonRecord[] = [];
  while (found.length < TELLING_RECORDS) {
    const { done, value } = await records.next();
    if (done === true) break;
    // A list comes as a whole: too many records to be arguments of `push`.
    found = found.concat(value);
  }
  return found;
}

function readerOf(path: string, fields: ReadonlySet<string>): RecordReader {
  const format = jsonFormatOf(fields);
  if (format !== undefined) return { ...format, format: format.name };
  const flat = flatFormatOf(fields);
  if (flat !== undefined) return flatReader(flat, fields);
  throw unknownFormat(path, fields);
}

function flatReader(format: FlatFormat, fields: ReadonlySet<string>): RecordReader {
  const { name, promptField, outputField, time } = format;
  return {
    format: name,
    arrivals: arrivalRuleOf(format, fields),
    requests: (record) => [
      {
        prompt: record[promptField],
        output: record[outputField],
        time: time === undefined ? undefined : record[time.field],
      },
    ],
  };
}

function askedReader(columns: Columns): RecordReader {
  const { in: prompt, out: output, time } = columns;
  return {
    format: ASKED_FORMAT,
    arrivals: askedArrivals(columns),
    requests: (record) => [
      {
        prompt: valueAt(record, prompt),
        output: valueAt(record, output),
        time: time === undefined ? undefined : valueAt(record, time),
      },
    ],
  };
}

/** Value of a key, or of a path of keys such as `usage.prompt_tokens`. */
function valueAt(record: JsonObject, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  return name.split(".").reduce<unknown>((value, key) => objectOf(value)[key], record);
}

async function* batches(
  path: string,
  reader: RecordReader,
  clock: ArrivalClock,
  first: readonly JsonRecord[],
  others: AsyncIterable<readonly JsonRecord[]>,
): AsyncGenerator<TraceRow[]> {
  yield first.flatMap((record) => rowsOf(path, record, reader, clock));
  for await (const records of others) {
    yield records.flatMap((record) => rowsOf(path, record, reader, clock));
  }
}

function rowsOf(
  path: string,
  record: JsonRecord,
  reader: RecordReader,
  clock: ArrivalClock,
): TraceRow[] {
  const value = requireObject(path, record);
  const { position, whose } = placeOf(path, record);
  return requestsOf(reader, value, position).map((request) => {
    const promptTokens = countOf(`${whose}the prompt`, request.prompt, position);
    const outputTokens = countOf(`${whose}the output`, request.output, position);
    return {
      promptTokens,
      outputTokens,
      arrivalNs: clock.read(request.time, () => position),
      skip: request.skip ?? skipOf(promptTokens, outputTokens),
      record: value,
    };
  });
}

/** Before the format is told by their keys. */
function requireObjects(path: string, records: readonly JsonRecord[]): void {
  for (const record of records.slice(0, TELLING_RECORDS)) requireObject(path, record);
}

function requireObject(path: string, record: JsonRecord): JsonObject {
  const { value } = record;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  const { position, whose } = placeOf(path, record);
  const remedy = "Write an object with the lengths for each request.";
  throw invalid(position, `${whose}it is no JSON object`, remedy);
}

function placeOf(path: string, { line, entry }: JsonRecord) {
  const position: SourcePosition = { path, ...(line !== undefined && { line }) };
  return { position, whose: entry === undefined ? "" : `entry ${entry} of the list: ` };
}

function requestsOf(reader: RecordReader, record: JsonObject, position: SourcePosition) {
  try {
    return [...reader.requests(record)];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalid(position, error.message, "Run the benchmark again: its lists do not match.");
  }
}

function countOf(what: string, value: unknown, position: SourcePosition): number | undefined {
  if (value === undefined || value === null) return undefined;
  const count = typeof value === "boolean" ? NOT_A_COUNT : tokenCount(value);
  if (count !== NOT_A_COUNT) return count;
  const shown = JSON.stringify(value).slice(0, 40);
  throw invalid(
    position,
    `${what} tokens are ${shown}`,
    "Give the number of tokens, a whole number.",
  );
}

function unknownFormat(path: string, fields: ReadonlySet<string>): PlannerError {
  const known = FORMATS_WITHOUT_COUNTS.find(({ knownBy }) =>
    knownBy.every((key) => fields.has(key)),
  );
  if (known !== undefined) {
    const { name, holds, remedy = "Count the tokens with the model's tokenizer first." } = known;
    const message = `the file has no token counts: it looks like ${name}, which holds ${holds}`;
    return invalid({ path }, message, remedy);
  }
  if (fields.size === 0) {
    const remedy = "Write an object with the lengths for each request.";
    return invalid({ path, line: 1 }, "no request here has a key", remedy);
  }
  return invalid(
    { path, line: 1 },
    `no format known here has the keys ${[...fields].slice(0, 12).join(", ")}`,
    `Name the keys of its lengths: --columns ${COLUMNS_SYNTAX}.`,
  );
}

function invalid(position: SourcePosition, message: string, remedy: string): PlannerError {
  return new PlannerError("E_INVALID_FILE", message, { position, remedy });
}
