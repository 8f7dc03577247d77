import { PlannerError, type SourcePosition } from "../../errors.ts";

/** A stretch of CSV text that holds whole rows. */
export interface CsvPiece {
  text: string;
  /** Line of the file on which it starts. */
  line: number;
}

/** A row longer than this is no row: some quote is not closed. Characters. */
const LONGEST_ROW = 1 << 24;

/**
 * Cuts CSV text at ends of rows. A line end inside quotes ends no row (RFC 4180), and it is inside
 * when an odd number of quotes stands before it.
 *
 * @throws PlannerError `E_INVALID_FILE` at a quote that is never closed
 */
export async function* csvPieces(
  path: string,
  chunks: AsyncIterable<string>,
): AsyncGenerator<CsvPiece> {
  let line = 1;
  let held = "";
  const rest = new Rest();
  for await (const chunk of chunks) {
    if (rest.length > LONGEST_ROW) throw neverEnds(path, rest.text(), line);
    const text = held + chunk;
    // A carriage return at the very end may be the first half of a line end.
    held = text.endsWith("\r") ? "\r" : "";
    const whole = held === "" ? text : text.slice(0, -1);
    const end = endOfLastRow(whole, rest);
    if (end > 0) {
      const piece = rest.text() + whole.slice(0, end);
      rest.clear();
      yield { text: piece, line };
      line += linesIn(piece);
    }
    rest.add(whole.slice(end));
  }
  rest.add(held);
  if (rest.length === 0) return;
  if (rest.isQuoted) throw neverClosed(path, rest.text(), line);
  yield { text: rest.text(), line };
}

/** Text in which no row ends. It is looked at once, however many chunks it comes in. */
class Rest {
  #parts: string[] = [];
  length = 0;
  /** Whether what follows is inside quotes. */
  isQuoted = false;
  hasLineFeed = false;

  add(text: string): void {
    if (text === "") return;
    this.#parts.push(text);
    this.length += text.length;
    this.isQuoted = this.isQuoted !== (quotesIn(text) % 2 !== 0);
    this.hasLineFeed ||= text.includes("\n");
  }

  clear(): void {
    this.#parts = [];
    this.length = 0;
    this.isQuoted = false;
    this.hasLineFeed = false;
  }

  text(): string {
    return this.#parts.join("");
  }
}

/**
 * Where the last row of a text ends; 0 when there is no such place.
 *
 * @param before text of the same row before it
 */
function endOfLastRow(text: string, before: Pick<Rest, "isQuoted" | "hasLineFeed">): number {
  const lineEnd = before.hasLineFeed || text.includes("\n") ? "\n" : "\r";
  let end = text.lastIndexOf(lineEnd);
  const quotesBefore = before.isQuoted ? 1 : 0;
  let quotesLeft = quotesBefore + quotesIn(text);
  let quote = text.lastIndexOf('"');
  while (end >= 0) {
    while (quote > end) {
      quotesLeft--;
      quote = quote === 0 ? -1 : text.lastIndexOf('"', quote - 1);
    }
    if (quotesLeft % 2 === 0) return end + 1;
    // Without a quote on the left, all ends there are inside those of the text before.
    if (quote < 0) return 0;
    end = end === 0 ? -1 : text.lastIndexOf(lineEnd, end - 1);
  }
  return 0;
}

function quotesIn(text: string): number {
  return occurrences(text, '"');
}

/** Line ends of a text: `\n`, or `\r` where there is no other. */
export function linesIn(text: string): number {
  return occurrences(text, text.includes("\n") ? "\n" : "\r");
}

function occurrences(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
  return count;
}

function neverEnds(path: string, rest: string, line: number): PlannerError {
  if (rest.includes('"')) return neverClosed(path, rest, line);
  const most = LONGEST_ROW.toLocaleString("en-US");
  return new PlannerError("E_INVALID_FILE", `the line has more than ${most} characters`, {
    position: { path, line },
    remedy: "Name a file with a line for each request.",
  });
}

function neverClosed(path: string, rest: string, line: number): PlannerError {
  const first = line + linesIn(rest.slice(0, rest.indexOf('"')));
  return new PlannerError("E_INVALID_FILE", "a quote is never closed after this line", {
    position: { path, line: first },
    remedy: 'Quote a cell with quotes as a whole, and write each of them twice: "5"" disk".',
  });
}

/**
 * A quote that neither starts nor ends a cell nor stands beside another one. Parsers differ in what
 * they make of it, and some shift the cells after it.
 */
export function strayQuote(piece: CsvPiece, delimiter: string): SourcePosition["line"] {
  if (!piece.text.includes('"')) return undefined;
  const set = delimiter === "\t" ? "\\t" : delimiter;
  const at = piece.text.search(new RegExp(`[^"${set}\\r\\n]"[^"${set}\\r\\n]`));
  return at < 0 ? undefined : piece.line + linesIn(piece.text.slice(0, at));
}
