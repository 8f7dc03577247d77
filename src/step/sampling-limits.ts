import type { SamplingParameters } from "./serving-step.ts";

/** Biases that a request may have. */
export const MOST_BIASES = 300;
/** Log probabilities of a row beside the chosen token's. */
export const MOST_LOGPROBS = 32;

/**
 * @param known tokens of the vocabulary
 * @returns which parameter no engine takes, with its value; undefined when all are sound
 */
export function samplingFault(parameters: SamplingParameters, known: number): string | undefined {
  const { temperature, topP, minP, topK, seed, logitBias, logprobs } = parameters;
  const { repetitionPenalty, presencePenalty, frequencyPenalty } = parameters;
  const faults: readonly [isSound: boolean, what: string, value: unknown][] = [
    // Engines compute in float32.
    [Number.isFinite(Math.fround(temperature)) && temperature >= 0, "a temperature", temperature],
    [topP > 0 && topP <= 1, "a top-p", topP],
    [minP >= 0 && minP <= 1, "a min-p", minP],
    [isWholeBelow(2 ** 31, topK), "a top-k", topK],
    [isWholeBelow(Number.MAX_SAFE_INTEGER, seed), "a seed", seed],
    [
      isFloat(repetitionPenalty) && repetitionPenalty > 0,
      "a repetition penalty",
      repetitionPenalty,
    ],
    [isFloat(presencePenalty), "a presence penalty", presencePenalty],
    [isFloat(frequencyPenalty), "a frequency penalty", frequencyPenalty],
    [isWholeBelow(MOST_LOGPROBS + 1, logprobs), "a number of log probabilities", logprobs],
    [logitBias.length <= MOST_BIASES, "a number of biases", logitBias.length],
  ];
  const fault = faults.find(([isSound]) => !isSound);
  if (fault !== undefined) return `${fault[1]} of ${fault[2]}`;
  for (const { token, bias } of logitBias) {
    if (!isWholeBelow(known, token))
      return `a biased token of ${token} (ids are 0 to ${known - 1})`;
    if (!isFloat(bias)) return `a bias of token ${token} of ${bias}`;
  }
  const distinct = new Set(logitBias.map(({ token }) => token)).size;
  return distinct === logitBias.length ? undefined : "two biases of one token";
}

function isFloat(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}

function isWholeBelow(bound: number, value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < bound;
}
