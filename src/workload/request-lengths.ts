/** Lengths of one request, tokens. */
export interface RequestLength {
  promptTokens: number;
  outputTokens: number;
}

/**
 * What the steady state of a stream of requests depends on: means over requests of the prompt
 * length p, the output length o and their products, in tokens.
 */
export interface RequestLengths {
  /** As the user gave it. */
  name: string;
  /** E[p] */
  meanPrompt: number;
  /** E[o] */
  meanOutput: number;
  /** E[p²] */
  meanPromptSquared: number;
  /** E[p o] */
  meanPromptTimesOutput: number;
  /** E[o²] */
  meanOutputSquared: number;
  /** Largest p + o of a request. */
  longestRequest: number;
}

/** Moments of a list of requests, at least one. */
export function lengthsOf(name: string, requests: readonly RequestLength[]): RequestLengths {
  const mean = (value: (request: RequestLength) => number) =>
    requests.reduce((sum, request) => sum + value(request), 0) / requests.length;
  return {
    name,
    meanPrompt: mean(({ promptTokens }) => promptTokens),
    meanOutput: mean(({ outputTokens }) => outputTokens),
    meanPromptSquared: mean(({ promptTokens }) => promptTokens ** 2),
    meanPromptTimesOutput: mean(({ promptTokens, outputTokens }) => promptTokens * outputTokens),
    meanOutputSquared: mean(({ outputTokens }) => outputTokens ** 2),
    longestRequest: requests.reduce(
      (longest, { promptTokens, outputTokens }) => Math.max(longest, promptTokens + outputTokens),
      0,
    ),
  };
}

/** Share of the tokens of a steady-state batch that are decoded; the others are prefilled. */
export function decodeShare({ meanPrompt, meanOutput }: RequestLengths): number {
  return meanOutput / (meanPrompt + meanOutput);
}

/**
 * Mean KV tokens that a decode token reads. A request spends o steps at contexts p to p + o, so
 * long outputs weigh more: E[o p + o²/2] / E[o].
 */
export function meanDecodeContext(lengths: RequestLengths): number {
  return (lengths.meanPromptTimesOutput + lengths.meanOutputSquared / 2) / lengths.meanOutput;
}

/** Mean tokens of its own prompt before a prompt token: E[p²/2] / E[p]. */
export function meanPromptPosition(lengths: RequestLengths): number {
  return lengths.meanPromptSquared / 2 / lengths.meanPrompt;
}
