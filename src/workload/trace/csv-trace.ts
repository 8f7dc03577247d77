import { dsvFormat } from "d3-dsv";
import { PlannerError, type SourcePosition } from "../../errors.ts";
import { ArrivalClock } from "./arrival-clock.ts";
import { CachedPrompts } from "./cached-prompts.ts";
import type { Columns } from "./columns.ts";
import { type CsvHeader, hasRow, isNoRow, readHeader } from "./csv-header.ts";
import { type CsvPiece, csvPieces, linesIn, strayQuote } from "./csv-pieces.ts";
import { type KnownColumn, KnownFields } from "./known-fields.ts";
import { idFieldOf, NoRequests } from "./no-request.ts";
import { Outcomes } from "./outcomes.ts";
import { requestCount } from "./request-count.ts";
import { RowDoubts } from "./row-doubts.ts";
import { RowFault } from "./row-fault.ts";
import { RowRelations } from "./row-relations.ts";
import { NOT_A_COUNT, tokenCount } from "./token-count.ts";
import type { Trace } from "./trace.ts";
import { type SkipReason, skipOf, type TraceRow } from "./trace-row.ts";

/**
 * A CSV file of requests: RFC 4180 with any of four delimiters, blank lines and lines of comments.
 *
 * @param chunks text of the file
 * @param columns those that the user names, instead of a known format's
 * @throws PlannerError `E_INVALID_FILE` when the header is of no known format
 */
export async function openCsvTrace(
  path: string,
  chunks: AsyncIterable<string>,
  columns?: Columns,
): Promise<Trace> {
  const pieces = csvPieces(path, chunks);
  const piece = await firstPiece(pieces);
  const header = readHeader(path, piece, columns);
  const clock = new ArrivalClock(header.arrivals, columns !== undefined);
  const reader = new CsvRowReader(path, header, clock, new KnownFields(columns));
  return {
    ...{ format: header.format, clock },
    ...{ outcomeFields: reader.outcomes.fields, cachedFields: reader.cachedPrompts.fields },
    doubts: () => [
      ...header.doubts,
      ...reader.rowDoubts.found,
      ...(clock.doubt === undefined ? [] : [clock.doubt]),
    ],
    batches: reader.batches(piece, pieces),
  };
}

/** As much of a file as holds its header: there may be many comments before it. */
async function firstPiece(pieces: AsyncIterator<CsvPiece>): Promise<CsvPiece> {
  let text = "";
  while (!hasRow(text)) {
    const { done, value } = await pieces.next();
    if (done === true) break;
    text += value.text;
  }
  return { text, line: 1 };
}

class CsvRowReader {
  readonly #path: string;
  readonly #header: CsvHeader;
  readonly #clock: ArrivalClock;
  readonly outcomes = new Outcomes();
  readonly cachedPrompts = new CachedPrompts();
  readonly #known: KnownFields;
  readonly #knownColumns: readonly KnownColumn[];
  readonly #noRequests: NoRequests;
  readonly #relations: RowRelations;
  readonly rowDoubts: RowDoubts;
  readonly #idColumn: number | undefined;
  readonly #dsv: ReturnType<typeof dsvFormat>;

  constructor(path: string, header: CsvHeader, clock: ArrivalClock, known: KnownFields) {
    this.#path = path;
    this.#known = known;
    this.#knownColumns = known.columnsOf(header.names);
    this.#header = header;
    const idField = idFieldOf(header.names);
    const { names, prompt, output, count } = header;
    this.#noRequests = new NoRequests(idField, [names[prompt] ?? "", names[output] ?? ""]);
    const asked = [prompt, output, ...(count === undefined ? [] : [count])];
    this.#relations = new RowRelations(
      names,
      asked.map((column) => names[column] ?? ""),
    );
    this.rowDoubts = new RowDoubts(
      names,
      asked.map((column) => names[column] ?? ""),
    );
    this.#idColumn = idField === undefined ? undefined : header.names.indexOf(idField);
    this.#clock = clock;
    this.#dsv = dsvFormat(header.delimiter);
  }

  async *batches(first: CsvPiece, others: AsyncIterable<CsvPiece>): AsyncGenerator<TraceRow[]> {
    yield this.#rows(first, this.#header.rowsBefore);
    for await (const piece of others) yield this.#rows(piece, 0);
    this.#placed(
      () => {
        this.#noRequests.end();
        this.#relations.end();
      },
      () => ({ path: this.#path, line: 1 }),
    );
  }

  #rows(piece: CsvPiece, skipped: number): TraceRow[] {
    const stray = strayQuote(piece, this.#header.delimiter);
    if (stray !== undefined) {
      throw this.#invalid({ line: stray }, "a quote stands inside a cell", STRAY_QUOTE_REMEDY);
    }
    const rows: TraceRow[] = [];
    let index = -1;
    const place = () => ({ path: this.#path, line: this.#lineOf(piece, index) });
    // Rows go through the function, which keeps none: a list of all cells would be slow to collect.
    this.#dsv.parseRows(piece.text, (cells) => {
      index++;
      if (index < skipped) return undefined;
      if (!isNoRow(cells)) rows.push(this.#row(cells, piece, place));
      else if (this.#isCommentedOut(cells)) rows.push(commentedOut(cells));
      return undefined;
    });
    return rows;
  }

  #row(cells: string[], piece: CsvPiece, place: () => SourcePosition): TraceRow {
    const { names, prompt, output, time, count } = this.#header;
    if (cells.length !== names.length) throw this.#miscounted(cells, place());
    const known = this.#known.ofCells(cells, this.#knownColumns);
    const ended = this.#placed(() => this.outcomes.of(known), place);
    const promptTokens = this.#count(cells, prompt, piece, place);
    const outputTokens = this.#count(cells, output, piece, place);
    const id = this.#idColumn === undefined ? undefined : cells[this.#idColumn];
    this.#placed(() => {
      this.#noRequests.check({ values: cells, id, promptTokens, outputTokens });
      const hasLengths = promptTokens !== undefined && outputTokens !== undefined;
      const value = (name: string) => cells[names.indexOf(name)];
      this.#relations.check(value, hasLengths);
      this.rowDoubts.add(value, hasLengths ? { promptTokens, outputTokens } : undefined);
    }, place);
    const skip = ended ?? skipOf(promptTokens, outputTokens);
    return {
      requests: count === undefined ? 1 : requestCount(names[count] ?? "", cells[count], place),
      promptTokens,
      outputTokens,
      arrivalNs: time === undefined ? undefined : this.#arrival(cells[time], ended, place),
      skip,
      cachedTokens:
        skip === undefined
          ? this.#placed(
              () =>
                this.cachedPrompts.of(known, {
                  promptTokens: promptTokens ?? 0,
                  outputTokens: outputTokens ?? 0,
                }),
              place,
            )
          : 0,
      record: cells,
    };
  }

  /** Whether a comment has a length in its place: ids such as `#1` and `#N/A` of spreadsheets make one. */
  #isCommentedOut(cells: readonly string[]): boolean {
    const { names, prompt, output } = this.#header;
    if (cells.length !== names.length) return false;
    return [prompt, output].some((column) => typeof tokenCount(cells[column] ?? "") === "number");
  }

  /** A request that failed early has no time. */
  #arrival(cell: string | undefined, skip: SkipReason | undefined, place: () => SourcePosition) {
    const isMissing = skip !== undefined && cell?.trim() === "";
    return isMissing ? undefined : this.#clock.read(cell, place);
  }

  /** Says where a row is that cannot be read. */
  #placed<Found>(read: () => Found, place: () => SourcePosition): Found {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      throw this.#invalid(place(), error.message, error.remedy);
    }
  }

  #count(
    cells: readonly string[],
    column: number,
    piece: CsvPiece,
    place: () => SourcePosition,
  ): number | undefined {
    const cell = cells[column] ?? "";
    const count = tokenCount(cell);
    if (count !== NOT_A_COUNT) return count;
    throw this.#invalid(
      { ...place(), ...columnOf(cells, column, piece) },
      `${this.#header.names[column]} is "${cell.trim().slice(0, 40)}"`,
      "Give the number of tokens: a whole number without separators, below 2^53.",
    );
  }

  #miscounted(cells: readonly string[], place: SourcePosition): PlannerError {
    const { names } = this.#header;
    return this.#invalid(
      place,
      `the row has ${cells.length} cells, and the header ${names.length}`,
      this.#miscountRemedy(cells.length - names.length),
    );
  }

  #miscountRemedy(more: number): string {
    if (more < 0) return "Complete the row; if the file was cut off, get it again.";
    const { delimiter } = this.#header;
    const quote = `Quote cells that hold ${delimiter === "\t" ? "a tab" : `"${delimiter}"`}.`;
    if (more > 1) return quote;
    return `${quote} If every row starts with a row name, as R writes it, give the header a name for it, or write with row.names = FALSE.`;
  }

  /** Of a row, by its place in the piece. Counted only for errors, since it parses the piece again. */
  #lineOf({ text, line }: CsvPiece, index: number): number {
    let found = line;
    this.#dsv.parseRows(text, (cells, at) => {
      if (at < index) found += 1 + cells.reduce((lines, cell) => lines + linesIn(cell), 0);
      return undefined;
    });
    return found;
  }

  #invalid(place: Omit<SourcePosition, "path">, message: string, remedy: string): PlannerError {
    const position = { path: this.#path, ...place };
    return new PlannerError("E_INVALID_FILE", message, { position, remedy });
  }
}

const STRAY_QUOTE_REMEDY =
  'Quote a cell with quotes as a whole, and write each of them twice: "5"" disk".';

function commentedOut(cells: readonly string[]): TraceRow {
  const none = { promptTokens: undefined, outputTokens: undefined, arrivalNs: undefined };
  return { ...none, requests: 1, skip: "comment", cachedTokens: 0, record: cells };
}

/** Column of a cell in its line; unknown where quotes may stand before it. */
function columnOf(cells: readonly string[], column: number, { text }: CsvPiece) {
  if (text.includes('"')) return {};
  const before = cells.slice(0, column).reduce((length, cell) => length + cell.length + 1, 0);
  return { column: before + 1 };
}
