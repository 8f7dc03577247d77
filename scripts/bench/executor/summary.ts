import { median } from "simple-statistics";
import type { TrialVerdict } from "../../../src/trial/measured-outcome.ts";
import type { PlanKind, Row } from "./rows.ts";

/** Of |measured / predicted - 1|. */
export interface Errors {
  median: number;
  worst: number;
}

export interface Span {
  median: number;
  least: number;
  most: number;
}

/** How many overlapped plans were faster than the sequential one, the same or slower. */
export type VerdictCounts = Record<TrialVerdict, number>;

export interface Summary {
  plans: number;
  errors: Errors;
  errorsByKind: Partial<Record<PlanKind, Errors>>;
  overlapped: VerdictCounts;
  /** Of the overlapped plans, those whose gain `search` trusts. */
  emitted: VerdictCounts;
  graphOverhead: Span | null;
  hostShare: Span | null;
}

/** Errors of predictions, verdicts on overlapped plans, and overheads, over all rows. */
export function summaryOf(rows: readonly Row[]): Summary | undefined {
  if (rows.length === 0) return undefined;
  const kinds = [...new Set(rows.map(({ plan }) => plan))];
  const overlapped = rows.filter(({ plan }) => plan === "overlapped");
  return {
    plans: rows.length,
    errors: errorsOf(rows),
    errorsByKind: Object.fromEntries(
      kinds.map((kind) => [kind, errorsOf(rows.filter(({ plan }) => plan === kind))]),
    ),
    overlapped: countsOf(overlapped),
    emitted: countsOf(overlapped.filter(({ emitted }) => emitted)),
    graphOverhead: spanOf(rows, "graphOverhead"),
    hostShare: spanOf(rows, "hostShare"),
  };
}

function countsOf(rows: readonly Row[]): VerdictCounts {
  const count = (verdict: TrialVerdict) => rows.filter((row) => row.verdict === verdict).length;
  return { faster: count("faster"), same: count("same"), slower: count("slower") };
}

function errorsOf(rows: readonly Row[]): Errors {
  const errors = rows.map(({ error }) => Math.abs(error));
  return { median: median(errors), worst: Math.max(...errors) };
}

function spanOf(rows: readonly Row[], key: "graphOverhead" | "hostShare"): Span | null {
  const values = rows.flatMap((row) => row[key] ?? []);
  if (values.length === 0) return null;
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}
