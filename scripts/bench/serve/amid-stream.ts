import type { ReplayRequest } from "../../../src/replay/requests/replay-request.ts";

/** So many requests have got equally far: they end together, and as many others begin. */
const TOGETHER = 8;

/**
 * The same requests, the first of them as one would find those that an engine serves amid a long stream:
 * evenly spread over their outputs. What they have generated counts as prompt. So an engine that
 * fills its batch at once is where a stream brings it, and not where all requests end at once.
 */
export function amidStream(requests: readonly ReplayRequest[], count: number): ReplayRequest[] {
  return requests.map((request, index) => {
    if (index >= count) return request;
    const { promptTokens, outputTokens } = request;
    const left = (Math.floor(index / TOGETHER) + 1) * (TOGETHER / count);
    const leftTokens = Math.max(1, Math.round(outputTokens * Math.min(1, left)));
    return {
      ...request,
      promptTokens: promptTokens + outputTokens - leftTokens,
      outputTokens: leftTokens,
    };
  });
}
