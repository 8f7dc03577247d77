import type { RowLogprobs } from "../../step/serving-step.ts";
import { type CallPiece, joinedPieces } from "../../tool-calls/call-piece.ts";

/** Why an output is over, as OpenAI calls it. */
export type OutputEnd = "stop" | "length" | "tool_calls";

/** What is new in an output. */
export interface Delta {
  text: string;
  /** Calls of tools; left out where nothing of one is new. */
  calls?: readonly CallPiece[];
  /** Of the tokens behind the text, where they were asked for; text may lag behind them. */
  logprobs: readonly RowLogprobs[];
  /** With the last one. */
  end?: OutputEnd;
}

/** Two in a row as one. */
export function joined(first: Delta, second: Delta): Delta {
  const calls = joinedPieces([...(first.calls ?? []), ...(second.calls ?? [])]);
  return {
    text: first.text + second.text,
    ...(calls.length > 0 && { calls }),
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
