import type { NanoOperation as Bar } from "../plan/nano-operation.ts";
import type { NanoBatchSpan } from "./nano-batch-span.ts";

/** What a column belongs to: a nano-batch, or operations that are not cut. */
export type Owner = number | "whole";

/** One column of a row; without an owner it is idle. */
export interface Cell {
  text: string;
  owner: Owner | undefined;
}

export const CTA_LIMIT_MARK = "c";

/** Marks that tell nano-batches apart without colour. */
const FILLS = ["-", "=", "~", "."];
const WHOLE_FILL = "#";

export function fillOf(owner: Owner): string {
  return owner === "whole" ? WHOLE_FILL : (FILLS[owner % FILLS.length] ?? "-");
}

/** Text in the owners' colours; columns after it are filled, of several nano-batches in turn. */
export function cellsOf(text: string, length: number, span: NanoBatchSpan): Cell[] {
  const owners: readonly Owner[] = span.whole ? ["whole"] : span.nanoBatches;
  return Array.from({ length }, (_, column) => {
    const owner = owners[column % owners.length] ?? "whole";
    return { text: text[column] ?? fillOf(owner), owner };
  });
}

interface Piece {
  bar: Bar;
  start: number;
  end: number;
}

/** How a bar is written. */
export interface BarText {
  labelOf: (bar: Bar) => string;
  spanOf: (bar: Bar) => NanoBatchSpan;
}

/**
 * Draws the nano-operations of one lane into rows of so many columns: their labels, and below them
 * their SM shares. What runs past the period's end goes on at its start. Every nano-operation gets
 * a column of its own as long as there are enough.
 */
export function drawLane(
  bars: readonly Bar[],
  columns: number,
  periodUs: number,
  { labelOf, spanOf }: BarText,
): { labels: Cell[]; shares: Cell[] } {
  const idle = () => Array.from({ length: columns }, (): Cell => ({ text: " ", owner: undefined }));
  const [labels, shares] = [idle(), idle()];
  const pieces = piecesOf(bars, periodUs);
  let free = 0;
  for (const [index, { bar, start, end }] of pieces.entries()) {
    const after = pieces.length - index - 1;
    const latest = Math.max(free, columns - after - 1);
    const first = Math.min(latest, Math.max(free, Math.round((start / periodUs) * columns)));
    const last = Math.min(
      Math.max(first + 1, columns - after),
      Math.max(first + 1, Math.round((end / periodUs) * columns)),
      columns,
    );
    const share = shareOf(bar);
    const cells = cellsOf(labelOf(bar), last - first, spanOf(bar));
    for (const [offset, cell] of cells.entries()) {
      const fits = share.length < cells.length;
      labels[first + offset] = cell;
      shares[first + offset] = { text: (fits && share[offset]) || " ", owner: undefined };
    }
    free = last;
  }
  return { labels, shares };
}

/** Columns that the labels of a lane take, one after the other, each with one of its filling. */
export function labelColumns(
  bars: readonly Bar[],
  periodUs: number,
  { labelOf }: Pick<BarText, "labelOf">,
): number {
  return piecesOf(bars, periodUs).reduce((sum, { bar }) => sum + labelOf(bar).length + 1, 0);
}

/** SMs of a nano-operation's share, marked when the share is made by a CTA limit. */
function shareOf({ partition: { smCount, mechanism } }: Bar): string {
  return `${smCount}${mechanism === "cta-limit" ? CTA_LIMIT_MARK : ""}`;
}

function piecesOf(bars: readonly Bar[], periodUs: number): Piece[] {
  return bars
    .flatMap((bar): Piece[] => {
      const start = bar.startUs % periodUs;
      const end = start + bar.durationUs;
      if (end <= periodUs) return [{ bar, start, end }];
      return [
        { bar, start, end: periodUs },
        { bar, start: 0, end: Math.min(end - periodUs, periodUs) },
      ];
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
