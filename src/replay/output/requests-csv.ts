import { csvFormat } from "d3-dsv";
import { endToEndMs, firstTokenMs, perTokenMs } from "../metrics/latency.ts";
import type { ReplayLog, RequestLog } from "../replay-log.ts";

/** A line for each request, in the order of arrival; ms from the start of the replay. */
export function requestsCsv({ requests }: Pick<ReplayLog, "requests">): string {
  return `${csvFormat(requests.map(rowOf))}\n`;
}

function rowOf(log: RequestLog, index: number) {
  const { request, tokens, ended } = log;
  const isBegun = log.firstTokenUs !== undefined;
  return {
    request: index,
    arrivalMs: fixed(request.arrivalUs / 1000),
    promptTokens: request.promptTokens,
    outputTokens: request.outputTokens,
    generatedTokens: tokens,
    ended: log.isServed ? "served" : (ended?.reason ?? "unfinished"),
    timeToFirstTokenMs: isBegun ? fixed(firstTokenMs(log)) : "",
    timePerOutputTokenMs: fixed(perTokenMs(log)),
    endToEndMs: isBegun ? fixed(endToEndMs(log)) : "",
    detail: ended?.detail ?? "",
  };
}

function fixed(value: number | undefined): string {
  return value === undefined ? "" : value.toFixed(3);
}
