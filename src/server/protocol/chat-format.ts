import type { RowLogprobs, TokenLogprob } from "../../step/serving-step.ts";
import { type AnswerFormat, usageOf } from "./answer-format.ts";
import type { Delta } from "./delta.ts";
import type { TokenText } from "./token-text.ts";

/**
 * Answers of /v1/chat/completions.
 *
 * @param topLogprobs likeliest tokens to name; undefined: no log probabilities
 */
export function chatFormat(text: TokenText, topLogprobs: number | undefined): AnswerFormat {
  const logprobsOf = (delta: Delta) =>
    topLogprobs === undefined
      ? {}
      : { logprobs: { content: delta.logprobs.map((each) => entryOf(each, text, topLogprobs)) } };
  return {
    idPrefix: "chatcmpl-",
    eventObject: "chat.completion.chunk",
    // The npm client's stream helper counts the log probabilities of an output's first event twice.
    opening: (index) =>
      topLogprobs === undefined
        ? undefined
        : { index, delta: { role: "assistant", content: "" }, finish_reason: null },
    choice: (index, delta, isFirst) => {
      const role = isFirst ? { role: "assistant" } : {};
      // An empty delta reads as no more text; the first one always has some.
      const content = isFirst || delta.text !== "" ? { content: delta.text } : {};
      const finish = { finish_reason: delta.end ?? null };
      return { index, delta: { ...role, ...content }, ...logprobsOf(delta), ...finish };
    },
    answer: (head, outputs, usage) => ({
      ...head,
      object: "chat.completion",
      choices: outputs.map((output, index) => ({
        index,
        message: { role: "assistant", content: output.text },
        ...logprobsOf(output),
        finish_reason: output.end,
      })),
      usage: usageOf(usage),
    }),
  };
}

function entryOf({ chosen, likeliest }: RowLogprobs, text: TokenText, top: number): object {
  return {
    ...named(chosen, text),
    top_logprobs: likeliest.slice(0, top).map((each) => named(each, text)),
  };
}

function named({ token, logprob }: TokenLogprob, { textOf, bytesOf }: TokenText): object {
  return { token: textOf(token), logprob, bytes: [...bytesOf(token)] };
}
