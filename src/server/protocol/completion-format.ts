import { type AnswerFormat, usageOf } from "./answer-format.ts";
import type { Delta } from "./delta.ts";
import { distinctText, type TokenText } from "./token-text.ts";

/** Events are called the same as whole answers. */
const OBJECT = "text_completion";

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
      top_logprobs: delta.logprobs.map(({ chosen, likeliest }) =>
        Object.fromEntries(
          // The one that came is always among them, as OpenAI has it.
          [...likeliest.slice(0, topLogprobs), chosen].map(({ token, logprob }) => [
            distinctText(text, token),
            logprob,
          ]),
        ),
      ),
      text_offset: textOffsets,
    };
  };
  const choiceOf = (delta: Delta, index: number) => ({
    index,
    text: delta.text,
    logprobs: logprobsOf(delta, index),
    finish_reason: delta.end ?? null,
  });
  return {
    idPrefix: "cmpl-",
    eventObject: OBJECT,
    opening: () => undefined,
    choice: (index, delta) => choiceOf(delta, index),
    answer: (head, outputs, usage) => ({
      ...head,
      object: OBJECT,
      choices: outputs.map(choiceOf),
      usage: usageOf(usage),
    }),
  };
}
