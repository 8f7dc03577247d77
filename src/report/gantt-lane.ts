import type { NanoOperation as Bar } from "../plan/nano-operation.ts";

/** One column of a row; without a nano-batch it is idle. */
export interface Cell {
  text: string;
  nanoBatch: number | undefined;
}

export const CTA_LIMIT_MARK = "c";

/** Marks that tell nano-batches apart without colour. */
const FILLS = ["-", "=", "~", "."];

export function fillOf(nanoBatch: number): string {
  return FILLS[nanoBatch % FILLS.length] ?? "-";
}

interface Piece {
  bar: Bar;
  start: number;
  end: number;
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
  labelOf: (bar: Bar) => string,
): { labels: Cell[]; shares: Cell[] } {
  const idle = () =>
    Array.from({ length: columns }, (): Cell => ({ text: " ", nanoBatch: undefined }));
  const [labels, shares] = [idle(), idle()];
  let free = 0;
  for (const { bar, start, end } of piecesOf(bars, periodUs)) {
    const first = Math.max(free, Math.round((start / periodUs) * columns));
    const last = Math.min(columns, Math.max(first + 1, Math.round((end / periodUs) * columns)));
    const label = labelOf(bar);
    const share = shareOf(bar);
    for (let column = first; column < last; column++) {
      const offset = column - first;
      labels[column] = {
        text: label[offset] ?? fillOf(bar.nanoBatch),
        nanoBatch: bar.nanoBatch,
      };
      const fits = share.length < last - first;
      shares[column] = { text: (fits && share[offset]) || " ", nanoBatch: undefined };
    }
    free = last;
  }
  return { labels, shares };
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
