import type { ExchangeRecord } from "../../server/http/exchange.ts";
import { printable } from "../../text/printable.ts";

/** A request and its answer as one line for people, whatever line breaks its client wrote. */
export function exchangeLine(record: ExchangeRecord): string {
  const { time, method, path, status, durationMs, promptTokens, outputTokens } = record;
  const { firstTokenMs, ends = [], error, streams = false } = record;
  const tokens =
    promptTokens === undefined ? undefined : `${promptTokens} + ${outputTokens ?? 0} tokens`;
  const parts = [
    `${time} ${method} ${path} ${status}`,
    streams ? "stream" : undefined,
    tokens,
    firstTokenMs === undefined ? undefined : `first ${firstTokenMs} ms`,
    `all ${durationMs} ms`,
    ends.length === 0 ? undefined : [...new Set(ends)].join("/"),
    error,
  ];
  return printable(parts.filter((part) => part !== undefined).join(", "));
}
