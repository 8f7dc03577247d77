import { LosslessNumber } from "lossless-json";
import type { PlannerError, SourcePosition } from "../../errors.ts";
import { ArrivalClock, type ArrivalRule } from "./arrival-clock.ts";
import { CachedPrompts } from "./cached-prompts.ts";
import {
  ASKED_FORMAT,
  askedArrivals,
  COLUMNS_SYNTAX,
  type Columns,
  columnNames,
} from "./columns.ts";
import { arrivalRuleOf, type FlatFormat, flatFormatOf } from "./flat-formats.ts";
import {
  FORMATS_WITHOUT_COUNTS,
  type JsonObject,
  type JsonRequest,
  jsonFormatOf,
  objectOf,
} from "./json-formats.ts";
import {
  laidOut,
  layoutOf,
  likelyRequests,
  pathsOf,
  TELLING_RECORDS,
  valueAt,
} from "./json-layout.ts";
import { invalid, placeOf } from "./json-place.ts";
import { type JsonRecord, jsonRecords } from "./json-records.ts";
import { KnownFields } from "./known-fields.ts";
import { lengthNameDoubts } from "./length-names.ts";
import { idFieldOf, NoRequests } from "./no-request.ts";
import { Outcomes } from "./outcomes.ts";
import { refuseUnnamedCounts, requestCount } from "./request-count.ts";
import { RowDoubts } from "./row-doubts.ts";
import { RowFault } from "./row-fault.ts";
import { RowRelations } from "./row-relations.ts";
import { shownValue } from "./shown-value.ts";
import { timeNameDoubts } from "./time-names.ts";
import { NOT_A_COUNT, tokenCount } from "./token-count.ts";
import type { Trace } from "./trace.ts";
import { skipOf, type TraceRow } from "./trace-row.ts";

const SEVERAL_RUNS = {
  reason: "the file holds several runs of a benchmark, each with a rate of its own",
  remedy: "Use a file with one run. Lengths need no arrivals.",
};

/** How the records of one file give requests. */
interface RecordReader {
  format: string;
  arrivals: ArrivalRule;
  known: KnownFields;
  outcomes: Outcomes;
  cachedPrompts: CachedPrompts;
  noRequests: NoRequests;
  relations: RowRelations;
  rowDoubts: RowDoubts;
  /** What a user must know of the names of the keys. */
  nameDoubts: readonly string[];
  idField: string | undefined;
  /** Undefined where a record is one request. */
  countField: string | undefined;
  requests(record: JsonObject): Iterable<JsonRequest>;
  /** Runs of a benchmark in a record, where the format has them. */
  runs?(record: JsonObject): number;
  /** Runs so far. */
  runsRead: number;
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
  const found = await firstRecords(records);
  requireObjects(path, found);
  const layOut = layoutOf(path, found, columns);
  const first = layOut(found);
  requireObjects(path, first);
  const reader = readerOf(path, first, columns);
  const clock = new ArrivalClock(reader.arrivals, columns !== undefined);
  return {
    ...{ format: reader.format, clock },
    ...{ outcomeFields: reader.outcomes.fields, cachedFields: reader.cachedPrompts.fields },
    doubts: () => doubtsOf(reader, clock),
    batches: batches(path, reader, clock, first, laidOut(records, layOut)),
  };
}

function doubtsOf({ nameDoubts, rowDoubts }: RecordReader, { doubt }: ArrivalClock): string[] {
  return [...nameDoubts, ...rowDoubts.found, ...(doubt === undefined ? [] : [doubt])];
}

/** Records of one format differ in the keys that may be missing: all of the first ones tell it. */
function fieldsOf(records: readonly JsonRecord[]): ReadonlySet<string> {
  return new Set(records.flatMap(({ value }) => Object.keys(objectOf(value))));
}

/** Their keys, and those of the objects inside them. */
function namesIn(records: readonly JsonRecord[]): string[] {
  const names = records.flatMap(({ value }) =>
    Object.entries(objectOf(value)).flatMap(([key, inner]) => [
      key,
      ...Object.keys(objectOf(inner)).map((name) => `${key}.${name}`),
    ]),
  );
  return [...new Set(names)];
}

/** Keys whose value may be a number of requests: lists called `samples` and the like are none. */
function countableIn(records: readonly JsonRecord[]): string[] {
  const names = records.flatMap(({ value }) =>
    Object.entries(objectOf(value)).flatMap(([key, each]) =>
      typeof each === "object" && each !== null && !(each instanceof LosslessNumber) ? [] : [key],
    ),
  );
  return [...new Set(names)];
}

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

function readerOf(path: string, first: readonly JsonRecord[], columns?: Columns): RecordReader {
  const fields = fieldsOf(first);
  const counts = countableIn(first);
  const lengths = columns === undefined ? [] : [columns.in, columns.out];
  const asked = columns === undefined ? [] : columnNames(columns);
  const names = namesIn(first);
  const idField = idFieldOf(names);
  const rules = {
    ...{ known: new KnownFields(columns), outcomes: new Outcomes() },
    ...{
      cachedPrompts: new CachedPrompts(),
      noRequests: new NoRequests(idField, lengths),
      relations: new RowRelations(names, asked),
      rowDoubts: new RowDoubts(names, asked),
      nameDoubts: [],
      runsRead: 0,
      idField,
    },
  };
  if (columns !== undefined) {
    refuseUnnamedCounts(counts, { path }, [columns.in, columns.out], columns);
    const nameDoubts = [
      ...lengthNameDoubts(fields, columns, { path }, names),
      ...timeNameDoubts(columns, { path }),
    ];
    return { ...askedReader(columns), ...rules, nameDoubts, countField: columns.count };
  }
  const others = { ...rules, countField: undefined };
  const format = jsonFormatOf(fields);
  if (format !== undefined) {
    if (format.lengths !== undefined) refuseUnnamedCounts(counts, { path }, format.lengths);
    return { ...format, format: format.name, ...others };
  }
  const flat = flatFormatOf(fields);
  if (flat === undefined) throw unknownFormat(path, fields, first);
  refuseUnnamedCounts(counts, { path }, [flat.promptField, flat.outputField]);
  return { ...flatReader(flat, fields), ...others };
}

function flatReader(format: FlatFormat, fields: ReadonlySet<string>) {
  const { name, promptField, outputField, time } = format;
  return {
    format: name,
    arrivals: arrivalRuleOf(format, fields),
    requests: (record: JsonObject) => [
      {
        prompt: record[promptField],
        output: record[outputField],
        time: time === undefined ? undefined : record[time.field],
        said: record,
      },
    ],
  };
}

function askedReader(columns: Columns) {
  const { in: prompt, out: output, time, count } = columns;
  return {
    format: ASKED_FORMAT,
    arrivals: askedArrivals(columns),
    requests: (record: JsonObject) => [
      {
        prompt: valueAt(record, prompt),
        output: valueAt(record, output),
        time: time === undefined ? undefined : valueAt(record, time),
        count: count === undefined ? undefined : valueAt(record, count),
        said: record,
      },
    ],
  };
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
  refuseCounters(path, reader);
}

function rowsOf(
  path: string,
  record: JsonRecord,
  reader: RecordReader,
  clock: ArrivalClock,
): TraceRow[] {
  const value = requireObject(path, record);
  const { position, whose } = placeOf(path, record);
  reader.runsRead += reader.runs?.(value) ?? 0;
  if (reader.runsRead > 1) clock.refuse(SEVERAL_RUNS);
  return requestsOf(reader, value, position).map((request) => {
    const promptTokens = countOf(`${whose}the prompt`, request.prompt, position);
    const outputTokens = countOf(`${whose}the output`, request.output, position);
    const { countField, idField, noRequests, outcomes, cachedPrompts } = reader;
    const { said } = request;
    const known = said === undefined ? [] : reader.known.ofRecord(said);
    const ended = placed(path, record, () => outcomes.of(known));
    if (said !== undefined) {
      const values = Object.values(said);
      const id = idField === undefined ? undefined : valueAt(said, idField);
      placed(path, record, () => {
        noRequests.check({ values, id, promptTokens, outputTokens });
        const hasLengths = promptTokens !== undefined && outputTokens !== undefined;
        reader.relations.check((name) => valueAt(said, name), hasLengths);
        reader.rowDoubts.add(
          (name) => valueAt(said, name),
          hasLengths ? { promptTokens, outputTokens } : undefined,
        );
      });
    }
    const skip = request.skip ?? ended ?? skipOf(promptTokens, outputTokens);
    return {
      requests:
        countField === undefined ? 1 : requestCount(countField, request.count, () => position),
      promptTokens,
      outputTokens,
      arrivalNs: clock.read(request.time, () => position),
      skip,
      cachedTokens:
        skip === undefined
          ? placed(path, record, () =>
              cachedPrompts.of(known, {
                promptTokens: promptTokens ?? 0,
                outputTokens: outputTokens ?? 0,
              }),
            )
          : 0,
      record: value,
    };
  });
}

/** Says where a record is that cannot be read. */
function placed<Found>(path: string, record: JsonRecord, read: () => Found): Found {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    const { position, whose } = placeOf(path, record);
    throw invalid(position, `${whose}${error.message}`, error.remedy);
  }
}

function refuseCounters(path: string, { noRequests, relations }: RecordReader): void {
  try {
    noRequests.end();
    relations.end();
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    throw invalid({ path }, error.message, error.remedy);
  }
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

function requestsOf(reader: RecordReader, record: JsonObject, position: SourcePosition) {
  try {
    return [...reader.requests(record)];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalid(position, error.message, "Run the benchmark again: its lists do not match.");
  }
}

function countOf(what: string, value: unknown, position: SourcePosition): number | undefined {
  const count = tokenCount(value);
  if (count !== NOT_A_COUNT) return count;
  throw invalid(
    position,
    `${what} tokens are ${shownValue(value)}`,
    "Give the number of tokens: a whole number without separators, below 2^53.",
  );
}

function unknownFormat(
  path: string,
  fields: ReadonlySet<string>,
  first: readonly JsonRecord[],
): PlannerError {
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
  const requests = first.flatMap(({ value }) => likelyRequests(objectOf(value)));
  return invalid(
    { path, line: 1 },
    `no format known here has the keys ${pathsOf(requests)}`,
    `Name the keys of its lengths: --columns ${COLUMNS_SYNTAX}.`,
  );
}
