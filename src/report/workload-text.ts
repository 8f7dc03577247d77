import { formatInteger, formatPercent } from "../text/units.ts";
import type { Workload } from "../workload/parse-workload.ts";
import type { LongRequests } from "../workload/positions.ts";
import type { ArrivalFacts, TraceFacts } from "../workload/trace/trace-facts.ts";
import type { SkipReason } from "../workload/trace/trace-row.ts";

/** What a workload says of its requests, besides their lengths. */
export type RequestFacts = Pick<Workload, "facts" | "longRequests">;

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  failed: "failed",
  cancelled: "were cancelled",
  warmUp: "warm up",
  comment: "start with # as comments do",
  tokensUnknown: "lack a token count",
  zeroBoth: "have neither prompt nor output tokens",
  zeroPrompt: "have no prompt tokens",
  zeroOutput: "have no output tokens",
};

/** What of it notes are about. */
export interface NotedRequests {
  facts?: Pick<TraceFacts, "rows" | "skipped" | "cached" | "doubts">;
  longRequests?: LongRequests;
}

type NotedFacts = NonNullable<NotedRequests["facts"]>;

/**
 * What a user must know of a workload: requests that do not count, and those that the model has no
 * positions for.
 *
 * @param workload its name
 */
export function workloadNotes(workload: string, { facts, longRequests }: NotedRequests): string[] {
  const ofFile =
    facts === undefined
      ? []
      : [
          skippedNote(workload, facts),
          cachedNote(workload, facts),
          ...(facts.doubts ?? []).map((doubt) => `${workload}: ${doubt}`),
        ];
  const long = longRequests === undefined ? [] : [longRequestsNote(workload, longRequests)];
  return [...ofFile, ...long].filter((note) => note !== undefined);
}

function skippedNote(workload: string, { rows, skipped }: NotedFacts): string | undefined {
  const counts = Object.entries(skipped) as [SkipReason, number][];
  if (counts.length === 0) return undefined;
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const kinds = counts.map(([reason, count]) => `${formatInteger(count)} ${SKIPPED[reason]}`);
  return `${formatInteger(total)} of ${formatInteger(rows)} requests of ${workload} do not count: ${kinds.join(", ")}`;
}

/** A prefix cache saves work that plans are made with. */
function cachedNote(workload: string, { cached }: NotedFacts): string | undefined {
  if (cached === undefined) return undefined;
  const { tokens, ofPromptTokens, fields } = cached;
  const share = formatPercent(tokens / ofPromptTokens, 2);
  return `${formatInteger(tokens)} prompt tokens of ${workload} (${share}) came from a cache, by ${fields.join(", ")}: the plan computes them all`;
}

/** How many requests are longer than the positions, and what becomes of them. */
export function longRequestsNote(
  workload: string,
  { positions, longer, atLeast, of, leftOut }: LongRequests,
): string {
  const share = formatPercent(longer / of, 2);
  const count = `${atLeast ? "at least " : ""}${formatInteger(longer)} of ${formatInteger(of)} requests of ${workload} (${share})`;
  if (leftOut) return `${count} have more than ${formatInteger(positions)} tokens and are left out`;
  return (
    `${count} are longer than the model's ${formatInteger(positions)} positions. ` +
    `They are kept in the lengths; --max-positions ${positions} leaves them out`
  );
}

/** Labels and values of what a file says; nothing for another workload. */
export function requestPairs({ facts }: RequestFacts): [label: string, value: string][] {
  if (facts === undefined) return [];
  const { requests, format, outcomeFields, arrivals } = facts;
  const outcomes: [string, string][] =
    outcomeFields.length === 0 ? [] : [["outcomes", `by ${outcomeFields.join(", ")}`]];
  return [
    ["requests", `${formatInteger(requests)} (${format})`],
    ...outcomes,
    ["arrivals", "refused" in arrivals ? refusalText(arrivals) : arrivalText(arrivals, requests)],
  ];
}

function refusalText({ refused, remedy }: { refused: string; remedy: string }): string {
  return `not usable: ${refused}. ${remedy}`;
}

function arrivalText({ known, spanS, outOfOrder, tied }: ArrivalFacts, requests: number): string {
  const parts = [
    `over ${spanS.toLocaleString("en-US", { maximumFractionDigits: 3 })} s`,
    ...(known < requests ? [`${formatInteger(requests - known)} without one of their own`] : []),
    ...(outOfOrder > 0 ? [`${formatInteger(outOfOrder)} before the one above`] : []),
    ...(tied > 0 ? [`${formatInteger(tied)} at the time of another`] : []),
  ];
  return parts.join(", ");
}
