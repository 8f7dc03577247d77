import type { Columns } from "../../../src/workload/trace/columns.ts";
import { openTrace } from "../../../src/workload/trace/open-trace.ts";
import { isUsable, type TraceRow } from "../../../src/workload/trace/trace-row.ts";

/** All rows of a trace, and what the reader says of it. */
export async function readAll(path: string, columns?: Columns) {
  const trace = await openTrace(path, columns);
  let rows: TraceRow[] = [];
  for await (const batch of trace.batches) rows = rows.concat(batch);
  return { rows, format: trace.format, refusal: trace.clock.refusal };
}

const SNAKE = {
  failed: "failed",
  cancelled: "cancelled",
  tokensUnknown: "tokens_unknown",
  zeroBoth: "zero_both",
  zeroPrompt: "zero_prompt",
  warmUp: "warm_up",
  comment: "comment",
  zeroOutput: "zero_output",
} as const;

/** The figures of `expected.json` that every format has. */
export function statisticsOf(rows: readonly TraceRow[]) {
  const usable = rows.filter(isUsable);
  const skipped: Record<string, number> = {};
  for (const { skip } of rows) {
    if (skip !== undefined) skipped[SNAKE[skip]] = (skipped[SNAKE[skip]] ?? 0) + 1;
  }
  const arrivals = arrivalsOf(rows);
  return {
    rows: rows.length,
    usable: usable.length,
    skipped,
    ...(usable.length > 0 && {
      prompt_tokens: lengthStatistics(usable.map(({ promptTokens }) => promptTokens)),
      output_tokens: lengthStatistics(usable.map(({ outputTokens }) => outputTokens)),
    }),
    duration_s_all_rows: spanSeconds(arrivals),
    duration_s_usable: spanSeconds(arrivalsOf(usable)),
    arrivals_known: arrivals.length,
    order_inversions: arrivals.filter((ns, index) => ns < (arrivals[index - 1] ?? ns)).length,
    rows_sharing_an_earlier_timestamp: arrivals.length - new Set(arrivals).size,
    ...(arrivals[0] !== undefined && { first_timestamp_in_seconds: Number(arrivals[0]) / 1e9 }),
  };
}

function arrivalsOf(rows: readonly TraceRow[]): bigint[] {
  return rows.flatMap(({ arrivalNs }) => (arrivalNs === undefined ? [] : [arrivalNs]));
}

function lengthStatistics(lengths: readonly number[]) {
  const sorted = lengths.toSorted((a, b) => a - b);
  const sum = lengths.reduce((a, b) => a + b, 0);
  const middle = sorted.length / 2;
  const at = (index: number) => sorted[Math.floor(index)] as number;
  return {
    sum,
    mean: sum / lengths.length,
    median: (at(middle - 0.5) + at(middle)) / 2,
    min: at(0),
    max: at(sorted.length - 1),
  };
}

/** Largest less smallest arrival, the sum of whole seconds and ns rounded once. */
function spanSeconds(arrivals: readonly bigint[]): number | null {
  if (arrivals.length === 0) return null;
  const sorted = arrivals.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  return Number((sorted.at(-1) as bigint) - (sorted[0] as bigint)) / 1e9;
}

/** Numbers of any depth to 12 digits: sums of decimals end in different last bits. */
export function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(12));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rounded(entry)]));
}
