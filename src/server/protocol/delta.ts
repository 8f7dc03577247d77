import type { RowLogprobs } from "../../step/serving-step.ts";

/** Why an output is over, as OpenAI calls it. */
export type OutputEnd = "stop" | "length";

/** What is new in an output. */
export interface Delta {
  text: string;
  /** Of the tokens behind the text, where they were asked for; text may lag behind them. */
  logprobs: readonly RowLogprobs[];
  /** With the last one. */
  end?: OutputEnd;
}

/** Two in a row as one. */
export function joined(first: Delta, second: Delta): Delta {
  return {
    text: first.text + second.text,
    logprobs:
      second.logprobs.length === 0 ? first.logprobs : [...first.logprobs, ...second.logprobs],
    ...(second.end !== undefined && { end: second.end }),
  };
}

/** Tokens that a request took. */
export interface Usage {
  promptTokens: number;
  outputTokens: number;
}
