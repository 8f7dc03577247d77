import type { ServerResponse } from "node:http";
import { joinedPieces } from "../../tool-calls/call-piece.ts";
import type { GenerationReader } from "../generation/generation.ts";
import type { AnswerFormat, AnswerHead, WholeOutput } from "../protocol/answer-format.ts";
import type { ApiError } from "../protocol/api-error.ts";
import type { Delta, Usage } from "../protocol/delta.ts";
import { sendError, sendJson } from "./send.ts";

/** An answer that is sent when all of it is there. */
export class WholeReply implements GenerationReader {
  readonly #response: ServerResponse;
  readonly #format: AnswerFormat;
  readonly #head: AnswerHead;
  readonly #usage: () => Usage;
  /** By output. */
  readonly #parts: Delta[][] = [];

  constructor(
    response: ServerResponse,
    format: AnswerFormat,
    head: AnswerHead,
    usage: () => Usage,
  ) {
    this.#response = response;
    this.#format = format;
    this.#head = head;
    this.#usage = usage;
  }

  delta(output: number, delta: Delta): void {
    this.#parts[output] ??= [];
    this.#parts[output].push(delta);
  }

  ended(): void {
    const answer = this.#format.answer(this.#head, this.#parts.map(wholeOf), this.#usage());
    sendJson(this.#response, 200, answer);
  }

  failed(error: ApiError): void {
    sendError(this.#response, error);
  }
}

function wholeOf(parts: readonly Delta[]): WholeOutput {
  const calls = joinedPieces(parts.flatMap(({ calls = [] }) => calls));
  return {
    ...(calls.length > 0 && { calls }),
    text: parts.map(({ text }) => text).join(""),
    logprobs: parts.flatMap(({ logprobs }) => logprobs),
    end: parts.at(-1)?.end ?? "stop",
  };
}
