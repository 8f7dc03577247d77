import type { RequestLog } from "../replay-log.ts";
import { type Percentiles, percentilesOf } from "./distribution.ts";

/** Limits that a good request keeps; ms. */
export interface ServiceLevel {
  /** Time to first token. */
  ttftMs?: number;
  /** Mean time per output token after the first. */
  tpotMs?: number;
  /** From arrival to the last token. */
  e2eMs?: number;
}

/** Of requests that got all their tokens. */
export interface Latencies {
  timeToFirstTokenMs: Percentiles | null;
  timePerOutputTokenMs: Percentiles | null;
  /** Every gap between two tokens of a request. */
  interTokenLatencyMs: Percentiles | null;
  /** From arrival to the last token. */
  endToEndMs: Percentiles | null;
  /** The same per token of the output. */
  normalizedMs: Percentiles | null;
}

export function latenciesOf(requests: readonly RequestLog[]): Latencies {
  const served = requests.filter(({ isServed }) => isServed);
  const over = (of: (request: RequestLog) => number | undefined) =>
    percentilesOf(Float64Array.from(served.map(of).filter((value) => value !== undefined)));
  return {
    timeToFirstTokenMs: over(firstTokenMs),
    timePerOutputTokenMs: over(perTokenMs),
    interTokenLatencyMs: percentilesOf(gapsMs(served)),
    endToEndMs: over(endToEndMs),
    normalizedMs: over((request) => endToEndMs(request) / request.tokens),
  };
}

export function firstTokenMs({ request, firstTokenUs }: RequestLog): number {
  return ((firstTokenUs ?? Number.NaN) - request.arrivalUs) / 1000;
}

/** Undefined for a single token. */
export function perTokenMs({ firstTokenUs, lastTokenUs, tokens }: RequestLog): number | undefined {
  if (tokens < 2 || firstTokenUs === undefined || lastTokenUs === undefined) return undefined;
  return (lastTokenUs - firstTokenUs) / (tokens - 1) / 1000;
}

export function endToEndMs({ request, lastTokenUs }: RequestLog): number {
  return ((lastTokenUs ?? Number.NaN) - request.arrivalUs) / 1000;
}

/** Whether a request got all its tokens within the limits. */
export function isGood(request: RequestLog, { ttftMs, tpotMs, e2eMs }: ServiceLevel): boolean {
  return (
    request.isServed &&
    firstTokenMs(request) <= (ttftMs ?? Number.POSITIVE_INFINITY) &&
    (perTokenMs(request) ?? 0) <= (tpotMs ?? Number.POSITIVE_INFINITY) &&
    endToEndMs(request) <= (e2eMs ?? Number.POSITIVE_INFINITY)
  );
}

function gapsMs(served: readonly RequestLog[]): Float64Array {
  const count = served.reduce((sum, { gapsUs }) => sum + gapsUs.length, 0);
  const all = new Float64Array(count);
  let at = 0;
  for (const { gapsUs } of served) for (const gap of gapsUs) all[at++] = gap / 1000;
  return all;
}
