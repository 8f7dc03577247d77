import { dsvFormat } from "d3-dsv";
import { PlannerError, type SourcePosition } from "../../errors.ts";
import { decimalIn } from "../../text/decimal.ts";
import type { ArrivalRule } from "./arrival-clock.ts";
import {
  ASKED_FORMAT,
  askedArrivals,
  COLUMNS_SYNTAX,
  type Columns,
  columnNames,
} from "./columns.ts";
import type { CsvPiece } from "./csv-pieces.ts";
import { arrivalRuleOf, FLAT_FORMATS, flatFormatOf } from "./flat-formats.ts";
import { foreignTable } from "./foreign-tables.ts";
import { lengthNameDoubts } from "./length-names.ts";
import { refuseUnnamedCounts } from "./request-count.ts";
import { timeNameDoubts } from "./time-names.ts";

/** Which cells of a CSV file's rows mean what. */
export interface CsvHeader {
  /** Name of the format, or what the user made of it. */
  format: string;
  delimiter: string;
  names: readonly string[];
  /** Rows of the first piece up to the header, with it. */
  rowsBefore: number;
  prompt: number;
  output: number;
  /** Undefined where there are no arrivals to read. */
  time: number | undefined;
  /** Undefined where a row is one request. */
  count: number | undefined;
  arrivals: ArrivalRule;
  /** What a user must know of the names of the columns. */
  doubts: readonly string[];
}

const DELIMITERS = [",", ";", "\t", "|"] as const;

/** What spreadsheets write on a line of its own before the header. */
const SEPARATOR_LINE = /^sep=(.)$/i;

/** A line that is no row: a comment, or blank, also with the separators that spreadsheets write. */
export function isNoRow(cells: readonly string[]): boolean {
  const [first = ""] = cells;
  return first.startsWith("#") || (first === "" && cells.every((cell) => cell.trim() === ""));
}

/** Whether a text has a line that may be a header. */
export function hasRow(text: string): boolean {
  return text.split(/[\r\n]+/).some((line) => !isNoRow([line]) && !SEPARATOR_LINE.test(line));
}

/**
 * Finds the header in the first piece of a file, its delimiter by the columns that it then has, and
 * the format by their names.
 *
 * @param columns those that the user names, instead of a known format's
 * @throws PlannerError `E_INVALID_FILE` when it has no such columns
 */
export function readHeader(path: string, piece: CsvPiece, columns?: Columns): CsvHeader {
  const foreign = foreignTable(piece.text);
  if (foreign !== undefined) {
    throw new PlannerError("E_INVALID_FILE", `the file is ${foreign.name}`, {
      position: { path },
      remedy: foreign.remedy,
    });
  }
  const candidates = DELIMITERS.map((delimiter) => candidate(piece.text, delimiter));
  for (const { delimiter, names, rowsBefore } of candidates) {
    const found = meaningOf(names, columns);
    if (found === undefined) continue;
    const line = piece.line + rowsBefore - 1;
    requireOnce(path, line, names, found.fields);
    const [prompt, output] = found.fields;
    refuseUnnamedCounts(names, { path, line }, [prompt, output], columns);
    const doubts = columns === undefined ? [] : nameDoubts(names, columns, { path, line });
    const index = (name: string) => names.indexOf(name);
    const { format, arrivals } = found;
    return {
      ...{ format, delimiter, names, rowsBefore, arrivals, doubts },
      prompt: index(prompt),
      output: index(output),
      time: "field" in arrivals ? index(arrivals.field) : undefined,
      count: columns?.count === undefined ? undefined : index(columns.count),
    };
  }
  const widest = candidates.reduce((a, b) => (b.names.length > a.names.length ? b : a));
  throw unknownColumns(path, piece.line + widest.rowsBefore - 1, widest.names, columns);
}

/** @throws PlannerError `E_INVALID_FILE` where there is no header, or names say something else */
function nameDoubts(names: readonly string[], columns: Columns, position: SourcePosition) {
  if (columnNames(columns).some((name) => isValue(name, names))) throw withoutHeader(position);
  return [...lengthNameDoubts(names, columns, position), ...timeNameDoubts(columns, position)];
}

/** Whether a name is a number. A table without names gets those of its columns' places from pandas, from 0 on. */
function isValue(name: string, names: readonly string[]): boolean {
  return !Number.isNaN(decimalIn(name)) && names[Number(name)] !== name;
}

function withoutHeader(position: SourcePosition): PlannerError {
  return new PlannerError("E_INVALID_FILE", "the file has no header line", {
    position,
    remedy: `Put a line with column names first, such as ${FLAT_NAMES[0]}.`,
  });
}

function candidate(text: string, delimiter: string) {
  let names: string[] | undefined;
  let rowsBefore = 0;
  dsvFormat(delimiter).parseRows(text, (cells) => {
    if (names !== undefined) return undefined;
    rowsBefore++;
    const isSeparatorLine = SEPARATOR_LINE.test(cells.join(delimiter));
    if (!isNoRow(cells) && !isSeparatorLine) names = cells.map((cell) => cell.trim());
    return undefined;
  });
  return { delimiter, names: names ?? [], rowsBefore };
}

interface Meaning {
  format: string;
  fields: readonly [prompt: string, output: string, ...others: string[]];
  arrivals: ArrivalRule;
}

function meaningOf(names: readonly string[], columns?: Columns): Meaning | undefined {
  const fields = new Set(names);
  if (columns !== undefined) {
    const named = columnNames(columns);
    if (!named.every((name) => fields.has(name))) return undefined;
    return { format: ASKED_FORMAT, fields: named, arrivals: askedArrivals(columns) };
  }
  const format = flatFormatOf(fields);
  if (format === undefined) return undefined;
  const arrivals = arrivalRuleOf(format, fields);
  return {
    format: format.name,
    fields: [
      format.promptField,
      format.outputField,
      ...("field" in arrivals ? [arrivals.field] : []),
    ],
    arrivals,
  };
}

function requireOnce(
  path: string,
  line: number,
  names: readonly string[],
  fields: readonly string[],
): void {
  const twice = fields.find((field) => names.indexOf(field) !== names.lastIndexOf(field));
  if (twice === undefined) return;
  throw new PlannerError("E_INVALID_FILE", `the header names the column ${twice} twice`, {
    position: { path, line },
    remedy: "Rename one of the two.",
  });
}

const FLAT_NAMES = FLAT_FORMATS.map(
  ({ promptField, outputField }) => `${promptField},${outputField}`,
);

function unknownColumns(
  path: string,
  line: number,
  names: readonly string[],
  columns?: Columns,
): PlannerError {
  const position = { path, line: Math.max(1, line), column: 1 };
  const listed = names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
  // Such as a log of a web server: no name of its columns could be given.
  if (names.length === 1 && /\s/.test(names[0] ?? "")) {
    return new PlannerError("E_INVALID_FILE", "the first line names no columns", {
      position,
      remedy: `Write the lengths as CSV, with a header line such as ${FLAT_NAMES[0]}.`,
    });
  }
  // One name may be a number, but a request has two lengths.
  if (names.filter((name) => isValue(name, names)).length > 1) return withoutHeader(position);
  if (columns !== undefined) {
    const missing = columnNames(columns).filter((name) => !names.includes(name));
    return new PlannerError("E_INVALID_FILE", `the header lacks the column ${missing[0]}`, {
      position,
      remedy: `It has: ${shortened(listed)}. Name those of --columns ${COLUMNS_SYNTAX}.`,
    });
  }
  const message = `no format known here has the columns ${shortened(listed)}`;
  return new PlannerError("E_INVALID_FILE", message, {
    position,
    remedy: `Name its columns: --columns ${COLUMNS_SYNTAX}. Known without: ${[...new Set(FLAT_NAMES)].join("; ")}.`,
  });
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
