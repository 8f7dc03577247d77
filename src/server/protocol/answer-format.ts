import type { Delta, Usage } from "./delta.ts";

/** What all events and answers of one request say. */
export interface AnswerHead {
  id: string;
  /** Seconds since 1970. */
  created: number;
  model: string;
}

/** A finished output. */
export interface WholeOutput extends Delta {
  end: NonNullable<Delta["end"]>;
}

/** How a route words its answers. */
export interface AnswerFormat {
  /** What ids begin with. */
  idPrefix: string;
  /** What events say that they are. */
  eventObject: string;
  /** The choice of an event before the first of an output; undefined where there is none. */
  opening(output: number): object | undefined;
  /**
   * The choice of an event.
   *
   * @param isFirst whether it is the first of its output
   */
  choice(output: number, delta: Delta, isFirst: boolean): object;
  answer(head: AnswerHead, outputs: readonly WholeOutput[], usage: Usage): object;
}

/** Token counts as clients read them. */
export function usageOf({ promptTokens, outputTokens }: Usage): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: outputTokens,
    total_tokens: promptTokens + outputTokens,
  };
}
