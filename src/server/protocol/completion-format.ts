import { type AnswerFormat, type AnswerHead, usageOf } from "./answer-format.ts";
import type { Delta } from "./delta.ts";
import { distinctText, type TokenText } from "./token-text.ts";

/**
 * Answers of /v1/completions.
 *
 * @param topLogprobs likeliest tokens to name; undefined: no log probabilities
 */
export function completionFormat(text: TokenText, topLogprobs: number | undefined): AnswerFormat {
  const offsets = new Map<number, number>();
  const logprobsOf = (delta: Delta, output: number) => {
    if (topLogprobs === undefined) return null;
    const tokens = delta.logprobs.map(({ chosen }) => distinctText(text, chosen.token));
    let offset = offsets.get(output) ?? 0;
    const textOffsets = delta.logprobs.map(({ chosen }) => {
      const at = offset;
      offset += text.textOf(chosen.token).length;
      return at;
    });
    offsets.set(output, offset);
    return {
      tokens,
      token_logprobs: delta.logprobs.map(({ chosen }) => chosen.logprob),
      top_logprobs: delta.logprobs.map(({ likeliest }) =>
        Object.fromEntries(
          likeliest
            .slice(0, topLogprobs)
            .map(({ token, logprob }) => [distinctText(text, token), logprob]),
        ),
      ),
      text_offset: textOffsets,
    };
  };
  const named = (head: AnswerHead, others: object) => ({
    ...head,
    object: "text_completion",
    ...others,
  });
  const choiceOf = (delta: Delta, index: number) => ({
    index,
    text: delta.text,
    logprobs: logprobsOf(delta, index),
    finish_reason: delta.end ?? null,
  });
  return {
    idPrefix: "cmpl-",
    opening: () => undefined,
    event: (head, index, delta) => named(head, { choices: [choiceOf(delta, index)] }),
    usageEvent: (head, usage) => named(head, { choices: [], usage: usageOf(usage) }),
    answer: (head, outputs, usage) =>
      named(head, { choices: outputs.map(choiceOf), usage: usageOf(usage) }),
  };
}
