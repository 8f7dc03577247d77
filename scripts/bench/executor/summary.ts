import { median } from "simple-statistics";

/** Errors of predictions, verdicts on overlapped plans, and overheads, over all rows. */
export function summaryOf(rows) {
  if (rows.length === 0) return undefined;
  const kinds = [...new Set(rows.map(({ plan }) => plan))];
  const overlapped = rows.filter(({ plan }) => plan === "overlapped");
  const verdicts = (some) =>
    Object.fromEntries(
      ["faster", "same", "slower"].map((verdict) => [
        verdict,
        some.filter((row) => row.verdict === verdict).length,
      ]),
    );
  return {
    plans: rows.length,
    errors: errorsOf(rows),
    errorsByKind: Object.fromEntries(
      kinds.map((kind) => [kind, errorsOf(rows.filter(({ plan }) => plan === kind))]),
    ),
    overlapped: verdicts(overlapped),
    emitted: verdicts(overlapped.filter(({ emitted }) => emitted)),
    graphOverhead: spanOf(rows, "graphOverhead"),
    hostShare: spanOf(rows, "hostShare"),
  };
}

function errorsOf(rows) {
  const errors = rows.map(({ error }) => Math.abs(error));
  return { median: median(errors), worst: Math.max(...errors) };
}

function spanOf(rows, key) {
  const values = rows.flatMap((row) => row[key] ?? []);
  if (values.length === 0) return null;
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}
