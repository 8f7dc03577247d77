import type { RowLogprobs, TokenLogprob } from "../../step/serving-step.ts";
import type { CallPiece } from "../../tool-calls/call-piece.ts";
import { type AnswerFormat, usageOf, type WholeOutput } from "./answer-format.ts";
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
      const calls = delta.calls === undefined ? {} : { tool_calls: delta.calls.map(pieceOf) };
      const finish = { finish_reason: delta.end ?? null };
      return { index, delta: { ...role, ...content, ...calls }, ...logprobsOf(delta), ...finish };
    },
    answer: (head, outputs, usage) => ({
      ...head,
      object: "chat.completion",
      choices: outputs.map((output, index) => ({
        index,
        message: messageOf(output),
        ...logprobsOf(output),
        finish_reason: output.end,
      })),
      usage: usageOf(usage),
    }),
  };
}

function messageOf({ text, calls }: WholeOutput): object {
  const role = "assistant";
  if (calls === undefined) return { role, content: text };
  const whole = calls.map(({ id, name, arguments: args }) => ({
    ...{ id, type: "function" },
    function: { name, arguments: args },
  }));
  return { role, content: text === "" ? null : text, tool_calls: whole };
}

/** Clients put the pieces of a call together, and some of them names and ids, too: once each. */
function pieceOf({ index, id, name, arguments: args }: CallPiece): object {
  if (id === undefined) return { index, function: { arguments: args } };
  return { index, id, type: "function", function: { name, arguments: args } };
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
