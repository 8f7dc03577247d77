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
  let rest = "";
  for await (const chunk of chunks) {
    if (rest.length > LONGEST_ROW) throw neverEnds(path, rest, line);
    if (endsNoRow(rest, chunk)) {
      rest += chunk;
      continue;
    }
    const text = rest + chunk;
    const end = endOfLastRow(text);
    rest = text.slice(end);
    if (end === 0) continue;
    const piece = text.slice(0, end);
    yield { text: piece, line };
    line += linesIn(piece);
  }
  if (rest === "") return;
  if (quotesIn(rest) % 2 !== 0) throw neverClosed(path, rest, line);
  yield { text: rest, line };
}

/** Whether no row can end in the chunk: then what stands before it needs no second look. */
function endsNoRow(rest: string, chunk: string): boolean {
  return !/[\r\n]/.test(chunk) && !rest.endsWith("\r");
}

/** Where the last whole row of a text ends that starts with a row; 0 when there is none. */
function endOfLastRow(text: string): number {
  const lineEnd = text.includes("\n") ? "\n" : "\r";
  let end = text.lastIndexOf(lineEnd);
  // A carriage return at the very end may be the first half of a line end.
  if (lineEnd === "\r" && end === text.length - 1) end = text.lastIndexOf(lineEnd, end - 1);
  let quotesLeft = quotesIn(text);
  if (quotesLeft === 0) return end + 1;
  let quote = text.lastIndexOf('"');
  while (end >= 0) {
    while (quote > end) {
      quotesLeft--;
      quote = quote === 0 ? -1 : text.lastIndexOf('"', quote - 1);
    }
    if (quotesLeft % 2 === 0) return end + 1;
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
